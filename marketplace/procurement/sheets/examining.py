"""A file read, judged and reconciled as one: what a preview shows and recording does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from marketplace.core.workbooks import read_grids
from marketplace.procurement.sheets.departments import DepartmentNames, read_departments
from marketplace.procurement.sheets.finding import FoundTable, RowRole, find_tables
from marketplace.procurement.sheets.judging import Choices, JudgedRow, RowFate, Scope, judge_rows
from marketplace.procurement.sheets.mapping import Mapping
from marketplace.procurement.sheets.reading import SheetRow, read_tables
from marketplace.procurement.sheets.totals import StatedTotal, reconcile


@dataclass(frozen=True, slots=True)
class SheetFile:
    """The tables of one file, and the sheets that were not read."""

    tables: tuple[FoundTable, ...]
    left_out: tuple[str, ...] = ()

    @property
    def first(self) -> FoundTable:
        """The table whose head stands for all."""
        return self.tables[0]

    @property
    def row_count(self) -> int:
        return sum(len(table.rows(RowRole.DATA)) for table in self.tables)


@dataclass(frozen=True, slots=True)
class Examination:
    """Every row with its fate, and every total beside its sum."""

    file: SheetFile
    mapping: Mapping
    judged: Sequence[JudgedRow]
    totals: Sequence[StatedTotal]
    names: DepartmentNames = field(repr=False)

    def having(self, *fates: RowFate) -> list[JudgedRow]:
        """Rows of some fates, in sheet order."""
        return [each for each in self.judged if each.fate in fates]

    @property
    def refused(self) -> list[JudgedRow]:
        return self.having(RowFate.REFUSED, RowFate.SIMILAR)


def open_sheet(data: bytes, filename: str = "") -> SheetFile:
    """The tables in a file; raises TableRefused saying what to change."""
    grids = read_grids(data, filename)
    tables = tuple(find_tables(grids))
    taken = {table.sheet for table in tables}
    return SheetFile(tables, tuple(grid.name for grid in grids if grid.name not in taken))


def read_rows(
    file: SheetFile, mapping: Mapping, on_row: Callable[[], object] = lambda: None
) -> list[SheetRow]:
    """The rows of a file by a mapping; raises MappingRefused for one that cannot read any."""
    mapping.refuse_incomplete()
    return read_tables(file.tables, mapping, on_row)


def examine(
    scope: Scope,
    file: SheetFile,
    mapping: Mapping,
    rows: Sequence[SheetRow],
    choices: Choices,
) -> Examination:
    """Judge rows against the ledger as it is now; changes nothing."""
    names = read_departments(scope.institution_id)
    meant = {row.department: names.find(row.department) for row in rows if row.department}
    ids = {said: key for said, key in meant.items() if key is not None}
    # A name no department is known by is refused; only a sheet that names none is its owner's.
    unknown = {said: 0 for said, key in meant.items() if key is None}
    judged = judge_rows(scope, rows, choices, ids | unknown)
    return Examination(file, mapping, judged, reconcile(file.tables, mapping, rows), names)
