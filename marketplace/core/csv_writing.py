"""Writing a CSV that a Korean Excel opens as it is, and in which no cell is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO

Cell = str | int | Decimal | None

ROWS_AT_ONCE = 500
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as CP949
# A spreadsheet runs what begins so: https://owasp.org/www-community/attacks/CSV_Injection
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_bytes(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A heading and rows; None is an empty cell, numbers stay numbers, words never compute."""
    out = StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow([plain_cell(name) for name in heading])
    for row in rows:
        writer.writerow([plain_cell(cell) for cell in row])
    return out.getvalue().encode()


def csv_lines(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same a few hundred rows at a time, as they are read: memory does not grow with rows."""
    out = StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow([plain_cell(name) for name in heading])
    for number, row in enumerate(rows, 1):
        writer.writerow([plain_cell(cell) for cell in row])
        if number % ROWS_AT_ONCE == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def plain_cell(value: Cell) -> str | int | Decimal:
    """A value as it may stand in a spreadsheet: words that look like a formula are quoted."""
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(BEGINS_A_FORMULA):
        return f"'{value}"
    return value
