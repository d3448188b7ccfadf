"""How far departments are: target, counted, in the pipeline, missing, and who reports late.

Every figure is a sum over purchase records, read in a number of statements that does not
grow with the number of departments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import NotFound
from marketplace.core.money import rate_percent
from marketplace.core.text import T
from marketplace.procurement.measuring import (
    EVERY_MONTH,
    Coverage,
    LeftOut,
    Measured,
    absence_of,
    coverage_of,
    measure_sum,
    total_of,
)
from marketplace.procurement.models import (
    Department,
    Institution,
    MarkKind,
    QuotaRule,
    RelatedBodies,
)
from marketplace.procurement.months import Month, last_due_month, next_due_month, overdue_months
from marketplace.procurement.publishing.spending import required_won
from marketplace.procurement.rules.finding import find_rule
from marketplace.procurement.standing_departments import listed, related_won
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

    What is booked after the year's end are corrections that belong to this year still. Target
    and counted won are as they were set and booked; rate and what is missing are of the months
    that are measured.
    """

    department: Department
    year: int
    booked: Mapping[Month, int] = field(default_factory=dict)
    closed_months: frozenset[int] = frozenset()
    has_rule: bool = False
    left_out: tuple[LeftOut, ...] = ()
    left_out_won: int = 0

    @property
    def measured(self) -> Measured:
        """The year without the months left out, its target shortened with them."""
        return measure_sum(self.target_won, self.counted_won - self.left_out_won, self.left_out)

    @property
    def absence(self) -> MarkKind | None:
        """Why nothing of the year is measured; None where something is."""
        return absence_of(self.left_out)

    @property
    def has_figures(self) -> bool:
        """Whether it has a target, anything counted or a mark: whether a sum is over it at all."""
        return self.target_won is not None or bool(self.counted_won or self.left_out)

    @property
    def rate_percent(self) -> Decimal | None:
        """As measured; None without a target or without a measured month."""
        return self.measured.rate_percent

    @property
    def pipeline_percent(self) -> Decimal | None:
        return rate_percent(self.pipeline_won, self.measured.target_won or 0)

    @property
    def missing_won(self) -> int | None:
        known = self.measured
        if known.target_won is None or known.counted_won is None:
            return None
        return max(known.target_won - known.counted_won, 0)

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
    def measured(self) -> Measured:
        """The departments' sum without what is left out; the rule's target while none has one."""
        if self.coverage is None:
            return Measured(self.target_won, self.counted_won, EVERY_MONTH)
        whole = total_of(each.measured for each in self.departments)
        if any(each.target_won is not None for each in self.departments):
            return whole
        return Measured(self.target_won, whole.counted_won, whole.months)

    @property
    def coverage(self) -> Coverage | None:
        """Over how many departments the sum is; None while nothing is left out."""
        if not any(each.left_out for each in self.departments):
            return None
        with_figures = [each for each in self.departments if each.has_figures]
        left_out_won = sum(each.left_out_won for each in with_figures)
        parts = [each.measured for each in with_figures]
        return coverage_of(parts, left_out_won, self.target_won)

    @property
    def absence(self) -> MarkKind | None:
        """Why nothing at all is measured; None where something is."""
        if self.measured.counted_won is not None:
            return None
        return next((each.absence for each in reversed(self.departments) if each.absence), None)

    @property
    def reached_won(self) -> int | None:
        """What stands against the target: the departments', and related bodies' if they count.

        As measured; None when nothing is.
        """
        counted = self.measured.counted_won
        if counted is None or not self.counts_related:
            return counted
        return counted + (self.related_won or 0)

    @property
    def rate_percent(self) -> Decimal | None:
        reached = self.reached_won
        return None if reached is None else rate_percent(reached, self.measured.target_won or 0)

    @property
    def missing_won(self) -> int | None:
        reached, target = self.reached_won, self.measured.target_won
        return None if target is None or reached is None else max(target - reached, 0)

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

    One more where the rule is a share of what was stated apart from it.

    The target is the sum of the departments' targets, or the rule's own while none is set.
    Without `by_month` the departments know their year only as a whole.
    """
    year = year or clock.today().year
    institution = db.session.get(Institution, institution_id)
    if institution is None:
        raise NotFound(T("기관을 찾을 수 없습니다."))
    rule = find_rule(institution_id, year)
    which = listed(institution_id, year)
    ordered = select(Department).where(which).order_by(Department.position, Department.id)
    departments = _standings(db.session.scalars(ordered), which, rule, year, by_month=by_month)
    targets = [each.target_won for each in departments if each.target_won is not None]
    required = required_won(rule)
    return InstitutionStanding(
        institution=institution,
        year=year,
        required_won=required,
        target_won=sum(targets) if targets else required,
        counted_won=sum(each.counted_won for each in departments),
        pipeline_won=sum(each.pipeline_won for each in departments),
        departments=tuple(departments),
        related_won=related_won(institution_id, year),
        counts_related=rule is not None and rule.related is RelatedBodies.IN_TARGET,
    )


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
            left_out=tuple(known[department.id].left_out),
            left_out_won=known[department.id].left_out_won,
        )
        for department in departments
    ]
