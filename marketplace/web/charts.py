"""Charts drawn on the server: the view-model that components/chart.html prints.

A template may not calculate and inline styles are refused, so the geometry comes finished. Each
chart is drawn twice, for wide and for narrow screens, because text in a drawing that shrinks with
the screen cannot be read. A value nobody measured is None: it gets no bar and a dash in the
table, never a zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from marketplace.web.chart_geometry import Plot, Series, Value, draw

WIDE = (800, 330)
NARROW = (360, 300)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table under the chart."""

    label: str
    cells: tuple[str, ...]
    marked: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """All that `components/chart.html` needs."""

    title: str
    unit: str
    summary: str
    series: tuple[Series, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    wide: Plot
    narrow: Plot
    mark_label: str = ""


def plain_number(value: Value) -> str:
    """1,234.5; a dash for what nobody measured."""
    return "–" if value is None else f"{value:,}"


def grouped_bars(  # noqa: PLR0913 - one call by name describes a whole chart
    title: str,
    unit: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[Value]]],
    *,
    label_heading: str = "",
    summary: str = "",
    marked: Sequence[str] = (),
    mark_label: str = "",
    show: Callable[[Value], str] = plain_number,
) -> Chart:
    """Bars side by side per label; raises ValueError when a series is not as long as the labels.

    `marked` are labels to point out (a printed figure that disagrees), `mark_label` says why.
    Amounts must not be negative.
    """
    rows = tuple(Series(n, name, tuple(values)) for n, (name, values) in enumerate(series, 1))
    _refuse_unfit(labels, rows)
    spots = frozenset(label for label in labels if label in set(marked))
    return Chart(
        title=title,
        unit=unit,
        summary=summary or _summary(labels, rows, show),
        series=rows,
        columns=(label_heading, *(one.name for one in rows)),
        rows=_table(labels, rows, spots, show),
        wide=draw(WIDE, labels, rows, spots, show),
        narrow=draw(NARROW, labels, rows, spots, show),
        mark_label=mark_label if spots else "",
    )


def _refuse_unfit(labels: Sequence[str], series: Sequence[Series]) -> None:
    for one in series:
        if len(one.values) != len(labels):
            raise ValueError(f"{one.name}: {len(one.values)} values for {len(labels)} labels")
        if any(value is not None and value < 0 for value in one.values):
            raise ValueError(f"{one.name}: a bar cannot show a negative value")


def _summary(labels: Sequence[str], series: Sequence[Series], show: Callable[[Value], str]) -> str:
    if not labels:
        return ""
    last = ", ".join(f"{one.name} {show(one.values[-1])}" for one in series)
    return f"{labels[0]}–{labels[-1]}. {labels[-1]}: {last}"


def _table(
    labels: Sequence[str],
    series: Sequence[Series],
    spots: frozenset[str],
    show: Callable[[Value], str],
) -> tuple[Row, ...]:
    return tuple(
        Row(label, tuple(show(one.values[at]) for one in series), label in spots)
        for at, label in enumerate(labels)
    )
