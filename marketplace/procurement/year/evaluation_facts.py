"""Everything an evaluation asks of a year, read in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.core.database import db
from marketplace.procurement.measuring import Measured, measure
from marketplace.procurement.models import (
    Department,
    Institution,
    MonthClosing,
    QuarterPlanCall,
    QuarterPlanVersion,
    YearMark,
)
from marketplace.procurement.month_sums import restated_sums
from marketplace.procurement.months import Month
from marketplace.procurement.standing import DepartmentStanding, institution_standing
from marketplace.procurement.year.actuals import sellers_by_department
from marketplace.procurement.year.criteria import DepartmentFacts
from marketplace.procurement.year.marks import list_marks, marked_months
from marketplace.procurement.year.quarter_plans import months_in

GENERAL, SMALL = "general", "small"
NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One department with what is measured of it and why the rest is not."""

    department: Department
    group: str
    measured: Measured
    marks: tuple[YearMark, ...]
    facts: DepartmentFacts | None


@dataclass(frozen=True, slots=True)
class YearFacts:
    """An institution's year as it is evaluated."""

    institution: Institution
    year: int
    candidates: tuple[Candidate, ...]


def year_facts(institution_id: int, year: int, small_below_won: int) -> YearFacts:
    """Facts of every reporting department; `facts` is None where nothing is measured.

    Actuals are restated: each purchase in the month it belongs to, with later corrections.
    """
    standing = institution_standing(institution_id, year)
    departments = [each for each in standing.departments if each.department.reports]
    ours = Department.institution_id == institution_id
    won, before = restated_sums(ours, year), restated_sums(ours, year - 1)
    marks = list_marks(institution_id, year)
    left_out = marked_months(marks)
    measured = {
        each.department.id: measure(
            each.target_won,
            by_number(won.get(each.department.id, {})),
            left_out.get(each.department.id, NOTHING),
        )
        for each in departments
    }
    groups = {each.department.id: _group(each, small_below_won) for each in departments}
    reading = _Reading(
        won=won,
        before=before,
        in_time=_in_time(institution_id, year),
        plans=quarter_plans_of(institution_id, year),
        asked=asked_quarters(institution_id, year),
        sellers=sellers_by_department(ours, year),
        largest=_largest(measured, groups),
    )
    return YearFacts(
        standing.institution,
        year,
        tuple(
            Candidate(
                each.department,
                groups[each.department.id],
                measured[each.department.id],
                tuple(mark for mark in marks if mark.department_id == each.department.id),
                _facts(each, measured[each.department.id], groups[each.department.id], reading),
            )
            for each in departments
        ),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    won: Mapping[int, Mapping[Month, int]]
    before: Mapping[int, Mapping[Month, int]]
    in_time: Mapping[int, frozenset[int]]
    plans: Mapping[tuple[int, int], int]
    asked: frozenset[int]
    sellers: Mapping[int, int]
    largest: Mapping[str, int]


def by_number(months: Mapping[Month, int]) -> dict[int, int]:
    """Won by month number."""
    return {month.month: won for month, won in months.items()}


def asked_quarters(institution_id: int, year: int) -> frozenset[int]:
    """Quarters for which plans were asked."""
    query = select(QuarterPlanCall.quarter).filter_by(institution_id=institution_id, year=year)
    return frozenset(db.session.scalars(query))


def quarter_plans_of(institution_id: int, year: int) -> dict[tuple[int, int], int]:
    """The plan that holds, in won, by department id and quarter."""
    newest = (
        select(
            QuarterPlanVersion.department_id,
            QuarterPlanVersion.quarter,
            func.max(QuarterPlanVersion.version).label("top"),
        )
        .join(Department, Department.id == QuarterPlanVersion.department_id)
        .where(Department.institution_id == institution_id, QuarterPlanVersion.year == year)
        .group_by(QuarterPlanVersion.department_id, QuarterPlanVersion.quarter)
        .subquery()
    )
    query = select(
        QuarterPlanVersion.department_id, QuarterPlanVersion.quarter, QuarterPlanVersion.amount_won
    ).join(
        newest,
        (QuarterPlanVersion.department_id == newest.c.department_id)
        & (QuarterPlanVersion.quarter == newest.c.quarter)
        & (QuarterPlanVersion.version == newest.c.top),
    )
    rows = db.session.execute(query.where(QuarterPlanVersion.year == year))
    return {(row.department_id, row.quarter): row.amount_won for row in rows}


def _group(each: DepartmentStanding, small_below_won: int) -> str:
    return SMALL if (each.target_won or 0) < small_below_won else GENERAL


def _largest(measured: Mapping[int, Measured], groups: Mapping[int, str]) -> dict[str, int]:
    largest: dict[str, int] = defaultdict(int)
    for key, each in measured.items():
        largest[groups[key]] = max(largest[groups[key]], each.counted_won or 0)
    return largest


def _in_time(institution_id: int, year: int) -> dict[int, frozenset[int]]:
    query = (
        select(MonthClosing)
        .join(Department, Department.id == MonthClosing.department_id)
        .where(Department.institution_id == institution_id, MonthClosing.year == year)
    )
    months: dict[int, set[int]] = defaultdict(set)
    for closing in db.session.scalars(query):
        if not closing.is_late_for(Month(year, closing.month).due_on):
            months[closing.department_id].add(closing.month)
    return {key: frozenset(value) for key, value in months.items()}


def _facts(
    each: DepartmentStanding, measured: Measured, group: str, reading: _Reading
) -> DepartmentFacts | None:
    if measured.counted_won is None:
        return None
    key = each.department.id
    won, before = by_number(reading.won.get(key, {})), by_number(reading.before.get(key, {}))
    due = [m for m in measured.months if Month(each.year, m).is_overdue()]
    return DepartmentFacts(
        target_won=measured.target_won,
        counted_won=measured.counted_won,
        group_largest_won=reading.largest[group],
        last_year_won=sum(before.get(month, 0) for month in measured.months) if before else None,
        months_due=len(due),
        months_in_time=len(reading.in_time.get(key, NOTHING) & frozenset(due)),
        quarters=_quarters(key, won, measured.months, reading),
        seller_count=reading.sellers.get(key, 0),
    )


def _quarters(
    key: int, won: Mapping[int, int], months: frozenset[int], reading: _Reading
) -> dict[int, tuple[int | None, int]]:
    found: dict[int, tuple[int | None, int]] = {}
    for quarter in sorted(reading.asked):
        inside: Sequence[int] = months_in(quarter)
        if months.issuperset(inside):
            actual = sum(won.get(month, 0) for month in inside)
            found[quarter] = (reading.plans.get((key, quarter)), actual)
    return found
