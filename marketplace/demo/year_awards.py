"""The finished year weighed, evaluated, awarded and told."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.core.database import db
from marketplace.demo.year_deeds import QuotaYear
from marketplace.procurement.models import AwardGrade, Institution, TextSubject, YearStep
from marketplace.procurement.year.awarding import Honour, award_department, list_awards
from marketplace.procurement.year.criteria import CriterionKey, Weighed
from marketplace.procurement.year.evaluating import (
    Ranked,
    YearEvaluation,
    compute_evaluation,
    evaluate_year,
    find_evaluation,
)
from marketplace.procurement.year.evaluation_facts import GENERAL, SMALL
from marketplace.procurement.year.evaluation_paper import usual_giver
from marketplace.procurement.year.finishing import finish_year
from marketplace.procurement.year.schemes import find_scheme, set_scheme, usual_criteria
from marketplace.procurement.year.texts import find_text, write_text

SMALL_WON = 10_000_000
# Most points have a ceiling that several departments reach, so that two may stand side by side.
CRITERIA = (
    Weighed(CriterionKey.RATE, 55, 90),
    Weighed(CriterionKey.GROWTH, 10, 10),
    Weighed(CriterionKey.PUNCTUALITY, 30, 1),
    Weighed(CriterionKey.DIVERSITY, 5, 5),
)
WHY_CHANGED = "금액이 큰 부서만 앞서지 않도록 구매 금액을 빼고 기한 내 마감을 무겁게 함"
REMARKS = """동점인 부서는 같은 순위로 두었습니다.
월 마감을 늦춘 부서가 지난해보다 줄었고, 소규모 부서의 달성률이 일반 부서보다 높습니다."""
HELPED = "구매상담회를 두 번 열어 다른 부서의 거래처 찾기를 도왔음"
SPECIAL_DEPARTMENT = "welfare-policy"


def weigh(year: QuotaYear) -> None:
    """The usual scheme, then the one of the year with the reason of the change."""
    if find_scheme(year.body, year.year) is None:
        set_scheme(year.body, year.year, usual_criteria(), SMALL_WON, by=year.by)
        set_scheme(year.body, year.year, CRITERIA, SMALL_WON, WHY_CHANGED, year.by)


def evaluate(year: QuotaYear) -> None:
    """The ranking is kept, with words on it."""
    if find_evaluation(year.body, year.year) is not None:
        return
    evaluate_year(year.body, year.year, year.by)
    if find_text(year.body, year.year, TextSubject.EVALUATION) is None:
        words = {"remarks": REMARKS}
        write_text(year.body, year.year, TextSubject.EVALUATION, words, by=year.by)


def honour(year: QuotaYear) -> None:
    """The best of each group, and one that helped others; everybody once."""
    if list_awards(year.body, year.year):
        return
    giver = usual_giver(db.session.get_one(Institution, year.body))
    given: set[int] = set()
    for each, grade, reason in _chosen(compute_evaluation(year.body, year.year)):
        place = each.candidate.department.id
        if place not in given:
            given.add(place)
            award = Honour(grade, giver, reason)
            award_department(year.body, year.year, place, award, year.by)


def publish(year: QuotaYear) -> None:
    """Published four days late, and written to every department."""
    if not year.is_done(YearStep.AWARD):
        finish_year(year.body, year.year, year.by)


def _chosen(made: YearEvaluation) -> Iterator[tuple[Ranked, AwardGrade, str]]:
    for each in made.in_group(GENERAL):
        if each.rank == 1:
            yield each, AwardGrade.GRAND, f"달성률 {_rate(each)}%로 일반 부서 1위"
        elif each.rank == 2:
            yield each, AwardGrade.EXCELLENT, f"달성률 {_rate(each)}%로 일반 부서 2위"
    for each in made.in_group(SMALL):
        if each.rank == 1:
            yield each, AwardGrade.ENCOURAGEMENT, f"달성률 {_rate(each)}%로 소규모 부서 1위"
    for each in made.ranked:
        if each.candidate.department.code == SPECIAL_DEPARTMENT:
            yield each, AwardGrade.SPECIAL, HELPED


def _rate(each: Ranked) -> str:
    return str(each.candidate.measured.rate_percent or "–")
