"""Shaded solids that several motifs share: turned vessels, boxes, sheets, labels."""

# ruff: noqa: PLR0913, PLR0917 - a shape is placed by its numbers

from collections.abc import Sequence

from marketplace.demo.artwork import shapes
from marketplace.demo.artwork.colour import Colour, darker, lighter, mix
from marketplace.demo.artwork.scene import Scene
from marketplace.demo.artwork.shapes import Outline

TILT = 0.17  # height of a round opening against its width, seen from slightly above


def lathe(
    s: Scene, cx: float, base: float, profile: Sequence[tuple[float, float]], colour: Colour
) -> Outline:
    """A turned vessel from (height above the base, half width) pairs, bottom first."""
    right = shapes.smooth([(cx + w, base - h) for h, w in profile], closed=False)
    left = [(2 * cx - x, y) for x, y in reversed(right)]
    bottom_w, top_w = profile[0][1], profile[-1][1]
    top_y = base - profile[-1][0]
    path = shapes.arc(cx, base, bottom_w, bottom_w * TILT, 180, 0)
    path += right + shapes.arc(cx, top_y, top_w, top_w * TILT, 360, 180) + left
    s.c.fill(path, colour, "round")
    return path


def cylinder(
    s: Scene,
    cx: float,
    base: float,
    width: float,
    height: float,
    colour: Colour,
    top: Colour | None = None,
) -> Outline:
    """A plain round tin or block with its lid in view."""
    path = lathe(s, cx, base, [(0, width / 2), (height, width / 2)], colour)
    disc(s, cx, base - height, width / 2, top or lighter(colour, 0.25))
    return path


def disc(s: Scene, cx: float, cy: float, half: float, colour: Colour, rim: float = 4) -> Outline:
    """A round lid or surface seen from slightly above."""
    path = shapes.ellipse(cx, cy, half, half * TILT)
    s.c.fill(path, colour, "soft", rim=rim, depth=0.6)
    return path


def opening(s: Scene, cx: float, cy: float, half: float, colour: Colour, inside: Colour) -> None:
    """The open mouth of a vessel: wall thickness, then what is in it."""
    disc(s, cx, cy, half, lighter(colour, 0.3))
    inner = shapes.ellipse(cx, cy + 2, half * 0.9, half * 0.9 * TILT)
    s.c.fill(inner, darker(colour, 0.55))
    with s.c.inside(inner):
        s.c.fill(
            shapes.ellipse(cx, cy + half * 0.1, half * 0.88, half * 0.8 * TILT), inside, "soft"
        )


def box(
    s: Scene, x: float, base: float, w: float, h: float, colour: Colour, depth: float = 120
) -> None:
    """A box seen from the front, a little from above and the right."""
    dx, dy = depth * 0.62, depth * 0.4
    front = shapes.rect(x, base - h, w, h, 6)
    top = [(x, base - h), (x + dx, base - h - dy), (x + w + dx, base - h - dy), (x + w, base - h)]
    side = [(x + w, base - h), (x + w + dx, base - h - dy), (x + w + dx, base - dy), (x + w, base)]
    s.c.fill(side, darker(colour, 0.42), "fall", depth=0.6)
    s.c.fill(top, lighter(colour, 0.38), "soft", depth=0.5)
    s.c.fill(front, colour, "soft", rim=4, depth=0.7)


def sheet(
    s: Scene,
    x: float,
    y: float,
    w: float,
    h: float,
    colour: Colour,
    angle: float = 0,
    radius: float = 6,
) -> Outline:
    """A flat sheet or card with the shadow it throws."""
    path = shapes.turn(shapes.rect(x, y, w, h, radius), angle, (x + w / 2, y + h / 2))
    s.drop(path)
    s.c.fill(path, colour, "soft", rim=3, depth=0.45)
    return path


def label(
    s: Scene,
    cx: float,
    cy: float,
    w: float,
    h: float,
    paper: Colour | None = None,
    radius: float = 10,
) -> None:
    """A wordless label: a small mark over lines that stand for print."""
    ground = paper or s.p.pale
    s.c.fill(shapes.rect(cx - w / 2, cy - h / 2, w, h, radius), ground, "soft", depth=0.55)
    ink = mix(ground, s.p.ink, 0.78)
    mark(s, cx, cy - h * 0.16, min(w, h) * 0.17, s.p.accent)
    for i, share in enumerate((0.52, 0.36)):
        y = cy + h * (0.17 + 0.14 * i)
        s.c.stroke(
            [(cx - w * share / 2, y), (cx + w * share / 2, y)], h * 0.045, ink, 0.85 - 0.35 * i
        )


def mark(s: Scene, cx: float, cy: float, r: float, colour: Colour) -> None:
    """One of four small marks, chosen by chance: sun, drop, pair of leaves, hill."""
    kind = s.rng.randrange(4)
    if kind == 0:
        s.c.fill(shapes.ellipse(cx, cy, r), colour)
    elif kind == 1:
        drop = [
            (cx, cy - r * 1.2),
            (cx + r * 0.8, cy + r * 0.3),
            (cx, cy + r),
            (cx - r * 0.8, cy + r * 0.3),
        ]
        s.c.fill(shapes.smooth(drop), colour)
    elif kind == 2:
        s.c.fill(shapes.leaf(cx, cy + r, r * 2, -125, 0.55), colour)
        s.c.fill(shapes.leaf(cx, cy + r, r * 2, -55, 0.55), mix(colour, s.p.main, 0.5))
    else:
        s.c.fill(shapes.arc(cx, cy + r * 0.7, r * 1.3, r * 1.3, 180, 360), colour)
        s.c.fill(shapes.arc(cx, cy + r * 0.7, r * 0.7, r * 0.7, 180, 360), lighter(colour, 0.5))


def lines(
    s: Scene,
    x: float,
    y: float,
    widths: Sequence[float],
    gap: float,
    thick: float,
    colour: Colour,
    angle: float = 0,
) -> None:
    """Rows of strokes that stand for text, turned about (x, y)."""
    for i, width in enumerate(widths):
        row = shapes.turn([(x, y + i * gap), (x + width, y + i * gap)], angle, (x, y))
        s.c.stroke(row, thick, colour)
