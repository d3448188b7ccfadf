"""Outlines as plain lists of points, in a design space of 1200 units across."""

import math
from collections.abc import Sequence

Point = tuple[float, float]
Outline = list[Point]


def rect(x: float, y: float, w: float, h: float, radius: float = 0) -> Outline:
    """A rectangle from its top-left corner; every corner rounded by `radius` units."""
    r = min(radius, w / 2, h / 2)
    if r <= 0:
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    corners = (
        (x + w - r, y + r, -90),
        (x + w - r, y + h - r, 0),
        (x + r, y + h - r, 90),
        (x + r, y + r, 180),
    )
    return [
        (
            cx + r * math.cos(math.radians(start + step)),
            cy + r * math.sin(math.radians(start + step)),
        )
        for cx, cy, start in corners
        for step in range(0, 91, 10)
    ]


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> Outline:
    """An ellipse, or a circle when `ry` is left out."""
    return arc(cx, cy, rx, rx if ry is None else ry, 0, 360)


def arc(cx: float, cy: float, rx: float, ry: float, start: float, stop: float) -> Outline:
    """Points along an elliptic arc, degrees clockwise from three o'clock."""
    steps = max(8, int(abs(stop - start) / 4))
    angles = (math.radians(start + (stop - start) * i / steps) for i in range(steps + 1))
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles]


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 10) -> Outline:
    """A Catmull-Rom curve through the points."""
    n = len(points)
    out: Outline = []
    for i in range(n if closed else n - 1):
        p0, p1 = points[(i - 1) % n], points[i]
        p2, p3 = points[(i + 1) % n], points[(i + 2) % n]
        if not closed:
            p0, p3 = (points[max(i - 1, 0)], points[min(i + 2, n - 1)])
        out += [_spline(p0, p1, p2, p3, k / steps) for k in range(steps)]
    if not closed:
        out.append(points[-1])
    return out


def _spline(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def axis(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )

    return axis(p0[0], p1[0], p2[0], p3[0]), axis(p0[1], p1[1], p2[1], p3[1])


def shift(path: Sequence[Point], dx: float, dy: float) -> Outline:
    return [(x + dx, y + dy) for x, y in path]


def turn(path: Sequence[Point], degrees: float, about: Point) -> Outline:
    """The outline turned clockwise about a point."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    ox, oy = about
    return [
        (ox + (x - ox) * cos - (y - oy) * sin, oy + (x - ox) * sin + (y - oy) * cos)
        for x, y in path
    ]


def mirror(path: Sequence[Point], axis_x: float) -> Outline:
    return [(2 * axis_x - x, y) for x, y in path]


def leaf(x: float, y: float, length: float, angle: float, fatness: float = 0.42) -> Outline:
    """A pointed leaf growing from (x, y)."""
    half = length * fatness / 2
    path = smooth(
        [(x, y), (x + length * 0.3, y - half), (x + length * 0.7, y - half * 0.8), (x + length, y)],
        closed=False,
    )
    back = smooth(
        [(x + length, y), (x + length * 0.7, y + half * 0.8), (x + length * 0.3, y + half), (x, y)],
        closed=False,
    )
    return turn(path + back, angle, (x, y))


def star(
    cx: float, cy: float, outer: float, inner: float, points: int, start: float = -90
) -> Outline:
    out: Outline = []
    for i in range(points * 2):
        radius, a = (outer, inner)[i % 2], math.radians(start + 180 / points * i)
        out.append((cx + radius * math.cos(a), cy + radius * math.sin(a)))
    return out
