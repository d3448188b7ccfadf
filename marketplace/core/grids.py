"""Sheets as they are: rows of cells with their addresses, whatever the file was."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from marketplace.core.tables import MAX_CELL_CHARACTERS, TableRefused
from marketplace.core.text import T

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_CELLS = 400_000
DELIMITERS = ",\t;|"

EMPTY = T("빈 파일입니다. 내용이 있는 파일을 골라 주세요.")
TOO_LARGE = T("파일이 10MB보다 큽니다. 시트나 기간을 나누어 올려 주세요.")
TOO_MANY_CELLS = T("칸이 너무 많습니다. 2만 행, 40만 칸 안으로 나누어 올려 주세요.")
UNREADABLE = T("글자를 읽지 못했습니다. 엑셀에서 ‘CSV UTF-8(쉼표로 분리)’로 다시 저장해 주세요.")
WRONG_KIND = T("엑셀(.xlsx)이나 CSV 파일만 읽을 수 있습니다. 다른 파일을 골라 주세요.")

Value = str | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; `fault` is a spreadsheet's own error (#REF!) or `formula` without a value.

    `is_filled` says that it is shown in a merged cell whose value stands elsewhere.
    """

    value: Value = None
    fault: str = ""
    is_filled: bool = False

    @property
    def text(self) -> str:
        """As words: white space folded, wide signs made plain, numbers without an exponent."""
        if self.value is None:
            return ""
        if isinstance(self.value, Decimal):
            return f"{round(self.value, 6).normalize():f}"  # without a float's dust
        if isinstance(self.value, date):
            return self.value.isoformat()
        return fold(self.value)

    @property
    def is_blank(self) -> bool:
        return not self.fault and not self.text


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row under the number a spreadsheet shows."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    def __getitem__(self, column: int) -> Cell:
        return self.cells[column] if 0 <= column < len(self.cells) else BLANK

    @property
    def words(self) -> list[str]:
        """What stands in it, each merged cell once."""
        return [cell.text for cell in self.cells if cell.text and not cell.is_filled]

    @property
    def is_blank(self) -> bool:
        return all(cell.is_blank for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its rows with content, in order. `from_1904` is how old Macs count days."""

    name: str
    rows: tuple[GridRow, ...]
    is_hidden: bool = False
    from_1904: bool = False


def fold(said: str) -> str:
    """Text with full-width signs made plain and white space folded."""
    return " ".join(unicodedata.normalize("NFKC", said).replace("\x00", " ").split())


def column_letter(column: int) -> str:
    """0 → A, 26 → AA: how a spreadsheet names a column."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_csv(data: bytes, name: str = "CSV") -> Grid:
    """The rows of a CSV in UTF-8, UTF-16 or CP949; raises TableRefused."""
    text = _decode(data)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    rows, cells = [], 0
    try:
        for number, record in enumerate(reader, start=1):
            cells += len(record)
            if any(record):
                rows.append(_csv_row(number, record))
            if len(rows) > MAX_ROWS or cells > MAX_CELLS:
                raise TableRefused(TOO_MANY_CELLS)
    except csv.Error as error:
        raise TableRefused(
            T("%(line)d행을 읽지 못했습니다. 따옴표를 확인해 주세요.", line=reader.line_num)
        ) from error
    return Grid(name, tuple(rows))


def _csv_row(number: int, record: Sequence[str]) -> GridRow:
    return GridRow(number, tuple(Cell(said[:MAX_CELL_CHARACTERS] or None) for said in record))


def _decode(data: bytes) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not utf16 and b"\x00" in data[:4096]:
        raise TableRefused(WRONG_KIND)
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableRefused(UNREADABLE)


def _delimiter(text: str) -> str:
    """The sign that stands most evenly: the one most lines of the beginning hold most of."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:50]]
    return max(DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines))
