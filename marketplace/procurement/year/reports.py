"""Quarterly reports (구매실적 보고): composed from the ledger, remarked on, filed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.money import rate_percent
from marketplace.core.text import T
from marketplace.procurement.measuring import Measured, measure
from marketplace.procurement.models import (
    Department,
    FiledReport,
    Institution,
    MonthClosing,
    TextSubject,
    YearMark,
    YearStep,
)
from marketplace.procurement.month_sums import restated_sums
from marketplace.procurement.months import Month
from marketplace.procurement.standing import institution_standing
from marketplace.procurement.year.evaluation_facts import quarter_plans_of
from marketplace.procurement.year.marks import list_marks, marked_months
from marketplace.procurement.year.quarter_plans import months_in
from marketplace.procurement.year.steps import do_step
from marketplace.procurement.year.texts import words_of

MEETING_QUARTERS = frozenset({2, 4})  # Q1 and Q3 in writing, Q2 and Q4 at a meeting
NOTHING: frozenset[int] = frozenset()


class QuarterNotOver(Conflict):
    """A quarter is reported on after its last day."""

    code = "quarter_not_over"


class ReportNotFiled(NotFound):
    """The report of that quarter was not filed."""

    def __init__(self) -> None:
        super().__init__(T("아직 내지 않은 보고서입니다."))


@dataclass(frozen=True, slots=True)
class DepartmentQuarter:
    """One department's quarter: what it planned and bought, and the year until its end, in won.

    `months` is counted won by month of the year so far; `so_far` leaves out what is not
    measured. `closed_late` and `open_months` are months of the quarter.
    """

    department: Department
    target_won: int | None
    plan_won: int | None
    months: Mapping[int, int]
    quarter: int
    so_far: Measured
    marks: tuple[YearMark, ...]
    closed_late: tuple[int, ...]
    open_months: tuple[int, ...]

    @property
    def quarter_won(self) -> int:
        return sum(self.months.get(month, 0) for month in months_in(self.quarter))

    @property
    def rate_percent(self) -> Decimal | None:
        """What was counted until the quarter's end ÷ the year's target, both as measured."""
        return self.so_far.rate_percent

    @property
    def against_plan_percent(self) -> Decimal | None:
        return rate_percent(self.quarter_won, self.plan_won or 0)


@dataclass(frozen=True, slots=True)
class QuarterReport:
    """A quarter of an institution as the report tells it."""

    institution: Institution
    year: int
    quarter: int
    departments: tuple[DepartmentQuarter, ...]
    words: Mapping[str, str]

    @property
    def is_meeting(self) -> bool:
        return self.quarter in MEETING_QUARTERS

    @property
    def target_won(self) -> int | None:
        known = [e.so_far.target_won for e in self.departments if e.so_far.target_won is not None]
        return sum(known) if known else None

    @property
    def so_far_won(self) -> int:
        return sum(each.so_far.counted_won or 0 for each in self.departments)

    @property
    def quarter_won(self) -> int:
        return sum(each.quarter_won for each in self.departments)

    @property
    def plan_won(self) -> int | None:
        known = [each.plan_won for each in self.departments if each.plan_won is not None]
        return sum(known) if known else None

    @property
    def rate_percent(self) -> Decimal | None:
        return rate_percent(self.so_far_won, self.target_won or 0)

    @property
    def month_won(self) -> dict[int, int]:
        """Counted won of all departments by month so far."""
        last = self.quarter * 3
        return {
            month: sum(each.months.get(month, 0) for each in self.departments)
            for month in range(1, last + 1)
        }

    @property
    def late(self) -> list[DepartmentQuarter]:
        return [each for each in self.departments if each.closed_late or each.open_months]


def compose_quarter_report(institution_id: int, year: int, quarter: int) -> QuarterReport:
    """The quarter as the ledger has it now, in a fixed number of statements.

    Months are restated: each purchase in the month it belongs to, with corrections until now.
    """
    standing = institution_standing(institution_id, year)
    ours = Department.institution_id == institution_id
    won = restated_sums(ours, year)
    marks = list_marks(institution_id, year)
    left_out = marked_months(marks)
    plans = quarter_plans_of(institution_id, year)
    closings = _closings(institution_id, year, quarter)
    last = quarter * 3
    departments = []
    for each in standing.departments:
        key = each.department.id
        months = {m.month: sum_ for m, sum_ in won.get(key, {}).items() if m.month <= last}
        closed = closings.get(key, {})
        departments.append(
            DepartmentQuarter(
                department=each.department,
                target_won=each.target_won,
                plan_won=plans.get((key, quarter)),
                months=months,
                quarter=quarter,
                so_far=measure(each.target_won, months, left_out.get(key, NOTHING)),
                marks=tuple(mark for mark in marks if mark.department_id == key),
                closed_late=tuple(month for month, late in sorted(closed.items()) if late),
                open_months=tuple(m for m in months_in(quarter) if m not in closed)
                if each.department.reports
                else (),
            )
        )
    return QuarterReport(
        standing.institution,
        year,
        quarter,
        tuple(departments),
        words_of(institution_id, year, TextSubject.QUARTER_REPORT, quarter),
    )


def file_quarter_report(
    institution_id: int, year: int, quarter: int, content: dict[str, Any], by: int | None = None
) -> FiledReport:
    """Keep the composed report and do the step; raises QuarterNotOver, StepAlreadyDone."""
    if clock.today() <= Month(year, quarter * 3).last_day:
        raise QuarterNotOver(T("분기가 끝난 뒤에 보고할 수 있습니다."))
    do_step(institution_id, year, YearStep.QUARTER_REPORT, quarter, by)
    query = select(func.max(FiledReport.version)).filter_by(
        institution_id=institution_id, year=year, quarter=quarter
    )
    row = FiledReport(
        institution_id=institution_id,
        year=year,
        quarter=quarter,
        version=(db.session.scalar(query) or 0) + 1,
        content=content,
        filed_by=by,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("report:filed", row, year=year, quarter=quarter, version=row.version)
    return row


def list_filed(institution_id: int, year: int, quarter: int) -> Sequence[FiledReport]:
    """Every filed version, newest first, without content."""
    query = select(FiledReport).filter_by(institution_id=institution_id, year=year, quarter=quarter)
    return db.session.scalars(query.order_by(FiledReport.version.desc())).all()


def get_filed(institution_id: int, year: int, quarter: int, version: int) -> FiledReport:
    """One filed version with its content; raises ReportNotFiled."""
    query = (
        select(FiledReport)
        .filter_by(institution_id=institution_id, year=year, quarter=quarter, version=version)
        .options(undefer(FiledReport.content))
    )
    found = db.session.scalar(query)
    if found is None:
        raise ReportNotFiled
    return found


def _closings(institution_id: int, year: int, quarter: int) -> dict[int, dict[int, bool]]:
    """Whether each closed month of the quarter was closed late, by department id."""
    query = (
        select(MonthClosing)
        .join(Department, Department.id == MonthClosing.department_id)
        .where(
            Department.institution_id == institution_id,
            MonthClosing.year == year,
            MonthClosing.month.in_(list(months_in(quarter))),
        )
    )
    found: dict[int, dict[int, bool]] = {}
    for closing in db.session.scalars(query):
        late = closing.is_late_for(Month(year, closing.month).due_on)
        found.setdefault(closing.department_id, {})[closing.month] = late
    return found
