"""How far departments are: target, counted, in the pipeline, missing, and who reports late.

Every figure is a sum over purchase records, read in a number of statements that does not
grow with the number of departments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import NotFound
from marketplace.core.money import rate_percent
from marketplace.core.text import T
from marketplace.procurement.models import (
    Department,
    DepartmentTarget,
    Institution,
    MonthTotal,
    QuotaRule,
    RelatedBodies,
)
from marketplace.procurement.months import Month, last_due_month, next_due_month, overdue_months
from marketplace.procurement.rules.finding import find_rule, required_won
from marketplace.procurement.year_sums import year_sums


@dataclass(frozen=True, slots=True)
class Standing:
    """Target against counted purchases of one body in one year, in won."""

    target_won: int | None
    counted_won: int
    pipeline_won: int

    @property
    def rate_percent(self) -> Decimal | None:
        """counted ÷ target to one decimal; None without a target."""
        return rate_percent(self.counted_won, self.target_won or 0)

    @property
    def pipeline_percent(self) -> Decimal | None:
        """What the orders under way would add to the rate."""
        return rate_percent(self.pipeline_won, self.target_won or 0)

    @property
    def missing_won(self) -> int | None:
        """What is still to buy; 0 once the target is met, None without a target."""
        return None if self.target_won is None else max(self.target_won - self.counted_won, 0)


@dataclass(frozen=True, slots=True)
class DepartmentStanding(Standing):
    """One department's year; `booked` is counted won by month of booking, where there is any.

    What is booked after the year's end are corrections that belong to this year still.
    """

    department: Department
    year: int
    booked: Mapping[Month, int] = field(default_factory=dict)
    closed_months: frozenset[int] = frozenset()
    has_rule: bool = False

    @property
    def month_won(self) -> dict[int, int]:
        """Counted won by month number, as reported within the year."""
        return {month.month: won for month, won in self.booked.items() if month.year == self.year}

    @property
    def corrected_later_won(self) -> int:
        """What corrections made after the year's end changed."""
        return sum(won for month, won in self.booked.items() if month.year != self.year)

    @property
    def late_months(self) -> tuple[Month, ...]:
        """Every month whose closing is overdue, earliest first."""
        return tuple(
            month for month in overdue_months(self.year) if month.month not in self.closed_months
        )

    @property
    def is_late(self) -> bool:
        """Whether the last month that had to be closed is still open."""
        due = last_due_month(self.year)
        return self.department.reports and due is not None and due.month not in self.closed_months

    @property
    def next_due(self) -> Month | None:
        """The month to close next, overdue or not; None when the year is closed."""
        upcoming = next_due_month(self.year)
        open_ones = [*self.late_months, *([upcoming] if upcoming else [])]
        return open_ones[0] if open_ones else None

    @property
    def due_on(self) -> date:
        """The last day on which a purchase can still count toward this target."""
        return date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class InstitutionStanding(Standing):
    """All departments of an institution; `required_won` is what its own rule demands.

    `related_won` is what bodies reported beside it counted, None where there are none; it is in
    the target or beside it, as the rule says, and never in a department's figures.
    """

    institution: Institution
    year: int
    required_won: int | None
    departments: tuple[DepartmentStanding, ...]
    related_won: int | None = None
    counts_related: bool = False

    @property
    def reached_won(self) -> int:
        """What stands against the target: the departments', and related bodies' if they count."""
        return self.counted_won + ((self.related_won or 0) if self.counts_related else 0)

    @property
    def rate_percent(self) -> Decimal | None:
        return rate_percent(self.reached_won, self.target_won or 0)

    @property
    def missing_won(self) -> int | None:
        return None if self.target_won is None else max(self.target_won - self.reached_won, 0)

    @property
    def late_departments(self) -> tuple[DepartmentStanding, ...]:
        return tuple(each for each in self.departments if each.is_late)

    @property
    def due_month(self) -> Month | None:
        """The month by which lateness is told."""
        return last_due_month(self.year)


def department_standing(department_id: int, year: int | None = None) -> DepartmentStanding:
    """One department's year in three statements; raises NotFound."""
    year = year or clock.today().year
    department = db.session.get(Department, department_id)
    if department is None:
        raise NotFound(T("부서를 찾을 수 없습니다."))
    rule = find_rule(department.institution_id, year)
    return _standings([department], Department.id == department_id, rule, year)[0]


def institution_standing(
    institution_id: int, year: int | None = None, *, by_month: bool = True
) -> InstitutionStanding:
    """Every department of an institution in five statements; raises NotFound.

    The target is the sum of the departments' targets, or the rule's own while none is set.
    Without `by_month` the departments know their year only as a whole.
    """
    year = year or clock.today().year
    institution = db.session.get(Institution, institution_id)
    if institution is None:
        raise NotFound(T("기관을 찾을 수 없습니다."))
    rule = find_rule(institution_id, year)
    which = _listed(institution_id, year)
    ordered = select(Department).where(which).order_by(Department.position, Department.id)
    departments = _standings(db.session.scalars(ordered), which, rule, year, by_month=by_month)
    targets = [each.target_won for each in departments if each.target_won is not None]
    return InstitutionStanding(
        institution=institution,
        year=year,
        required_won=required_won(rule),
        target_won=sum(targets) if targets else required_won(rule),
        counted_won=sum(each.counted_won for each in departments),
        pipeline_won=sum(each.pipeline_won for each in departments),
        departments=tuple(departments),
        related_won=_related_won(institution_id, year),
        counts_related=rule is not None and rule.related is RelatedBodies.IN_TARGET,
    )


def _related_won(institution_id: int, year: int) -> int | None:
    """What the bodies reported beside an institution counted; None where there are none."""
    related = select(Institution.id).where(Institution.parent_id == institution_id)
    query = select(func.sum(MonthTotal.counted_won)).where(
        MonthTotal.institution_id.in_(related), MonthTotal.year == year
    )
    won = db.session.scalar(query)
    return None if won is None else int(won)


def _listed(institution_id: int, year: int) -> ColumnElement[bool]:
    """Departments that report in the year, and any other that has figures in it."""
    stayed = or_(Department.closed_on.is_(None), Department.closed_on >= date(year, 1, 1))
    figures = [
        select(one.department_id)
        .where(one.department_id == Department.id, one.year == year)
        .correlate(Department)
        .exists()
        for one in (aliased(DepartmentTarget), aliased(MonthTotal))
    ]
    reporting = and_(Department.reports, stayed)
    return and_(Department.institution_id == institution_id, or_(reporting, *figures))


def _standings(
    departments: Iterable[Department],
    which: ColumnElement[bool],
    rule: QuotaRule | None,
    year: int,
    *,
    by_month: bool = True,
) -> list[DepartmentStanding]:
    known = year_sums(which, rule, year, by_month=by_month)
    return [
        DepartmentStanding(
            department=department,
            year=year,
            target_won=known[department.id].target_won,
            counted_won=known[department.id].counted_won,
            pipeline_won=known[department.id].pipeline_won,
            booked=known[department.id].booked,
            closed_months=frozenset(known[department.id].closed),
            has_rule=rule is not None,
        )
        for department in departments
    ]
