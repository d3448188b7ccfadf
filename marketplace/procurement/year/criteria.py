"""The criteria of an evaluation: each a formula over a department's facts, with its source.

A criterion gives what a department reached as an exact fraction of full points, or None where it
cannot be measured. Nothing here is a float, so that two runs never rank differently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

CENT = Decimal("0.01")
ONE = Fraction(1)
ZERO = Fraction(0)


class CriterionKey(StrEnum):
    RATE = "rate"
    AMOUNT = "amount"
    GROWTH = "growth"
    PUNCTUALITY = "punctuality"
    PLAN_ACCURACY = "plan_accuracy"
    DIVERSITY = "diversity"


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    """What the criteria ask of one department, in won and counts, over its measured months.

    `group_largest_won` is the largest actual of its group. `last_year_won` covers the same
    months, None without a purchase then. `quarters` maps each quarter that was asked for and
    fully measured to (plan, actual); the plan is None where the department submitted none.
    """

    target_won: int | None
    counted_won: int
    group_largest_won: int
    last_year_won: int | None
    months_due: int
    months_in_time: int
    quarters: Mapping[int, tuple[int | None, int]] = field(default_factory=dict)
    seller_count: int = 0


@dataclass(frozen=True, slots=True)
class Reached:
    """What a department reached by one criterion: the value, and the part of full points."""

    value: str
    part: Fraction


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the house: how it is measured and where its figures come from (Korean)."""

    key: CriterionKey
    name: str
    formula: str
    source: str
    usual_weight: int
    usual_full: int
    measure: Callable[[DepartmentFacts, int], Reached | None]


def percent(part: Fraction) -> str:
    """A fraction as percent with two decimals, half up."""
    return f"{rounded(part * 100)}%"


def rounded(value: Fraction) -> Decimal:
    """Two decimals, half up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(CENT, rounding=ROUND_HALF_UP)


def _bounded(part: Fraction) -> Fraction:
    return min(max(part, ZERO), ONE)


def _rate(facts: DepartmentFacts, full: int) -> Reached | None:
    if not facts.target_won:
        return None
    rate = Fraction(facts.counted_won, facts.target_won)
    return Reached(percent(rate), _bounded(rate * 100 / full))


def _amount(facts: DepartmentFacts, _full: int) -> Reached | None:
    value = f"{facts.counted_won:,}원"
    if facts.group_largest_won <= 0:
        return None
    return Reached(value, _bounded(Fraction(facts.counted_won, facts.group_largest_won)))


def _growth(facts: DepartmentFacts, full: int) -> Reached | None:
    if not facts.last_year_won or facts.last_year_won < 0:
        return None
    growth = Fraction(facts.counted_won - facts.last_year_won, facts.last_year_won)
    return Reached(percent(growth), _bounded(growth * 100 / full))


def _punctuality(facts: DepartmentFacts, _full: int) -> Reached | None:
    if not facts.months_due:
        return None
    value = f"{facts.months_due}개월 중 {facts.months_in_time}개월"
    return Reached(value, Fraction(facts.months_in_time, facts.months_due))


def _plan_accuracy(facts: DepartmentFacts, _full: int) -> Reached | None:
    if not facts.quarters:
        return None
    parts = [_accuracy(plan, actual) for plan, actual in facts.quarters.values()]
    mean = sum(parts, ZERO) / len(parts)
    return Reached(percent(mean), mean)


def _accuracy(plan: int | None, actual: int) -> Fraction:
    if plan is None:
        return ZERO
    larger = max(plan, actual)
    return ONE if larger <= 0 else _bounded(ONE - Fraction(abs(actual - plan), larger))


def _diversity(facts: DepartmentFacts, full: int) -> Reached | None:
    return Reached(f"{facts.seller_count}곳", _bounded(Fraction(facts.seller_count, full)))


CRITERIA: Mapping[CriterionKey, Criterion] = {
    each.key: each
    for each in (
        Criterion(
            CriterionKey.RATE,
            "목표 달성률",
            "실적 ÷ 목표. 기준값(%)이면 만점",
            "구매실적 대장, 통보한 부서 목표",
            40,
            100,
            _rate,
        ),
        Criterion(
            CriterionKey.AMOUNT,
            "구매 금액",
            "실적 ÷ 같은 군에서 가장 큰 실적",
            "구매실적 대장",
            15,
            1,
            _amount,
        ),
        Criterion(
            CriterionKey.GROWTH,
            "전년 대비 증가",
            "(실적 − 지난해 같은 달의 실적) ÷ 지난해 실적. 기준값(%)이면 만점, 줄었으면 0점",
            "올해와 지난해 구매실적 대장",
            15,
            20,
            _growth,
        ),
        Criterion(
            CriterionKey.PUNCTUALITY,
            "기한 내 마감",
            "다음 달 5일까지 마감한 달 ÷ 마감해야 한 달",
            "월 마감 기록",
            15,
            1,
            _punctuality,
        ),
        Criterion(
            CriterionKey.PLAN_ACCURACY,
            "계획 정확도",
            "분기마다 1 − |실적 − 계획| ÷ 둘 중 큰 금액, 그 평균. 내지 않은 분기는 0",
            "분기별 세부 구매계획, 구매실적 대장",
            10,
            1,
            _plan_accuracy,
        ),
        Criterion(
            CriterionKey.DIVERSITY,
            "거래 기업 다양성",
            "실적이 있는 서로 다른 판매 기업 수. 기준값(곳)이면 만점",
            "구매실적 대장(사업자등록번호)",
            5,
            5,
            _diversity,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion as a scheme uses it."""

    key: CriterionKey
    weight: int
    full: int


@dataclass(frozen=True, slots=True)
class Score:
    """Points of one criterion; `points` is None where it cannot be measured."""

    key: CriterionKey
    weight: int
    value: str
    points: Decimal | None


def score(
    facts: DepartmentFacts, criteria: tuple[Weighed, ...]
) -> tuple[list[Score], Decimal | None]:
    """Points by criterion and their total out of 100, two decimals half up.

    What cannot be measured is left out and its weight spread over the rest; the total is None
    when nothing can be.
    """
    scores, earned, weights = [], ZERO, 0
    for each in criteria:
        reached = CRITERIA[each.key].measure(facts, each.full)
        if reached is None:
            scores.append(Score(each.key, each.weight, "", None))
            continue
        points = reached.part * each.weight
        earned, weights = earned + points, weights + each.weight
        scores.append(Score(each.key, each.weight, reached.value, rounded(points)))
    return scores, rounded(earned * 100 / weights) if weights else None


def competition_ranks(totals: Mapping[int, Decimal | None]) -> dict[int, int | None]:
    """Ranks by total, highest first: 1, 2, 2, 4; None stays unranked."""
    known = sorted((total for total in totals.values() if total is not None), reverse=True)
    return {key: None if total is None else known.index(total) + 1 for key, total in totals.items()}
