"""Which years an institution keeps in the ledger, and what they come to as they are measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, null, select, union_all

from marketplace.core.database import db
from marketplace.core.types import BigId
from marketplace.procurement.measuring import (
    Coverage,
    LeftOut,
    absence_of,
    coverage_of,
    measure_sum,
    total_of,
)
from marketplace.procurement.models import (
    Department,
    DepartmentTarget,
    MarkKind,
    MonthTotal,
    YearMark,
)
from marketplace.procurement.standing_marks import is_left_out, is_standing

BodyYear = tuple[int, int]
SUM, MARKS = "sum", "marks"
TARGET, BOOKED, LEFT_OUT, MARKED = "target", "booked", "left_out", "marked"


@dataclass(frozen=True, slots=True)
class LedgerYear:
    """Sums over all departments: targets set (None when none was) and purchases counted.

    Where `coverage` is there something is left out, of both; `counted_won` is None when nothing
    is measured, because of `absence`.
    """

    target_won: int | None
    counted_won: int | None
    coverage: Coverage | None = None
    absence: MarkKind | None = None


@dataclass(slots=True)
class DepartmentYear:
    """One department's target, sums and marks of a year, in won."""

    target_won: int | None = None
    booked_won: int = 0
    left_out_won: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def has_figures(self) -> bool:
        """Whether a sum is over it at all."""
        return self.target_won is not None or bool(self.booked_won or self.left_out)


def ledger_years(institution_id: int) -> dict[int, LedgerYear]:
    """Every year with purchase records or department targets, in two statements.

    A third where something of a year is left out.
    """
    return ledger_years_of([institution_id]).get(institution_id, {})


def ledger_years_of(
    institution_ids: Collection[int], year: int | None = None
) -> dict[int, dict[int, LedgerYear]]:
    """The same for many institutions, of all years or one, in as many statements still."""
    targets, marked = _targets(institution_ids, year)
    counted = _counted(institution_ids, year)
    detailed = _detailed(marked)
    found: dict[int, dict[int, LedgerYear]] = {}
    for key in sorted({*targets, *counted, *detailed}):
        plain = LedgerYear(targets.get(key), counted.get(key, 0))
        found.setdefault(key[0], {})[key[1]] = detailed.get(key, plain)
    return found


def measured_year(known: Iterable[DepartmentYear]) -> LedgerYear:
    """The sum of departments with figures, without what is left out of each."""
    departments = [each for each in known if each.has_figures]
    targets = [each.target_won for each in departments if each.target_won is not None]
    set_won = sum(targets) if targets else None
    parts = [
        measure_sum(each.target_won, each.booked_won - each.left_out_won, each.left_out)
        for each in departments
    ]
    coverage = coverage_of(parts, sum(each.left_out_won for each in departments), set_won)
    if coverage is None:
        return LedgerYear(set_won, sum(each.booked_won for each in departments))
    whole = total_of(parts)
    kinds = [absence_of(each.left_out) for each in departments if each.left_out]
    absence = kinds[-1] if whole.counted_won is None else None
    return LedgerYear(whole.target_won, whole.counted_won, coverage, absence)


def _targets(
    institution_ids: Collection[int], year: int | None
) -> tuple[dict[BodyYear, int], set[BodyYear]]:
    """Targets summed, and the years of institutions in which anything is left out."""
    body = Department.institution_id
    summed = (
        select(literal(SUM), body, DepartmentTarget.year, func.sum(DepartmentTarget.target_won))
        .join(Department, Department.id == DepartmentTarget.department_id)
        .where(body.in_(institution_ids), *_within(DepartmentTarget.year, year))
        .group_by(body, DepartmentTarget.year)
    )
    marks = (
        select(literal(MARKS), body, YearMark.year, func.count())
        .join(Department, Department.id == YearMark.department_id)
        .where(body.in_(institution_ids), is_standing(), *_within(YearMark.year, year))
        .group_by(body, YearMark.year)
    )
    sums: dict[BodyYear, int] = {}
    marked: set[BodyYear] = set()
    for what, institution_id, of_year, won in db.session.execute(union_all(summed, marks)):
        if what == SUM:
            sums[institution_id, of_year] = int(won)
        else:
            marked.add((institution_id, of_year))
    return sums, marked


def _counted(institution_ids: Collection[int], year: int | None) -> dict[BodyYear, int]:
    key = (MonthTotal.institution_id, MonthTotal.year)
    query = (
        select(*key, func.sum(MonthTotal.counted_won))
        .where(MonthTotal.institution_id.in_(institution_ids), *_within(MonthTotal.year, year))
        .group_by(*key)
    )
    return {(body, of_year): int(won) for body, of_year, won in db.session.execute(query)}


def _within(column: Any, year: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if year is None else (column == year,)


def _detailed(wanted: Collection[BodyYear]) -> dict[BodyYear, LedgerYear]:
    """Years with marks, by department; asks nothing when there are none."""
    if not wanted:
        return {}
    bodies, years = {body for body, _ in wanted}, {year for _, year in wanted}
    found: defaultdict[BodyYear, defaultdict[int, DepartmentYear]] = defaultdict(
        lambda: defaultdict(DepartmentYear)
    )
    rows = union_all(*(each for each in _parts(bodies, years)))
    for what, body, year, department_id, won, said in db.session.execute(rows):
        _take(found[body, year][department_id], what, int(won), said)
    return {key: measured_year(found[key].values()) for key in wanted}


def _take(known: DepartmentYear, what: str, won: int, kind: str | None) -> None:
    match what:
        case "target":
            known.target_won = won
        case "booked":
            known.booked_won = won
        case "left_out":
            known.left_out_won = won
        case "marked":
            known.left_out.append(LeftOut(won, MarkKind(kind or "")))


def _parts(bodies: Collection[int], years: Collection[int]) -> list[Select[*tuple[Any, ...]]]:
    body, said = Department.institution_id, cast(null(), String)
    won = func.sum(MonthTotal.counted_won)
    of_department = (MonthTotal.department_id, MonthTotal.year)
    booked, left_out = (
        select(cast(literal(what), String), body, MonthTotal.year, of_department[0], won, said)
        .join(Department, Department.id == MonthTotal.department_id)
        .where(body.in_(bodies), MonthTotal.year.in_(years), *only)
        .group_by(body, *of_department)
        for what, only in ((BOOKED, ()), (LEFT_OUT, (is_left_out(),)))
    )
    target = DepartmentTarget
    targets = (
        select(
            *(cast(literal(TARGET), String), body, target.year, target.department_id),
            *(target.target_won, said),
        )
        .join(Department, Department.id == target.department_id)
        .where(body.in_(bodies), target.year.in_(years))
    )
    month, kind = cast(YearMark.month, BigId), cast(YearMark.kind, String)
    marked = (
        select(
            *(cast(literal(MARKED), String), body, YearMark.year, YearMark.department_id),
            *(month, kind),
        )
        .join(Department, Department.id == YearMark.department_id)
        .where(body.in_(bodies), YearMark.year.in_(years), is_standing())
    )
    return [targets, booked, left_out, marked]
