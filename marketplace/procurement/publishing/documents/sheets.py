"""Tables as XLSX and CSV: numbers stay numbers, units stand in heads, no words become a formula.

Workbooks are written row by row, so that a year of a hundred thousand purchases needs no more
memory than one of ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from marketplace.core.csv_writing import csv_bytes
from marketplace.procurement.publishing.report import (
    NOT_STATED,
    Cell,
    Column,
    Report,
    Table,
    Unit,
    head_words,
)

FORMATS = {
    Unit.NUMBER: "#,##0",
    Unit.WON: "#,##0",
    Unit.COUNT: "#,##0",
    Unit.PERCENT: "0.0#",
    Unit.YEAR: "0",
}
MOST_ROWS = 1_048_000  # a sheet holds 1,048,576
LONGEST_CELL = 32_000
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no XML can hold them
HEAD = PatternFill("solid", fgColor="F1F5F9")


def report_xlsx(report: Report, out: IO[bytes]) -> None:
    """Each table on a sheet of its own, and where all of it comes from on the first."""
    book = Workbook(write_only=True)
    about = book.create_sheet("출처")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 90
    for line in _about(report):
        about.append([_words(about, each) for each in line])
    names: set[str] = set()
    for table in report.tables:
        rows = [*table.rows, *([table.total] if table.total else [])]
        _sheet(book, _sheet_name(str(table.caption), names), table.columns, rows)
    book.save(out)


def rows_xlsx(
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    about: Sequence[tuple[str, str]],
    out: IO[bytes],
) -> None:
    """One long table, written as it is read; a second sheet when the first is full."""
    book = Workbook(write_only=True)
    source = book.create_sheet("출처")
    source.column_dimensions["A"].width, source.column_dimensions["B"].width = 24, 90
    for line in about:
        source.append([_words(source, each) for each in line])
    reading, number = iter(rows), 1
    while _sheet(book, name if number == 1 else f"{name} {number}", columns, reading) == MOST_ROWS:
        number += 1
    book.save(out)


def table_csv(table: Table) -> bytes:
    """One table; what nobody stated is an empty cell."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    return csv_bytes([head_words(column) for column in table.columns], rows)


def _about(report: Report) -> Iterator[tuple[str, str]]:
    yield ("제목", str(report.title))
    yield ("판", str(report.subtitle))
    yield ("기관", report.issuer)
    yield ("주소", report.address)
    yield ("출처", str(report.source))
    for label, value in report.facts:
        yield (str(label), str(value))
    for note in report.notes:
        yield ("알림", str(note.words))


def _sheet(
    book: Workbook, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> int:
    """How many rows were written; at most as many as a sheet holds."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns):
        width = 18 if column.is_number else 28
        sheet.column_dimensions[chr(ord("A") + at)].width = width
    sheet.append([_head(sheet, head_words(column)) for column in columns])
    written = 0
    for row in rows:
        sheet.append(
            [_cell(sheet, cell, column) for cell, column in zip(row, columns, strict=True)]
        )
        written += 1
        if written == MOST_ROWS:
            break
    return written


def _head(sheet: object, words: str) -> WriteOnlyCell:
    cell = _words(sheet, words)
    cell.font, cell.fill = Font(bold=True), HEAD
    cell.alignment = Alignment(horizontal="center")
    return cell


def _cell(sheet: object, value: Cell, column: Column) -> WriteOnlyCell | str:
    if value is None:
        return _words(sheet, NOT_STATED if column.is_number else "")
    if isinstance(value, int | Decimal):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = FORMATS.get(column.unit, "General")
        return cell
    # A cell object costs five times a plain word, and only what begins with = needs one.
    return _words(sheet, value) if value.startswith("=") else _plain(value)


def _words(sheet: object, words: str) -> WriteOnlyCell:
    """Words as words: what begins with = is no formula."""
    cell = WriteOnlyCell(sheet, value=_plain(words))
    cell.data_type = "s"
    return cell


def _plain(words: str) -> str:
    return FORBIDDEN.sub("", str(words))[:LONGEST_CELL]


def _sheet_name(caption: str, taken: set[str]) -> str:
    """At most 31 letters, none of those a sheet's name may not have, and no name twice."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", caption).strip()[:28] or "표"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain} {number}", number + 1
    taken.add(name)
    return name
