"""The geometry of grouped bars: every number an SVG attribute needs, worked out beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

Value = int | Decimal | None
TOP, BOTTOM, RIGHT = 22, 30, 4
LETTER = 7.4  # width of a digit at 13 px
GROUP_SHARE = Decimal("0.7")  # of a group's room, the rest is air
WIDEST_BAR = Decimal(34)


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars; `number` picks its colour, from 1."""

    number: int
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in drawing units, with what it says when pointed at."""

    series: int
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    title: str


@dataclass(frozen=True, slots=True)
class Text:
    """A word in the drawing."""

    x: Decimal
    y: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the drawing and the value it stands for."""

    y: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """One drawing of the chart."""

    width: int
    height: int
    left: Decimal
    right: Decimal
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    labels: tuple[Text, ...]
    marks: tuple[Text, ...]


def draw(
    size: tuple[int, int],
    labels: Sequence[str],
    series: Sequence[Series],
    spots: frozenset[str],
    show: Callable[[Value], str],
) -> Plot:
    """One drawing of the bars in `size` units; `spots` are the labels to point out."""
    width, height = size
    steps = axis_steps(max((v for one in series for v in one.values if v is not None), default=0))
    frame = _Frame(width, height, steps, len(labels), len(series))
    bars = tuple(_bars(frame, labels, series, show))
    every = _label_step(labels, frame.group)
    return Plot(
        width=width,
        height=height,
        left=frame.left,
        right=Decimal(width - RIGHT),
        ticks=tuple(Tick(_round(frame.y(step)), f"{step:,}") for step in steps),
        bars=bars,
        labels=tuple(
            Text(_round(frame.centre(at)), Decimal(height - 8), label)
            for at, label in enumerate(labels)
            if (len(labels) - 1 - at) % every == 0
        ),
        marks=tuple(
            Text(_round(frame.centre(at)), frame.above(one.values[at] for one in series), label)
            for at, label in enumerate(labels)
            if label in spots
        ),
    )


class _Frame:
    """Where things stand in one drawing."""

    def __init__(
        self, width: int, height: int, steps: Sequence[Decimal], groups: int, series: int
    ) -> None:
        widest = max(len(f"{step:,}") for step in steps)
        self.left = _round(Decimal(widest * LETTER + 10))
        self.floor = Decimal(height - BOTTOM)
        self.top_value = steps[-1]
        self.group = (Decimal(width - RIGHT) - self.left) / max(groups, 1)
        self.bar = min(self.group * GROUP_SHARE / max(series, 1), WIDEST_BAR)
        self.series = series

    def y(self, value: Decimal | int) -> Decimal:
        return self.floor - (self.floor - TOP) * Decimal(value) / self.top_value

    def above(self, values: Iterable[Value]) -> Decimal:
        tallest = max((value for value in values if value is not None), default=0)
        return _round(self.y(tallest) - 7)

    def centre(self, group: int) -> Decimal:
        return self.left + self.group * group + self.group / 2

    def bar_x(self, group: int, series: int) -> Decimal:
        return self.centre(group) - self.bar * self.series / 2 + self.bar * series


def _bars(
    frame: _Frame,
    labels: Sequence[str],
    series: Sequence[Series],
    show: Callable[[Value], str],
) -> list[Bar]:
    return [
        Bar(
            series=one.number,
            x=_round(frame.bar_x(at, one.number - 1)),
            y=_round(frame.y(value)),
            width=_round(frame.bar * Decimal("0.92")),
            height=_round(frame.floor - frame.y(value)),
            title=f"{label} {one.name} {show(value)}",
        )
        for at, label in enumerate(labels)
        for one in series
        if (value := one.values[at]) is not None
    ]


def _label_step(labels: Sequence[str], room: Decimal) -> int:
    """Every how-manieth label fits without touching its neighbour; the last is always shown."""
    widest = max((sum(2 if ord(c) > 0x2FFF else 1 for c in label) for label in labels), default=1)
    return max(1, -(-int(widest * LETTER + 6) // max(int(room), 1)))


def axis_steps(largest: Decimal | int, wanted: int = 4) -> tuple[Decimal, ...]:
    """Round values from zero to at least the largest: 1, 2, 2.5 or 5 times a power of ten."""
    top = Decimal(largest) or Decimal(1)
    power = Decimal(10) ** (top / wanted).adjusted()
    choices = (power * step for step in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), 10))
    step = next(step for step in choices if step * wanted >= top)
    count = int((top / step).to_integral_value(ROUND_CEILING))
    return tuple(_bare(step * n) for n in range(count + 1))


def _bare(value: Decimal) -> Decimal:
    """Without an exponent or needless zeros, so that it prints as people write it."""
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def _round(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))
