"""The department's month: target, counted, under way, missing; then what waits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.procurement.ledger import LedgerFilter, list_records
from marketplace.procurement.models import Department, YearStep
from marketplace.procurement.people import ANSWERERS
from marketplace.procurement.queries import Tasks
from marketplace.procurement.standing import DepartmentStanding, department_standing
from marketplace.procurement.year.owed import Owed, owed_by
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.ledger_rows import ledger_rows
from marketplace.web.buyer.outlooks import forecast_of
from marketplace.web.buyer.place import has_role, here, tasks_here
from marketplace.web.buyer.proofs import prove_department
from marketplace.web.charts import Chart, grouped_bars
from marketplace.web.filters import date_ko, krw_short, won
from marketplace.web.marks import left_out_notice, mark_word

RECENT = 5


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits: what, how many, by when, and where it is done."""

    label: str
    count: int
    href: str
    note: str = ""
    is_late: bool = False

    @property
    def count_text(self) -> str:
        """How many, nothing for none that has a note of its own."""
        if not self.count and self.note:
            return ""
        return str(_("%(n)s건", n=self.count))


@buyer.get("")
@access(Permission.DEPARTMENT_VIEW)
def home() -> ResponseReturnValue:
    """The current department's year so far."""
    department = here()
    prove_department(clock.today().year)
    standing = department_standing(department.id)
    found = forecast_of(standing)
    recent = list_records(department.id, LedgerFilter(standing.year), limit=RECENT)
    return render_template(
        "buyer/home.html",
        standing=standing,
        summary=_summary(standing),
        left_out=left_out_notice(standing),
        absence=mark_word(standing.absence) if standing.absence else "",
        due_text=_due(standing),
        days_left=(standing.due_on - clock.today()).days,
        tasks=[
            *_tasks(department, tasks_here(), standing),
            *_owed_tasks(department, standing.year),
        ],
        has_rule=standing.has_rule,
        chart=_chart(standing),
        forecast=found,
        recent=ledger_rows(recent.items),
        may_record=has_role(department.id, DepartmentRole.PURCHASER, DepartmentRole.ACCOUNTANT),
        words=words,
    )


def _summary(standing: DepartmentStanding) -> str:
    if standing.absence is not None:
        return str(
            _(
                "%(year)d년은 집계에서 뺀 해입니다: %(mark)s",
                year=standing.year,
                mark=mark_word(standing.absence),
            )
        )
    if standing.target_won is None:
        return str(
            _(
                "%(year)d년 목표액이 아직 통보되지 않았습니다. 인정된 실적은 %(counted)s입니다.",
                year=standing.year,
                counted=won(standing.counted_won),
            )
        )
    facts = {
        "year": standing.year,
        "target": krw_short(standing.measured.target_won),
        "missing": krw_short(standing.missing_won),
        "days": (standing.due_on - clock.today()).days,
    }
    if standing.missing_won:
        return str(
            _(
                "%(year)d년 목표 %(target)s 가운데 %(missing)s이 남았습니다. 연말까지 %(days)d일.",
                **facts,
            )
        )
    return str(_("%(year)d년 목표 %(target)s을 채웠습니다.", **facts))


def _due(standing: DepartmentStanding) -> str:
    due = standing.next_due
    if due is None:
        return str(_("올해 실적을 모두 마감했습니다."))
    return str(
        _(
            "올해 실적은 %(end)s까지 셉니다. 다음 보고: %(month)d월분, %(day)s까지.",
            end=date_ko(standing.due_on),
            month=due.month,
            day=date_ko(due.due_on),
        )
    )


def _tasks(department: Department, waiting: Tasks, standing: DepartmentStanding) -> list[Task]:
    tasks: list[Task] = []
    if has_role(department.id, DepartmentRole.APPROVER):
        tasks.append(Task(_("결재할 구매요청"), waiting.approvals, "/buyer/approvals"))
    if has_role(department.id, DepartmentRole.PURCHASER):
        tasks.append(Task(_("검수할 납품"), waiting.inspections, "/buyer/inspections"))
    if has_role(department.id, DepartmentRole.PURCHASER, DepartmentRole.ACCOUNTANT):
        tasks.append(Task(_("대금 지급 기록"), waiting.payments, "/buyer/payments"))
        tasks.append(_closing_task(standing))
    return tasks


def _owed_tasks(department: Department, year: int) -> list[Task]:
    """What the coordinating department asked for and has not got."""
    if not has_role(department.id, *ANSWERERS):
        return []
    return [_owed_task(each) for each in owed_by(department, year)]


def _owed_task(owed: Owed) -> Task:
    day = str(_("%(day)s까지", day=date_ko(owed.due_on)))
    if owed.step is YearStep.ANSWERS:
        href = f"/buyer/survey?year={owed.year}"
        return Task(_("수요조사 답하기"), 1, href, day, is_late=owed.is_late)
    href = f"/buyer/quarter-plan?year={owed.year}&quarter={owed.quarter}"
    label = _("%(n)d분기 구매계획 내기", n=owed.quarter)
    return Task(label, 1, href, day, is_late=owed.is_late)


def _closing_task(standing: DepartmentStanding) -> Task:
    late = len(standing.late_months)
    due = standing.next_due
    note = ""
    if due is not None:
        note = str(_("%(month)d월분, %(day)s까지", month=due.month, day=date_ko(due.due_on)))
    return Task(_("월 마감"), late, "/buyer/closings", note, is_late=bool(late))


def _chart(standing: DepartmentStanding) -> Chart | None:
    """Counted by month; a month that corrections made negative cannot be a bar, so no chart."""
    sums = [standing.month_won.get(month) for month in range(1, 13)]
    if not any(sums) or any(each is not None and each < 0 for each in sums):
        return None
    return grouped_bars(
        _("월별 인정 실적"),
        _("만 원"),
        [str(_("%(month)d월", month=month)) for month in range(1, 13)],
        [(str(_("인정 실적")), [_in_man(each) for each in sums])],
        label_heading=str(_("월")),
        show=lambda value: "–" if value is None else f"{value:,.1f}",
    )


def _in_man(won_sum: int | None) -> Decimal | None:
    return None if won_sum is None else Decimal(won_sum) / 10_000
