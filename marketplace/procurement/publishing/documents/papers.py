"""A report as PDF."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.core.pdf import UNDATED, render_pdf
from marketplace.procurement.publishing.report import (
    Bars,
    Block,
    Facts,
    Lines,
    Note,
    Report,
    Table,
    head_words,
    number_words,
    won_words,
)

WIDE_FROM = 8  # columns that no longer fit an upright sheet


def report_pdf(report: Report, dated: datetime = UNDATED) -> bytes:
    """The report set on A4; the same report and date give the same bytes."""
    return render_pdf("report.typ", paper_data(report), dated=dated)


def paper_data(report: Report) -> dict[str, Any]:
    """What templates/documents/report.typ takes."""
    return {
        "title": str(report.title),
        "subtitle": str(report.subtitle),
        "issuer": report.issuer,
        "footer": report.address,
        "wide": any(len(table.columns) >= WIDE_FROM for table in report.tables),
        "facts": _pairs(report.facts),
        "notes": [_note(each) for each in report.notes],
        "sections": [
            {"heading": str(section.heading), "blocks": [_block(b) for b in section.blocks]}
            for section in report.sections
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Table():
            return {"table": _table(block)}
        case Bars():
            return {"bars": _bars(block)}
        case Note():
            return {"note": str(block.words), "tone": _note(block)["tone"]}
        case Facts():
            return {"facts": _pairs(block.pairs)}
        case Lines():
            return {"lines": [str(each) for each in block.sentences]}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": str(table.caption),
        "columns": [
            {
                "label": head_words(column),
                "align": "right" if column.is_number else "left",
                "width": "auto" if column.is_number else "fill",
            }
            for column in table.columns
        ],
        "rows": [[number_words(cell) for cell in row] for row in table.rows],
        "total": [number_words(cell) for cell in table.total] if table.total else None,
        "note": str(table.note),
    }


def _bars(bars: Bars) -> dict[str, Any]:
    known = [won for _, values in bars.series for won in values if won]
    longest = max(known, default=1)
    rows = [
        {
            "label": label if len(bars.series) == 1 else f"{label} {name}",
            "words": won_words(values[at]),
            "permille": max(0, (values[at] or 0) * 1_000 // longest),
            "tone": "soft" if number < len(bars.series) - 1 else "plain",
        }
        for at, label in enumerate(bars.labels)
        for number, (name, values) in enumerate(bars.series)
    ]
    return {"caption": str(bars.caption), "rows": rows}


def _pairs(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"label": str(label), "value": str(value)} for label, value in pairs]


def _note(note: Note) -> dict[str, str]:
    return {"words": str(note.words), "tone": "warn" if note.is_warning else "plain"}
