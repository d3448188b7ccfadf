"""Finding the table in a sheet: where its head is, what stands above and below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from marketplace.core.business_numbers import is_business_number
from marketplace.core.grids import Cell, Grid, GridRow
from marketplace.core.tables import TableRefused
from marketplace.core.text import T
from marketplace.procurement.sheets import values
from marketplace.procurement.sheets.words import (
    AMOUNTS,
    CONTAINED,
    EXACT,
    NOTE_MARK,
    Field,
    label_of,
    read_kind,
    read_method,
    total_label,
)

SEARCHED_ROWS = 60
DEEPEST_HEAD = 3
LONGEST_LABEL = 40
SAMPLED = 30

NO_TABLE = T(
    "머리글 행을 찾지 못했습니다. 날짜, 업체명, 품목, 금액처럼 열 이름이 있는 행이 있어야 합니다."
)
NO_ROWS = T("머리글 아래에 구매가 한 줄도 없습니다.")


class RowRole(StrEnum):
    """What a row below the head is."""

    DATA = "data"
    TOTAL = "total"
    NOTE = "note"
    HEAD = "head"  # the head again, as on every printed page


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the head; `label` is what its head rows say, joined."""

    index: int
    label: str
    unit_won: int | None = None


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table and everything that was taken for it, so that a person can follow."""

    sheet: str
    head_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    title: str
    unit_won: int | None
    years: frozenset[int]
    body: tuple[tuple[RowRole, GridRow], ...]
    from_1904: bool = False
    proposed: dict[Field, int] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label_of(column.label) for column in self.columns)

    def rows(self, role: RowRole) -> list[GridRow]:
        """The rows of one role, in sheet order."""
        return [row for each, row in self.body if each is role]

    @property
    def hidden_rows(self) -> list[int]:
        """Numbers of data rows a filter or a hand has hidden."""
        return [row.number for row in self.rows(RowRole.DATA) if row.is_hidden]


def find_tables(grids: Sequence[Grid]) -> list[FoundTable]:
    """The best table and those of other visible sheets with the same head, in sheet order.

    Raises TableRefused when no sheet has one.
    """
    found = [table for grid in grids if not grid.is_hidden and (table := find_table(grid))]
    if not found:
        raise TableRefused(NO_TABLE)
    best = max(found, key=lambda table: (len(table.rows(RowRole.DATA)) > 0, len(table.proposed)))
    alike = [table for table in found if table.labels == best.labels]
    if not any(table.rows(RowRole.DATA) for table in alike):
        raise TableRefused(NO_ROWS)
    return alike


def find_table(grid: Grid) -> FoundTable | None:
    """The table of one sheet, None when no row reads like a head."""
    rows = grid.rows
    best: tuple[tuple[int, int, int], int, int] | None = None
    for start in range(min(len(rows), SEARCHED_ROWS)):
        for depth in range(1, DEEPEST_HEAD + 1):
            head = rows[start : start + depth]
            if len(head) < depth or not _could_be_head(head):
                break
            fields = _recognised(_columns(head))
            if not _says_enough(fields):
                continue
            # More fields first; then fewer rows, then the higher one.
            rank = (len(fields), -depth, -start)
            if best is None or rank > best[0]:
                best = (rank, start, depth)
    if best is None:
        return None
    _, start, depth = best
    while start > 0 and _continues(rows[start - 1], rows[start]):
        start, depth = start - 1, depth + 1
    return _table(grid, start, depth)


def _continues(upper: GridRow, lower: GridRow) -> bool:
    """Whether a cell is merged across both rows: then both belong to the head."""
    return upper.number + 1 == lower.number and any(
        cell.is_filled and cell.text and cell.text == upper[index].text
        for index, cell in enumerate(lower.cells)
    )


def _could_be_head(head: Sequence[GridRow]) -> bool:
    """Words only: a head holds no amounts and no days, and follows on row by row."""
    numbers = [row.number for row in head]
    if numbers[-1] - numbers[0] != len(head) - 1 or len(set(head[-1].words)) < 1:
        return False
    for cell in head[-1].cells:
        if isinstance(cell.value, Decimal | date) or len(cell.text) > LONGEST_LABEL:
            return False
        if not cell.is_filled and cell.text and (values.is_number(cell) or _is_day(cell.text)):
            return False
    return True


def _is_day(said: str) -> bool:
    return values.FULL_DAY.fullmatch(said) is not None


def _says_enough(fields: dict[Field, int]) -> bool:
    money = any(each in fields for each in AMOUNTS)
    others = {Field.SELLER, Field.ITEM, Field.DATE, Field.DEPARTMENT} & set(fields)
    return money and len(others) >= 2


def _columns(head: Sequence[GridRow]) -> tuple[Column, ...]:
    width = max(len(row.cells) for row in head)
    columns = []
    for index in range(width):
        said = list(dict.fromkeys(row[index].text for row in head if row[index].text))
        label = " ".join(said)
        if label:
            columns.append(Column(index, label[:80], values.unit_in_head(label)))
    return tuple(columns)


def _recognised(columns: Iterable[Column]) -> dict[Field, int]:
    """Which column says which field by its head: whole words first, each column once."""
    labels = {column.index: label_of(column.label) for column in columns}
    last = {column.index: label_of(column.label.split(" ")[-1]) for column in columns}
    found: dict[Field, int] = {}
    taken: set[int] = set()
    for told in (labels, last):
        for each, names in EXACT.items():
            match = next(
                (
                    i
                    for name in names
                    for i, said in told.items()
                    if said == name and i not in taken
                ),
                None,
            )
            if each not in found and match is not None:
                found[each] = match
                taken.add(match)
    for each, pattern in CONTAINED.items():
        match = next(
            (i for i, said in labels.items() if i not in taken and pattern.search(said)), None
        )
        if each not in found and match is not None:
            found[each] = match
            taken.add(match)
    return found


def _table(grid: Grid, start: int, depth: int) -> FoundTable:
    head, below = grid.rows[start : start + depth], grid.rows[start + depth :]
    columns = _columns(head)
    above = [word for row in grid.rows[:start] for word in row.words]
    title = " ".join(above)[:300]
    stated = [unit for word in above if (unit := values.unit_in_title(word))]
    years = set().union(*(values.years_in(word) for word in above)) if above else set()
    labels = {column.index: label_of(column.label) for column in columns}
    body = tuple((_role(row, labels), row) for row in below)
    fields = _recognised(columns)
    _add_by_values(fields, columns, body)
    return FoundTable(
        sheet=grid.name,
        head_rows=tuple(row.number for row in head),
        columns=columns,
        title=title,
        unit_won=stated[0] if stated else None,
        years=frozenset(years or values.years_in(grid.name)),
        body=tuple(each for each in body if not _is_template(each, fields)),
        from_1904=grid.from_1904,
        proposed=fields,
    )


def _role(row: GridRow, labels: dict[int, str]) -> RowRole:
    words = row.words
    if total_label(words):
        return RowRole.TOTAL
    said = [(index, label_of(row[index].text)) for index in labels if row[index].text]
    if len(said) > 1 and sum(text in labels[index] for index, text in said) == len(said):
        return RowRole.HEAD
    if len(words) == 1 and not values.is_number(next(c for c in row.cells if c.text)):
        return RowRole.NOTE
    if NOTE_MARK.match(words[0] if words else "") and len(words) <= 2:
        return RowRole.NOTE
    return RowRole.DATA


def _is_template(each: tuple[RowRole, GridRow], fields: dict[Field, int]) -> bool:
    """A row that waits to be filled in: a number in front, formulas that give nothing."""
    role, row = each
    if role is not RowRole.DATA:
        return False
    idle = {fields.get(Field.SERIAL), *(fields.get(amount) for amount in AMOUNTS)}
    filled = [c for index, c in enumerate(row.cells) if not c.is_blank and index not in idle]
    money = [row[fields[amount]] for amount in AMOUNTS if amount in fields]
    return not filled and all(not cell.fault and cell.text in {"", "-", "0"} for cell in money)


def _add_by_values(
    fields: dict[Field, int],
    columns: Sequence[Column],
    body: Sequence[tuple[RowRole, GridRow]],
) -> None:
    """Days and business numbers are known by how they look, whatever their head says."""
    sample = [row for role, row in body if role is RowRole.DATA][:SAMPLED]
    for each, reads in ((Field.KIND, read_kind), (Field.METHOD, read_method)):
        column_index = fields.get(each, -1)
        cells = [row[column_index] for row in sample if not row[column_index].is_blank]
        # 구분 may head anything: it is the kind only where its cells say kinds.
        if cells and not _mostly(cells, lambda cell, reads=reads: reads(cell.text)):  # type: ignore[misc]
            del fields[each]
    for column in columns:
        if column.index in fields.values():
            continue
        cells = [row[column.index] for row in sample if not row[column.index].is_blank]
        if not cells:
            continue
        if Field.BUSINESS_NUMBER not in fields and _mostly(cells, _is_business_number):
            fields[Field.BUSINESS_NUMBER] = column.index
        elif Field.DATE not in fields and _mostly(cells, values.looks_like_day):
            fields[Field.DATE] = column.index


def _mostly(cells: Sequence[Cell], holds: Callable[[Cell], object]) -> bool:
    return sum(bool(holds(cell)) for cell in cells) * 2 > len(cells)


def _is_business_number(cell: Cell) -> bool:
    return is_business_number(cell.text)
