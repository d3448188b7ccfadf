"""Bringing a table in: every row judged and reported, all of it or nothing.

One manner for every importer: rows are parsed before the database is asked to change, bad
rows are named with what to change, and importing the same file twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from marketplace.core.database import db, transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.text import T

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number as a spreadsheet shows it, its cells by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell and what to change; `column` is empty for the whole row."""

    column: str
    wrong: str
    remedy: str


class RowRefused(Exception):
    """A row cannot be taken; carries every fault found in it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.wrong for fault in faults))
        self.faults = faults


class Outcome(StrEnum):
    """What importing did with a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row."""

    number: int
    outcome: Outcome
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class ImportReport:
    """What became of all rows; `applied` says whether anything was kept."""

    rows: list[RowReport] = field(default_factory=list)
    applied: bool = False

    def count(self, outcome: Outcome) -> int:
        """How many rows came to this."""
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def refused(self) -> list[RowReport]:
        """Rows that were not taken, in file order."""
        return [row for row in self.rows if row.outcome is Outcome.REFUSED]


class _Undo(Exception):
    """Leave the transaction without keeping anything."""


@dataclass(slots=True)
class Importer(Generic[R]):
    """How one kind of row is read and applied.

    `parse` judges a row without changing anything and raises RowRefused; `apply` changes
    the database inside the one transaction and may raise RowRefused or a MarketplaceError;
    `key` names what a row is about, so that a file that says two things of one is told so.
    `begin` makes ready what all rows need, first thing inside the transaction.
    """

    parse: Callable[[Row], R]
    apply: Callable[[R], Outcome]
    key: Callable[[R], Hashable] | None = None
    begin: Callable[[], object] = lambda: None


def run_import(
    rows: Sequence[Row],
    importer: Importer[R],
    *,
    dry_run: bool = False,
    skip_bad: bool = False,
    on_row: Callable[[], object] = lambda: None,
) -> ImportReport:
    """Import rows in one transaction; an entry point of its own, like a command.

    One bad row means that nothing is kept, unless `skip_bad`; `dry_run` judges everything,
    database rules included, and keeps nothing. `on_row` is called once a row is done.
    """
    parsed, reports = _parse_all(rows, importer)
    if any(report.faults for report in reports.values()) and not skip_bad:
        return ImportReport([*reports.values()])
    try:
        with transaction():
            importer.begin()
            for number, value in parsed.items():
                reports[number] = _apply_one(number, value, importer)
                on_row()
            report = ImportReport([reports[row.number] for row in rows])
            if dry_run or (report.refused and not skip_bad):
                raise _Undo
    except _Undo:
        return report
    report.applied = True
    return report


def _parse_all(
    rows: Sequence[Row], importer: Importer[R]
) -> tuple[dict[int, R], dict[int, RowReport]]:
    parsed: dict[int, R] = {}
    reports: dict[int, RowReport] = {}
    seen: dict[Hashable, int] = {}
    for row in rows:
        try:
            value = importer.parse(row)
            _refuse_repeated(row.number, value, importer, seen)
        except RowRefused as refused:
            reports[row.number] = RowReport(row.number, Outcome.REFUSED, refused.faults)
        else:
            parsed[row.number] = value
            reports[row.number] = RowReport(row.number, Outcome.UNCHANGED)
    return parsed, reports


def _refuse_repeated(
    number: int, value: R, importer: Importer[R], seen: dict[Hashable, int]
) -> None:
    if importer.key is None:
        return
    first = seen.setdefault(importer.key(value), number)
    if first != number:
        raise RowRefused(
            Fault(
                "",
                T("%(first)d행과 같은 대상을 다시 적었습니다.", first=first),
                T("한 줄만 남겨 주세요."),
            )
        )


def _apply_one(number: int, value: R, importer: Importer[R]) -> RowReport:
    """Apply one row behind a savepoint, so that a refused row leaves nothing of itself."""
    try:
        with db.session.begin_nested():
            return RowReport(number, importer.apply(value))
    except RowRefused as refused:
        return RowReport(number, Outcome.REFUSED, refused.faults)
    except MarketplaceError as error:
        return RowReport(number, Outcome.REFUSED, _faults_of(error))


def _faults_of(error: MarketplaceError) -> tuple[Fault, ...]:
    named: Mapping[str, Sequence[str]] = getattr(error, "fields", {})
    if named:
        return tuple(
            Fault(column, text, error.action) for column, texts in named.items() for text in texts
        )
    return (Fault("", error.message, error.action),)
