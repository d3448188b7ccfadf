"""A sheet's own totals against the sum of its rows: told with both numbers, never swallowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.core.grids import GridRow
from marketplace.procurement.sheets import values
from marketplace.procurement.sheets.finding import FoundTable, RowRole
from marketplace.procurement.sheets.mapping import Mapping, main_amount, unit_of
from marketplace.procurement.sheets.reading import SheetRow
from marketplace.procurement.sheets.words import (
    AMOUNTS,
    PART,
    RUNNING,
    WHOLE,
    Field,
    label_of,
    total_label,
)


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """What a total row states and what the rows it sums up come to, in won.

    `rows` are the first and the last row taken for it; 0 when there were none.
    """

    sheet: str
    row: int
    column: str
    label: str
    stated_won: int
    sum_won: int
    rows: tuple[int, int]

    @property
    def difference_won(self) -> int:
        """Stated less summed."""
        return self.stated_won - self.sum_won

    @property
    def agrees(self) -> bool:
        return self.difference_won == 0


def reconcile(
    tables: Sequence[FoundTable], mapping: Mapping, rows: Sequence[SheetRow]
) -> list[StatedTotal]:
    """Every total beside its sum; of a row's several amounts, those that differ as well."""
    found = []
    for table in tables:
        if table.sheet not in mapping.skipped_sheets:
            own = {row.number: row for row in rows if row.sheet == table.sheet}
            found += _of_table(table, mapping, own)
    return found


def _of_table(table: FoundTable, mapping: Mapping, rows: dict[int, SheetRow]) -> list[StatedTotal]:
    main = main_amount(mapping)
    compared = [each for each in (main, *AMOUNTS) if each in mapping.columns]
    sums = _Sums(table, mapping, rows)
    found = []
    order = [(role, row.number) for role, row in table.body]
    for place, (role, source) in enumerate(table.body):
        if role is not RowRole.TOTAL:
            continue
        scopes = _scopes(order, place, total_label(source.words))
        for each in dict.fromkeys(compared):
            total = sums.compare(source, each, scopes)
            if total and (each is main or not total.agrees):
                found.append(total)
    return found


@dataclass(frozen=True, slots=True)
class _Sums:
    """The amounts of one table's rows, to compare totals with."""

    table: FoundTable
    mapping: Mapping
    rows: dict[int, SheetRow]

    def compare(self, source: GridRow, each: Field, scopes: list[list[int]]) -> StatedTotal | None:
        """A total row's amount beside the sum it means; None where it states none."""
        index = self.mapping.columns[each]
        try:
            stated = values.read_won(source[index], unit_of(self.mapping, self.table, each))
        except values.NotRead:
            return None
        if stated is None:
            return None
        sums = [(self._sum(each, scope), scope) for scope in scopes]
        # A total says not what it sums up: where one reading agrees, that is the one meant.
        summed, scope = next((pair for pair in sums if pair[0] == stated), sums[0])
        head = next(column.label for column in self.table.columns if column.index == index)
        ends = (scope[0], scope[-1]) if scope else (0, 0)
        label, sheet = total_label(source.words), self.table.sheet
        return StatedTotal(sheet, source.number, head, label, stated, summed, ends)

    def _sum(self, each: Field, numbers: list[int]) -> int:
        return sum(self.rows[n].amounts.get(each, 0) for n in numbers if n in self.rows)


def _scopes(order: list[tuple[RowRole, int]], place: int, label: str) -> list[list[int]]:
    """Which rows a total may sum up, the likeliest first.

    소계: those since the total before it. 합계, 총계, 누계: all above. One that stands on top of
    its rows: those below it, to the next total or to the end.
    """
    data = [(at, number) for at, (role, number) in enumerate(order) if role is RowRole.DATA]
    totals = [at for at, (role, _) in enumerate(order) if role is RowRole.TOTAL]
    before = max((at for at in totals if at < place), default=-1)
    after = min((at for at in totals if at > place), default=len(order))
    since = [number for at, number in data if before < at < place]
    above = [number for at, number in data if at < place]
    until = [number for at, number in data if place < at < after]
    everything = [number for _, number in data]
    said = label_of(label)
    if not above:
        return [everything, until] if WHOLE.search(said) or said == "계" else [until, everything]
    if RUNNING.search(said):
        return [above, since, everything]
    if PART.search(said) or not WHOLE.search(said):
        return [since or until, above, until, everything] if since else [until, above, everything]
    return [above, since, everything] if since or not until else [above, everything, until]
