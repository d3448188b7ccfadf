"""The quota year of the invented district, driven until today: survey, targets, plans, reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.demo.acting import deed, noon
from marketplace.demo.people import COORDINATOR_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.procurement.announcing import Announcement, announce_purchase
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import (
    Department,
    DepartmentTarget,
    MarkKind,
    PurchaseKind,
    TextSubject,
    YearStep,
)
from marketplace.procurement.months import Month
from marketplace.procurement.year.marks import list_marks, mark_department
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
from marketplace.procurement.year.texts import write_text

PURPOSE = """사회적기업 육성법 제12조와 우리 구 조례에 따라 사회적경제기업 제품을 우선 구매합니다.
올해는 동 주민센터의 작은 구매까지 빠짐없이 기록하는 데 힘씁니다."""
MEASURES = """분기마다 세부 계획을 공시하고, 매월 5일까지 실적을 마감합니다.
상반기와 하반기에 한 번씩 구매상담회를 엽니다."""
SUMMARY = "계획한 구매가 대체로 이루어졌습니다."
REMARKS = "실적이 부진한 부서에는 구매상담회를 안내합니다."
Act = Callable[[list[Department], Account], None]
ITEMS = (
    ("행사 답례품", PurchaseKind.GOODS, "village"),
    ("청사 정기 청소", PurchaseKind.SERVICE, "self_support"),
    ("책자 인쇄", PurchaseKind.SERVICE, ""),
)


def drive(watcher: Watcher) -> None:
    """Everything of the seven steps whose day has passed; each once."""
    coordinator = find_account(COORDINATOR_MAIL)
    places = _reporting()
    for day, act in watched(_deeds(), watcher, "연간 단계"):
        if day <= clock.today():
            with deed(coordinator, noon(day)):
                act(places, coordinator)
    _leave_something_open(places, coordinator)


def _deeds() -> list[tuple[date, Act]]:
    year = clock.today().year
    deeds: list[tuple[date, Act]] = [
        (date(year, 1, 12), _ask),
        (date(year, 2, 13), _answer),
        (date(year, 3, 3), _answer_late),
        (date(year, 3, 16), _share),
    ]
    for quarter in (1, 2, 3, 4):
        after = Month(year, quarter * 3).following
        deeds.append((date(year, months_in(quarter)[0], 18), partial(_plan, quarter)))
        deeds.append((date(after.year, after.month, 15), partial(_report, quarter)))
    return sorted(deeds, key=lambda each: each[0])


def _year() -> int:
    return clock.today().year


def _ask(places: list[Department], by: Account) -> None:
    if not _is_done(places, YearStep.SURVEY):
        send_survey(places[0].institution_id, _year(), by.id)


def _answer(places: list[Department], by: Account) -> None:
    if _is_done(places, YearStep.TARGETS):
        return
    for place, won in zip(places[:-2], _targets(places[:-2]), strict=True):
        split = {"goods": won * 6, "service": won * 6, "works": 0}
        answer_survey(place.id, _year(), Answer(won * 12, by_kind=split), by.id)


def _answer_late(places: list[Department], by: Account) -> None:
    if _is_done(places, YearStep.TARGETS):
        return
    late, missing = places[-2:]
    won_late, won_missing = _targets([late, missing])
    answer_survey(late.id, _year(), Answer(won_late * 11, "예산 변경을 확인한 뒤 제출"), by.id)
    answer_for(missing.id, _year(), Answer(won_missing * 10), "담당자 교육 중, 전화로 확인", by.id)
    if not _is_done(places, YearStep.ANSWERS):
        do_step(places[0].institution_id, _year(), YearStep.ANSWERS, by=by.id)


def _share(places: list[Department], by: Account) -> None:
    body, year = places[0].institution_id, _year()
    if target_history(body, year):
        return
    targets = {place.id: won for place, won in zip(places, _targets(places), strict=True)}
    query = select(DepartmentTarget).where(DepartmentTarget.department_id.in_(targets))
    for row in db.session.scalars(query.where(DepartmentTarget.year == year)):
        row.notified_at = None  # an earlier step set them; here they are told
    set_targets(body, year, targets, sum(targets.values()), way=Way(), by=by.id)
    send_targets(body, year, by.id)
    words = {"purpose": PURPOSE, "measures": MEASURES, "contact": "사회적경제과 02-000-2000"}
    write_text(body, year, TextSubject.PLAN, words, by=by.id)
    publish_plan(body, year, by.id)


def _plan(quarter: int, places: list[Department], by: Account) -> None:
    body, year = places[0].institution_id, _year()
    if _is_done(places, YearStep.QUARTER_PLAN, quarter):
        return
    ask_for_plans(body, year, quarter, clock.today(), by.id)
    for place, won in zip(places[:-1], _targets(places[:-1]), strict=True):
        each_won = max(won // 12 // 10_000 * 10_000, 10_000)
        lines = [
            PlanLine(item, kind, each_won, month, seller)
            for (item, kind, seller), month in zip(ITEMS, months_in(quarter), strict=True)
        ]
        submit_plan(place.id, year, quarter, lines, by=by.id)
    publish_quarter_plan(body, year, quarter, by.id)


def _report(quarter: int, places: list[Department], by: Account) -> None:
    body, year = places[0].institution_id, _year()
    if step_state(body, year, YearStep.QUARTER_REPORT, quarter).is_done:
        return
    words = {"summary": SUMMARY, "remarks": REMARKS}
    write_text(body, year, TextSubject.QUARTER_REPORT, words, quarter=quarter, by=by.id)
    report = compose_quarter_report(body, year, quarter)
    file_quarter_report(body, year, quarter, report_content(report), by.id)


def _is_done(places: list[Department], step: YearStep, quarter: int = 0) -> bool:
    return step_state(places[0].institution_id, _year(), step, quarter).is_done


def _leave_something_open(places: list[Department], by: Account) -> None:
    """One month that was not measured, one purchase whose paper is awaited."""
    year = _year()
    with deed(by, clock.now()):
        if clock.today().month > 1 and not list_marks(places[0].institution_id, year):
            why = "동 청사 이전으로 한 달 동안 구매하지 않음"
            mark_department(places[-1].id, year, 1, MarkKind.PROGRAMME_CHANGED, why, by.id)
        told = Announcement(date(year, 1, 2), "가상현수막", "주민총회 현수막", 165_000)
        announce_purchase(places[0].id, told, by.id)


def _reporting() -> list[Department]:
    query = (
        select(Department)
        .where(Department.institution_id == get_institution("gaon").id, Department.reports)
        .order_by(Department.position)
    )
    return list(db.session.scalars(query))


def _targets(places: list[Department]) -> list[int]:
    query = select(DepartmentTarget.department_id, DepartmentTarget.target_won).where(
        DepartmentTarget.year == _year(),
        DepartmentTarget.department_id.in_([place.id for place in places]),
    )
    kept = {row.department_id: row.target_won for row in db.session.execute(query)}
    return [kept.get(place.id, 0) for place in places]
