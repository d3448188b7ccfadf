"""A report on a page: its words in the visitor's language, its bars as a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_babel import gettext as _

from marketplace.procurement.publishing.paper_words import recognised
from marketplace.procurement.publishing.report import (
    Bars,
    Block,
    Cell,
    Facts,
    Lines,
    Note,
    Report,
    Section,
    Several,
    Table,
    head_words,
    number_words,
)
from marketplace.web.charts import Chart, grouped_bars
from marketplace.web.directory import kind_name
from marketplace.web.disclosure_figures import chart_unit, in_chart_units, shown_amount
from marketplace.web.filters import in_korean
from marketplace.web.translation import translate


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with its blocks ready to print: (kind, what)."""

    heading: str
    blocks: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table in words."""

    name: str
    caption: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None
    note: str
    links: tuple[str, ...]


def told(words: str) -> str:
    """Words of a report in the visitor's language."""
    if in_korean():
        return words
    known = recognised(words)
    if isinstance(known, Several):
        return known.between.join(told(part) for part in known.parts)
    return kind_name(translate(known))


def shown_sections(sections: tuple[Section, ...]) -> tuple[ShownSection, ...]:
    """Sections as templates/store/disclosures/_report.html prints them."""
    return tuple(
        ShownSection(told(each.heading), tuple(_shown(block) for block in each.blocks))
        for each in sections
    )


def shown_report(report: Report) -> dict[str, Any]:
    """A whole report for a template."""
    return {
        "title": told(report.title),
        "subtitle": told(report.subtitle),
        "facts": [(told(label), told(value)) for label, value in report.facts],
        "notes": [(told(each.words), each.is_warning) for each in report.notes],
        "sections": shown_sections(report.sections),
        "source": told(report.source),
    }


def _shown(block: Block) -> tuple[str, Any]:
    match block:
        case Table():
            return "table", shown_table(block)
        case Bars():
            return "chart", bars_chart(block)
        case Facts():
            return "facts", [(told(label), told(value)) for label, value in block.pairs]
        case Lines():
            return "lines", [told(each) for each in block.sentences]
        case Note():
            return "note", (told(block.words), block.is_warning)


def shown_table(table: Table) -> ShownTable:
    """Every cell in words; what is not stated says so."""
    return ShownTable(
        name=table.name,
        caption=told(table.caption),
        heads=tuple((told(head_words(each)), each.is_number) for each in table.columns),
        rows=tuple(tuple(_cell(cell) for cell in row) for row in table.rows),
        total=tuple(_cell(cell) for cell in table.total) if table.total else None,
        note=told(table.note),
        links=table.links,
    )


def bars_chart(bars: Bars) -> Chart:
    """Amounts in 억원 (or millions), each with its table."""
    return grouped_bars(
        told(bars.caption),
        chart_unit(),
        [told(label) for label in bars.labels],
        [(told(name), [in_chart_units(won) for won in values]) for name, values in bars.series],
        label_heading=told(bars.label_heading) or str(_("구분")),
        show=shown_amount,
    )


def _cell(cell: Cell) -> str:
    return told(number_words(cell))


def init_app(app: Flask) -> None:
    """The filters `told` and `kind_name` for templates."""
    app.jinja_env.filters.update(told=told, kind_name=kind_name)
