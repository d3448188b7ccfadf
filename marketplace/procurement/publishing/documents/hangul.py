"""A report as HWPX, the format Korean offices edit; the library stays behind this one function.

python-hwpx calls itself alpha, so it is pinned and used here only.
"""

from __future__ import annotations

from hwpx import HwpxDocument

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

WIDE_FROM = 8


class HwpxInvalid(RuntimeError):
    """What was made does not pass the library's own checks; it is not handed out."""


def report_hwpx(report: Report) -> bytes:
    """The report with real tables, validated; raises HwpxInvalid."""
    document = HwpxDocument.new()
    try:
        wide = any(len(table.columns) >= WIDE_FROM for table in report.tables)
        orientation = "LANDSCAPE" if wide else "PORTRAIT"
        document.page.setup(paper_size="A4", orientation=orientation)
        _write(document, report)
        problems = [str(each) for each in document.validate().issues]
        if problems:
            raise HwpxInvalid("; ".join(problems)[:500])
        return document.to_bytes()
    finally:
        document.close()


def _write(document: HwpxDocument, report: Report) -> None:
    document.add_heading(_plain(report.title), level=1)
    for line in (report.issuer, report.subtitle, report.address):
        if line:
            document.add_paragraph(_plain(line))
    _pairs(document, report.facts)
    for note in report.notes:
        document.add_paragraph(_plain(f"※ {note.words}"))
    for section in report.sections:
        document.add_heading(_plain(section.heading), level=2)
        for block in section.blocks:
            _block(document, block)
    if report.source:
        document.add_paragraph(_plain(report.source))


def _block(document: HwpxDocument, block: Block) -> None:
    match block:
        case Table():
            document.add_paragraph(_plain(f"▪ {block.caption}"))
            heads = [head_words(column) for column in block.columns]
            rows = [[number_words(cell) for cell in row] for row in block.rows]
            if block.total:
                rows.append([number_words(cell) for cell in block.total])
            _table(document, heads, rows)
            if block.note:
                document.add_paragraph(_plain(block.note))
        case Bars():
            names = [str(name) for name, _ in block.series]
            rows = [
                [label, *(won_words(values[at]) for _, values in block.series)]
                for at, label in enumerate(block.labels)
            ]
            document.add_paragraph(_plain(f"▪ {block.caption}"))
            _table(document, [str(block.label_heading), *names], rows)
        case Note():
            document.add_paragraph(_plain(f"※ {block.words}"))
        case Facts():
            _pairs(document, block.pairs)
        case Lines():
            for each in block.sentences:
                document.add_paragraph(_plain(f"- {each}"))


def _pairs(document: HwpxDocument, pairs: tuple[tuple[str, str], ...]) -> None:
    if pairs:
        _table(document, [], [[str(label), str(value)] for label, value in pairs])


def _table(document: HwpxDocument, heads: list[str], rows: list[list[str]]) -> None:
    lines = [heads, *rows] if heads else rows
    if not lines:
        return
    table = document.add_table(len(lines), len(lines[0]))
    for at, line in enumerate(lines):
        for column, words in enumerate(line):
            table.set_cell_text(at, column, _plain(words))


def _plain(words: str) -> str:
    """Words as XML can hold them: no control characters."""
    return "".join(letter for letter in words if letter >= " " or letter == "\n")
