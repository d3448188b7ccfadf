"""Deeds of a quota year of the invented district, each done once in the year it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.demo.people import COORDINATOR_MAIL, find_account
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import (
    Department,
    DepartmentTarget,
    PurchaseKind,
    TextSubject,
    YearStep,
)
from marketplace.procurement.year.plan import publish_plan
from marketplace.procurement.year.proposing import Way
from marketplace.procurement.year.quarter_plans import PlanLine, months_in, submit_plan
from marketplace.procurement.year.quarter_publishing import publish_quarter_plan
from marketplace.procurement.year.report_paper import report_content
from marketplace.procurement.year.reports import compose_quarter_report, file_quarter_report
from marketplace.procurement.year.steps import do_step, step_state
from marketplace.procurement.year.survey import Answer, answer_for, answer_survey
from marketplace.procurement.year.targets import set_targets, target_history
from marketplace.procurement.year.telling import ask_for_plans, send_survey, send_targets
from marketplace.procurement.year.texts import find_text, write_text

PURPOSE = """사회적기업 육성법 제12조와 우리 구 조례에 따라 사회적경제기업 제품을 우선 구매합니다.
올해는 동 주민센터의 작은 구매까지 빠짐없이 기록하는 데 힘씁니다."""
MEASURES = """분기마다 세부 계획을 공시하고, 매월 5일까지 실적을 마감합니다.
상반기와 하반기에 한 번씩 구매상담회를 엽니다."""
SUMMARY = "계획한 구매가 대체로 이루어졌습니다."
REMARKS = "실적이 부진한 부서에는 구매상담회를 안내합니다."
ITEMS = (
    ("행사 답례품", PurchaseKind.GOODS, "village"),
    ("청사 정기 청소", PurchaseKind.SERVICE, "self_support"),
    ("책자 인쇄", PurchaseKind.SERVICE, ""),
)


@dataclass(frozen=True, slots=True)
class QuotaYear:
    """A year of the district: its reporting departments in their order, and who coordinates."""

    year: int
    places: Sequence[Department]
    coordinator: Account

    @property
    def body(self) -> int:
        return self.places[0].institution_id

    @property
    def by(self) -> int:
        return self.coordinator.id

    def is_done(self, step: YearStep, quarter: int = 0) -> bool:
        return step_state(self.body, self.year, step, quarter).is_done

    def targets(self, places: Sequence[Department]) -> list[int]:
        """What each must buy, in won; 0 where no target is set."""
        query = select(DepartmentTarget.department_id, DepartmentTarget.target_won).where(
            DepartmentTarget.year == self.year,
            DepartmentTarget.department_id.in_([place.id for place in places]),
        )
        kept = {row.department_id: row.target_won for row in db.session.execute(query)}
        return [kept.get(place.id, 0) for place in places]


Act = Callable[[QuotaYear], None]


def quota_year(year: int) -> QuotaYear:
    """The district's year with everybody in it."""
    query = (
        select(Department)
        .where(Department.institution_id == get_institution("gaon").id, Department.reports)
        .order_by(Department.position)
    )
    return QuotaYear(year, list(db.session.scalars(query)), find_account(COORDINATOR_MAIL))


def ask(year: QuotaYear) -> None:
    """The survey is sent."""
    if not year.is_done(YearStep.SURVEY):
        send_survey(year.body, year.year, year.by)


def answer(year: QuotaYear) -> None:
    """Every department but the last two answers in time."""
    if year.is_done(YearStep.TARGETS):
        return
    places = year.places[:-2]
    for place, won in zip(places, year.targets(places), strict=True):
        split = {"goods": won * 6, "service": won * 6, "works": 0}
        answer_survey(place.id, year.year, Answer(won * 12, by_kind=split), year.by)


def answer_late(year: QuotaYear) -> None:
    """One answers after the day, one is answered for; the step ends late."""
    if year.is_done(YearStep.TARGETS):
        return
    late, missing = year.places[-2:]
    won_late, won_missing = year.targets([late, missing])
    told = Answer(won_late * 11, "예산 변경을 확인한 뒤 제출")
    answer_survey(late.id, year.year, told, year.by)
    guessed = Answer(won_missing * 10)
    answer_for(missing.id, year.year, guessed, "담당자 교육 중, 전화로 확인", year.by)
    if not year.is_done(YearStep.ANSWERS):
        do_step(year.body, year.year, YearStep.ANSWERS, by=year.by)


def share(year: QuotaYear) -> None:
    """Targets are set and told, the plan is written and published."""
    if target_history(year.body, year.year):
        return
    places = list(year.places)
    targets = {p.id: won for p, won in zip(places, year.targets(places), strict=True)}
    query = select(DepartmentTarget).where(DepartmentTarget.department_id.in_(targets))
    for row in db.session.scalars(query.where(DepartmentTarget.year == year.year)):
        row.notified_at = None  # an earlier step set them; here they are told
    set_targets(year.body, year.year, targets, sum(targets.values()), way=Way(), by=year.by)
    send_targets(year.body, year.year, year.by)
    words = {"purpose": PURPOSE, "measures": MEASURES, "contact": "사회적경제과 02-000-2000"}
    write_text(year.body, year.year, TextSubject.PLAN, words, by=year.by)
    publish_plan(year.body, year.year, year.by)


def plan(quarter: int, year: QuotaYear) -> None:
    """Every department but the last plans the quarter, and the plans are published."""
    if year.is_done(YearStep.QUARTER_PLAN, quarter):
        return
    ask_for_plans(year.body, year.year, quarter, clock.today(), year.by)
    places = year.places[:-1]
    for place, won in zip(places, year.targets(places), strict=True):
        each_won = max(won // 12 // 10_000 * 10_000, 10_000)
        lines = [
            PlanLine(item, kind, each_won, month, seller)
            for (item, kind, seller), month in zip(ITEMS, months_in(quarter), strict=True)
        ]
        submit_plan(place.id, year.year, quarter, lines, by=year.by)
    publish_quarter_plan(year.body, year.year, quarter, year.by)


def report(quarter: int, year: QuotaYear, remarks: str = REMARKS) -> None:
    """The quarter's report is remarked on and filed, again where it was reopened."""
    if year.is_done(YearStep.QUARTER_REPORT, quarter):
        return
    subject = TextSubject.QUARTER_REPORT
    kept = find_text(year.body, year.year, subject, quarter)
    words = {"summary": SUMMARY, "remarks": remarks}
    seen = kept.version if kept else 0
    write_text(year.body, year.year, subject, words, quarter=quarter, seen_version=seen, by=year.by)
    made = report_content(compose_quarter_report(year.body, year.year, quarter))
    file_quarter_report(year.body, year.year, quarter, made, year.by)
