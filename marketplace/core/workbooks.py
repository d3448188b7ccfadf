"""Reading an Excel file nobody vouches for: measured before it is opened, never run.

Macros are left out, formulas are read as the values they had when the file was saved, and
what would unpack into more than we can afford is refused by its own header.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from marketplace.core.grids import (
    EMPTY,
    MAX_CELLS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    TOO_LARGE,
    TOO_MANY_CELLS,
    WRONG_KIND,
    Cell,
    Grid,
    GridRow,
    read_csv,
)
from marketplace.core.tables import MAX_CELL_CHARACTERS, TableRefused
from marketplace.core.text import T

MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_PARTS = 2_000
MAX_SHEETS = 60
MAX_MERGED_CELLS = 50_000
MAX_COLUMN = 200

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CELL = re.compile(rb"<(?:\w+:)?c[ />]")
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\""
)
WEB_PAGE = re.compile(rb"^\s*(?:<!doctype html|<html|<\?xml|<table)", re.IGNORECASE)

LOCKED = T("암호가 걸린 파일입니다. 엑셀에서 암호를 풀고 다시 저장해 주세요.")
OLD_KIND = T("옛 엑셀(.xls) 파일입니다. ‘Excel 통합 문서(.xlsx)’로 다시 저장해 주세요.")
CUT_SHORT = T("파일이 중간에 잘렸습니다. 원본 파일을 다시 올려 주세요.")
NOTHING = T("내용이 있는 시트가 없습니다. 파일을 확인해 주세요.")
BOMB = T("압축을 풀면 지나치게 커지는 파일입니다. 새 통합 문서에 값만 붙여 저장해 주세요.")


def read_grids(data: bytes, filename: str = "") -> list[Grid]:
    """Every sheet of an .xlsx, .xlsm or CSV file, known by content; raises TableRefused."""
    if not data:
        raise TableRefused(EMPTY)
    if len(data) > MAX_FILE_BYTES:
        raise TableRefused(TOO_LARGE)
    if data.startswith(OLD_OFFICE):
        raise TableRefused(LOCKED if ENCRYPTED in data else OLD_KIND)
    if data.startswith(b"PK"):
        grids = _workbook(data)
    elif data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"MZ")) or WEB_PAGE.match(data):
        raise TableRefused(WRONG_KIND)
    else:
        grids = [read_csv(data, filename or "CSV")]
    if not any(grid.rows for grid in grids):
        raise TableRefused(NOTHING)
    return grids


def _workbook(data: bytes) -> list[Grid]:
    has_formulas = _measure(data)
    book = _open(data, values=True)
    formulas = _open(data, values=False) if has_formulas else None
    from_1904 = book.epoch == CALENDAR_MAC_1904
    grids = []
    for sheet in book.worksheets[:MAX_SHEETS]:
        written = formulas[sheet.title] if formulas else None
        hidden = sheet.sheet_state != "visible"
        grids.append(Grid(sheet.title, _rows(sheet, written), hidden, from_1904))
    if sum(len(grid.rows) for grid in grids) > MAX_ROWS:
        raise TableRefused(TOO_MANY_CELLS)
    return grids


def _measure(data: bytes) -> bool:
    """Refuse what would unpack too large, before it does; whether it holds formulas."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED_BYTES:
                raise TableRefused(BOMB)
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise TableRefused(WRONG_KIND)
            written = [p for p in parts if p.filename.endswith((".xml", ".rels"))]
            return _measure_parts(archive, written)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise TableRefused(CUT_SHORT) from error
    except (RuntimeError, NotImplementedError) as error:  # an encrypted or odd archive
        raise TableRefused(LOCKED) from error


def _measure_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bool:
    cells = merged = 0
    has_formulas = False
    for part in parts:
        text = archive.read(part)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise TableRefused(BOMB)
        if not part.filename.startswith("xl/worksheets/"):
            continue
        cells += sum(1 for _ in CELL.finditer(text))
        merged += sum(_area(found[1].decode()) for found in MERGED.finditer(text))
        has_formulas = has_formulas or FORMULA.search(text) is not None
        if cells > MAX_CELLS or merged > MAX_MERGED_CELLS:
            raise TableRefused(TOO_MANY_CELLS)
    return has_formulas


def _area(reference: str) -> int:
    left, top, right, bottom = range_boundaries(reference)
    return int((abs(right - left) + 1) * (abs(bottom - top) + 1))


def _open(data: bytes, *, values: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features a table does not need
            return load_workbook(BytesIO(data), data_only=values, keep_links=False)
    except Exception as error:  # openpyxl raises whatever it stumbled over
        raise TableRefused(CUT_SHORT) from error


def _rows(sheet: Any, written: Any) -> tuple[GridRow, ...]:
    filled = _filled(sheet)
    found: dict[int, dict[int, Cell]] = {}
    # The cells that exist, not the rectangle around them: a stray one may lie a million rows off.
    for (row, column), cell in sheet._cells.items():
        if column <= MAX_COLUMN:
            made = filled.get((row, column)) or _cell(cell, written)
            if not made.is_blank:
                found.setdefault(row, {})[column - 1] = made
    return tuple(
        GridRow(
            number,
            tuple(cells.get(column, Cell()) for column in range(max(cells) + 1)),
            _is_hidden(sheet, number),
        )
        for number, cells in sorted(found.items())
    )


def _is_hidden(sheet: Any, number: int) -> bool:
    row = sheet.row_dimensions.get(number)
    return bool(row is not None and row.hidden)


def _filled(sheet: Any) -> dict[tuple[int, int], Cell]:
    """What every cell of a merged one shows, but for the first that holds it."""
    shown = {}
    for area in sheet.merged_cells.ranges:
        first = _cell(sheet.cell(area.min_row, area.min_col), None)
        for place in area.cells:
            if place != (area.min_row, area.min_col):
                shown[place] = Cell(first.value, first.fault, is_filled=True)
    return shown


def _cell(cell: Any, written: Any) -> Cell:
    value = getattr(cell, "value", None)
    if getattr(cell, "data_type", "") == "e":
        return Cell(None, str(value))
    if value is None:
        if written is None:
            return Cell()
        source = written._cells.get((cell.row, cell.column))
        is_formula = getattr(source, "data_type", "") == "f"
        return Cell(None, "formula") if is_formula else Cell()
    return Cell(_value(value))


def _value(value: Any) -> str | Decimal | date:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return str(value)[:MAX_CELL_CHARACTERS]
