"""Detailed plans of a quarter: asked for with a deadline, submitted in versions, published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T
from marketplace.enterprises.models import CertificationKind
from marketplace.procurement.models import (
    Department,
    PurchaseKind,
    QuarterPlanCall,
    QuarterPlanVersion,
    YearStep,
)
from marketplace.procurement.year.steps import StepAlreadyDone, step_state

MOST_LINES = 100
MOST_WON = 10**13


class QuarterPlanNotOpen(Conflict):
    """The coordinating department has not asked for it, or has published it."""

    code = "quarter_plan_not_open"


class PlanMovedOn(Conflict):
    """Somebody else of the department submitted a plan a moment ago."""

    code = "plan_moved_on"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One thing a department means to buy; `seller_kind` is a certification kind or ""."""

    item: str
    kind: PurchaseKind
    amount_won: int
    month: int
    seller_kind: str = ""


@dataclass(frozen=True, slots=True)
class PlannedDepartment:
    """One reporting department and its plan of a quarter, None while it has submitted none."""

    department: Department
    plan: QuarterPlanVersion | None
    due_on: date | None

    @property
    def is_late(self) -> bool:
        """Submitted after the deadline, or not at all though that has passed."""
        if self.due_on is None:
            return False
        if self.plan is None:
            return clock.today() > self.due_on
        return clock.seoul(self.plan.submitted_at).date() > self.due_on


def months_in(quarter: int) -> range:
    """The month numbers of a quarter."""
    return range(quarter * 3 - 2, quarter * 3 + 1)


def find_call(institution_id: int, year: int, quarter: int) -> QuarterPlanCall | None:
    """The call for a quarter's plans, None before it."""
    query = select(QuarterPlanCall).filter_by(
        institution_id=institution_id, year=year, quarter=quarter
    )
    return db.session.scalar(query)


def open_quarter_plan(
    institution_id: int, year: int, quarter: int, due_on: date, by: int | None = None
) -> QuarterPlanCall:
    """Ask departments for a quarter's plans until `due_on`; asked again it moves the deadline.

    Raises Invalid for a day that has passed, StepAlreadyDone once the plans are published.
    """
    if step_state(institution_id, year, YearStep.QUARTER_PLAN, quarter).is_done:
        raise StepAlreadyDone(T("이미 공시한 분기입니다. 사유를 적어 다시 열 수 있습니다."))
    if due_on < clock.today():
        said = T("오늘 이후의 날짜를 적어 주세요.")
        raise Invalid(said, {"due_on": [said]})
    call = find_call(institution_id, year, quarter) or QuarterPlanCall(
        institution_id=institution_id, year=year, quarter=quarter
    )
    before = call.due_on
    call.due_on, call.opened_by = due_on, by
    db.session.add(call)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise StepAlreadyDone(T("방금 다른 사람이 이 단계를 바꾸었습니다.")) from error
    audit.record(
        "quarter_plan:opened",
        call,
        quarter=quarter,
        due_on=due_on.isoformat(),
        before=before.isoformat() if before else None,
    )
    return call


def submit_plan(
    department_id: int,
    year: int,
    quarter: int,
    lines: Sequence[PlanLine],
    note: str = "",
    by: int | None = None,
) -> QuarterPlanVersion:
    """Keep a department's plan as a new version; the same plan sent twice is one.

    No lines is a plan to buy nothing. Raises NotFound, QuarterPlanNotOpen, PlanMovedOn, or
    Invalid with a sentence for each line that cannot be (`line-0`, `line-1`, …).
    """
    department = db.session.get(Department, department_id)
    if department is None:
        raise NotFound(T("부서를 찾을 수 없습니다."))
    refuse_unless_open(department.institution_id, year, quarter)
    _refuse_impossible(lines, quarter)
    last = latest_plan(department_id, year, quarter)
    kept = [_plain(line) for line in lines]
    if last is not None and (last.lines, last.note) == (kept, note.strip()):
        return last
    row = QuarterPlanVersion(
        department_id=department_id,
        year=year,
        quarter=quarter,
        version=last.version + 1 if last else 1,
        lines=kept,
        amount_won=sum(line.amount_won for line in lines),
        note=note.strip(),
        submitted_by=by,
    )
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise PlanMovedOn(T("방금 다른 사람이 이 부서의 계획을 냈습니다.")) from error
    audit.record("quarter_plan:submitted", row, version=row.version, amount_won=row.amount_won)
    return row


def refuse_unless_open(institution_id: int, year: int, quarter: int) -> None:
    """Raise QuarterPlanNotOpen before plans are asked for and after they are published."""
    if find_call(institution_id, year, quarter) is None:
        raise QuarterPlanNotOpen(T("총괄부서가 아직 이 분기의 계획을 요청하지 않았습니다."))
    if step_state(institution_id, year, YearStep.QUARTER_PLAN, quarter).is_done:
        raise QuarterPlanNotOpen(T("공시된 계획입니다. 고치려면 총괄부서에 문의해 주세요."))


def latest_plan(department_id: int, year: int, quarter: int) -> QuarterPlanVersion | None:
    """The plan of a department that holds."""
    query = (
        select(QuarterPlanVersion)
        .filter_by(department_id=department_id, year=year, quarter=quarter)
        .order_by(QuarterPlanVersion.version.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def planned_departments(institution_id: int, year: int, quarter: int) -> list[PlannedDepartment]:
    """Every reporting department with its plan, in two statements."""
    call = find_call(institution_id, year, quarter)
    newest = (
        select(QuarterPlanVersion.department_id, func.max(QuarterPlanVersion.version).label("top"))
        .where(QuarterPlanVersion.year == year, QuarterPlanVersion.quarter == quarter)
        .group_by(QuarterPlanVersion.department_id)
        .subquery()
    )
    query = (
        select(Department, QuarterPlanVersion)
        .outerjoin(newest, newest.c.department_id == Department.id)
        .outerjoin(
            QuarterPlanVersion,
            (QuarterPlanVersion.department_id == Department.id)
            & (QuarterPlanVersion.year == year)
            & (QuarterPlanVersion.quarter == quarter)
            & (QuarterPlanVersion.version == newest.c.top),
        )
        .where(
            Department.institution_id == institution_id,
            Department.reports,
            Department.closed_on.is_(None),
        )
        .order_by(Department.position, Department.id)
    )
    due_on = call.due_on if call else None
    return [PlannedDepartment(place, plan, due_on) for place, plan in db.session.execute(query)]


def _plain(line: PlanLine) -> dict[str, Any]:
    return {**asdict(line), "item": line.item.strip(), "kind": line.kind.value}


def _refuse_impossible(lines: Sequence[PlanLine], quarter: int) -> None:
    if len(lines) > MOST_LINES:
        raise Invalid(T("한 분기에 %(n)d줄까지 적을 수 있습니다.", n=MOST_LINES))
    codes = set(db.session.scalars(select(CertificationKind.code)))
    faults: dict[str, list[str]] = {}
    for at, line in enumerate(lines):
        said = _faults(line, quarter, codes)
        if said:
            faults[f"line-{at}"] = said
    if faults:
        raise Invalid(T("적은 내용을 확인해 주세요."), faults)


def _faults(line: PlanLine, quarter: int, codes: set[str]) -> list[str]:
    said: list[str] = []
    if not line.item.strip() or len(line.item) > 200:
        said.append(T("품목을 200자 안으로 적어 주세요."))
    if not 1 <= line.amount_won <= MOST_WON:
        said.append(T("1원 이상의 금액을 적어 주세요."))
    if line.month not in months_in(quarter):
        said.append(T("%(n)d분기에 드는 달을 골라 주세요.", n=quarter))
    if line.seller_kind and line.seller_kind not in codes:
        said.append(T("없는 인증 종류입니다."))
    return said
