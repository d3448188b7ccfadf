"""Reading a CSV as people save it: UTF-8 or a Korean Excel's CP949, comments at its head."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import takewhile
from pathlib import Path

from marketplace.core.errors import Invalid
from marketplace.core.importing import Row
from marketplace.core.text import T

MAX_TABLE_BYTES = 20 * 1024 * 1024
MAX_CELL_CHARACTERS = 10_000


class TableRefused(Invalid):
    """The file as a whole cannot be read as the table that was asked for."""

    code = "table_refused"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and where they come from: the `#` lines at the head, joined."""

    source: str
    columns: tuple[str, ...]
    rows: list[Row]


def read_table(path: Path, required: Iterable[str]) -> Table:
    """The table in a CSV file; raises TableRefused naming what is missing."""
    if path.stat().st_size > MAX_TABLE_BYTES:
        raise TableRefused(T("파일이 20MB보다 큽니다. 나누어 가져와 주세요."))
    return parse_table(path.read_bytes(), required)


def parse_table(data: bytes, required: Iterable[str]) -> Table:
    """The table in CSV bytes: comment lines, a heading, rows; blank rows are left out."""
    lines = _decode(data).splitlines(keepends=True)
    head = list(takewhile(_is_comment, lines))
    source = " ".join(line.lstrip("#").strip() for line in head).strip()
    reader = csv.reader(StringIO("".join(lines[len(head) :]), newline=""), strict=True)
    try:
        records = list(reader)
    except csv.Error as error:
        line = len(head) + reader.line_num
        raise TableRefused(
            T("%(line)d행을 읽지 못했습니다. 따옴표를 확인해 주세요.", line=line)
        ) from error
    columns = _columns(records[0] if records else [], required)
    first = len(head) + 2  # as a spreadsheet numbers them, the heading before them
    rows = [
        Row(number, _cells(columns, record))
        for number, record in enumerate(records[1:], start=first)
        if any(record)
    ]
    return Table(source, columns, rows)


def _is_comment(line: str) -> bool:
    return line.startswith("#") or not line.strip()


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableRefused(
        T("글자를 읽지 못했습니다. 엑셀에서 ‘CSV UTF-8(쉼표로 분리)’로 다시 저장해 주세요.")
    )


def _columns(heading: Sequence[str], required: Iterable[str]) -> tuple[str, ...]:
    columns = tuple(name.strip() for name in heading)
    missing = [name for name in required if name not in columns]
    if missing:
        raise TableRefused(
            T(
                "첫 줄에 %(missing)s 열이 없습니다. 열 이름을 확인해 주세요.",
                missing=", ".join(missing),
            )
        )
    return columns


def _cells(columns: Sequence[str], record: Sequence[str]) -> dict[str, str]:
    cells = (cell.strip()[:MAX_CELL_CHARACTERS] for cell in record)
    return dict(zip(columns, cells, strict=False))
