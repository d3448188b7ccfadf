"""One rule, many purchases: what it demands, what counts, and what does not and why."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.procurement.counting import Designation
from marketplace.procurement.models import (
    Basis,
    ContractMethod,
    CountsOn,
    PurchaseKind,
    PurchaseTier,
    RelatedBodies,
    Rounding,
)
from marketplace.procurement.rules.evaluating import evaluate
from marketplace.procurement.rules.purchases import Purchase
from marketplace.procurement.rules.results import Evaluation
from marketplace.procurement.rules.terms import ALL_KINDS, Part, RuleTerms

SOCIAL = "certified_social"
DAY = date(2016, 5, 2)


def held(*kinds: str, until: date | None = None) -> tuple[Designation, ...]:
    return tuple(Designation(kind, kind, "", date(2010, 1, 1), until) for kind in kinds)


def purchase(row: int, net_won: int, *kinds: str, **values: object) -> Purchase:
    return Purchase(
        **{
            "row": row,
            "day": DAY,
            "department": "총무과",
            "seller": "가상기업",
            "designations": held(*kinds),
            "kind": PurchaseKind.GOODS,
            "net_won": net_won,
            "vat_won": 0,
            "method": ContractMethod.NEGOTIATED_ONE_QUOTE,
            **values,
        }
    )


def rule(
    basis: Basis = Basis.TOTAL_PURCHASES, rate: int | None = 700, **values: object
) -> RuleTerms:
    given = {
        "basis": basis,
        "counted_kinds": ALL_KINDS,
        "counted_certifications": (SOCIAL,),
        "parts": () if basis is Basis.FIXED_AMOUNT else (Part(ALL_KINDS, None, rate),),
        **values,
    }
    return RuleTerms(**given)


class TestBasis:
    def test_fixed_amount(self) -> None:
        terms = rule(Basis.FIXED_AMOUNT, fixed_won=1_200_000_000)
        result = evaluate(terms, [purchase(1, 1_000_000_000, SOCIAL)]).measured
        assert (result.basis_won, result.target_won) == (None, 1_200_000_000)
        assert str(result.rate_percent) == "83.3"

    def test_seven_percent_of_what_could_be_negotiated(self) -> None:
        bought = [
            purchase(1, 600_000, SOCIAL),
            purchase(2, 9_400_000),
            purchase(3, 50_000_000, method=ContractMethod.COMPETITION),
        ]
        result = evaluate(rule(Basis.NEGOTIABLE_TOTAL), bought).measured
        assert (result.basis_won, result.target_won) == (10_000_000, 700_000)
        assert result.counted_won == 600_000
        assert str(result.rate_percent) == "85.7"
        assert str(result.share_percent) == "6.0"

    def test_eight_percent_of_an_available_budget(self) -> None:
        terms = rule(Basis.AVAILABLE_BUDGET, parts=(Part(ALL_KINDS, 125_000_000_000, 800),))
        assert evaluate(terms, []).measured.target_won == 10_000_000_000

    def test_a_budget_nobody_stated_is_missing_not_zero(self) -> None:
        result = evaluate(rule(Basis.AVAILABLE_BUDGET), [purchase(1, 1_000, SOCIAL)])
        assert result.measured.target_won is None
        assert result.measured.rate_percent is None
        assert result.missing == ("available_budget: goods, service, works",)

    def test_share_of_total_purchases_to_two_places(self) -> None:
        bought = [purchase(1, 1_234_567, SOCIAL), purchase(2, 8_765_433)]
        result = evaluate(rule(rate=1_100, rate_places=2), bought).measured
        assert (result.basis_won, result.target_won) == (10_000_000, 1_100_000)
        assert str(result.rate_percent) == "12.35"
        assert str(result.achievement_percent) == "112.23"

    def test_a_share_without_a_demanded_rate_has_no_target(self) -> None:
        result = evaluate(
            rule(rate=None, rate_places=2), [purchase(1, 50, SOCIAL), purchase(2, 50)]
        )
        assert result.measured.target_won is None
        assert str(result.measured.rate_percent) == "50.00"

    def test_a_ledger_of_counted_purchases_is_no_basis(self) -> None:
        result = evaluate(rule(), [purchase(1, 50, SOCIAL)], are_all=False)
        assert result.measured.basis_won is None
        assert result.missing == ("total_purchases: goods, service, works",)

    def test_more_than_all_is_shown_as_it_is(self) -> None:
        terms = rule(Basis.FIXED_AMOUNT, fixed_won=100)
        assert evaluate(terms, [purchase(1, 314, SOCIAL)]).measured.rate_percent == Decimal("314.0")


class TestParts:
    def test_each_kind_of_work_has_a_rate_of_its_own(self) -> None:
        terms = rule(
            parts=(
                Part(("goods",), None, 500),
                Part(("service",), None, 500),
                Part(("works",), None, 300),
            )
        )
        bought = [
            purchase(1, 10_000_000),
            purchase(2, 600_000, SOCIAL),
            purchase(3, 20_000_000, kind=PurchaseKind.WORKS),
        ]
        result = evaluate(terms, bought)
        goods, service, works = (each.measured for each in result.parts)
        assert (goods.basis_won, goods.target_won, goods.counted_won) == (
            10_600_000,
            530_000,
            600_000,
        )
        assert (service.basis_won, service.share_percent) == (0, None)
        assert (works.target_won, works.counted_won) == (600_000, 0)
        assert result.measured.target_won == 1_130_000


class TestRounding:
    @pytest.mark.parametrize(
        ("way", "target"),
        [(Rounding.HALF_UP, 1_000), (Rounding.UP, 2_000), (Rounding.DOWN, 1_000)],
    )
    def test_brings_the_target_to_its_unit(self, way: Rounding, target: int) -> None:
        terms = rule(parts=(Part(ALL_KINDS, 20_000, 700),), rounding=way, rounding_unit_won=1_000)
        assert evaluate(terms, []).measured.target_won == target


class TestWhatCounts:
    @pytest.mark.parametrize(
        ("bought", "reason"),
        [
            (purchase(1, 100), "no_certification"),
            (purchase(1, 100, "cooperative"), "certification_unlisted"),
            (purchase(1, 100, SOCIAL, kind=PurchaseKind.WORKS), "kind_not_counted"),
            (purchase(1, 100, SOCIAL, tier=PurchaseTier.SECOND), "second_tier_beside"),
            (purchase(1, 100, SOCIAL, day=date(2015, 12, 31)), "other_year"),
            (
                purchase(1, 100, designations=held(SOCIAL, until=date(2016, 5, 1))),
                "certification_lapsed",
            ),
        ],
    )
    def test_says_why_not(self, bought: Purchase, reason: str) -> None:
        terms = rule(counted_kinds=("goods", "service"), year=2016)
        result = evaluate(terms, [bought])
        assert [(each.row, each.reason) for each in result.not_counted] == [(1, reason)]
        assert result.measured.counted_won == 0

    def test_a_certificate_counts_on_its_last_day(self) -> None:
        bought = purchase(1, 100, designations=held(SOCIAL, until=DAY))
        assert evaluate(rule(), [bought]).measured.counted_won == 100

    def test_vat_in_or_out(self) -> None:
        bought = [purchase(1, 100, SOCIAL, vat_won=10)]
        assert evaluate(rule(), bought).measured.counted_won == 110
        assert evaluate(rule(vat_included=False), bought).measured.counted_won == 100

    def test_second_tier_counts_where_the_rule_takes_it_in(self) -> None:
        bought = [purchase(1, 100, SOCIAL, tier=PurchaseTier.SECOND)]
        taken = rule(second_tier=RelatedBodies.IN_TARGET)
        assert evaluate(taken, bought).measured.counted_won == 100

    def test_the_rules_own_day_decides_the_year_and_the_certificate(self) -> None:
        bought = purchase(
            1,
            100,
            designations=held(SOCIAL, until=date(2016, 12, 31)),
            ordered_on=date(2016, 12, 20),
            accepted_on=date(2017, 1, 3),
        )
        ordered = rule(counts_on=CountsOn.ORDER, year=2016)
        assert evaluate(ordered, [bought]).measured.counted_won == 100
        accepted = rule(counts_on=CountsOn.ACCEPTANCE, year=2017)
        assert evaluate(accepted, [bought]).not_counted[0].reason == "certification_lapsed"

    def test_a_purchase_given_twice_is_refused(self) -> None:
        with pytest.raises(ValueError, match="twice"):
            evaluate(rule(), [purchase(1, 100, SOCIAL), purchase(1, 100, SOCIAL)])


class TestDepartments:
    def test_have_a_basis_of_their_own_where_purchases_are_it(self) -> None:
        bought = [
            purchase(1, 100, SOCIAL, department="가"),
            purchase(2, 900, department="가"),
            purchase(3, 1_000, SOCIAL, department="나"),
        ]
        first, second = evaluate(rule(rate_places=2), bought).by_department
        assert (first.measured.basis_won, str(first.measured.rate_percent)) == (1_000, "10.00")
        assert str(second.measured.rate_percent) == "100.00"

    def test_have_none_where_one_amount_was_stated_for_all(self) -> None:
        terms = rule(parts=(Part(ALL_KINDS, 10_000, 700),))
        (only,) = evaluate(terms, [purchase(1, 100, SOCIAL)]).by_department
        assert (only.measured.basis_won, only.measured.counted_won) == (None, 100)


many = st.lists(
    st.tuples(
        st.integers(-(10**9), 10**9),
        st.sampled_from([(), (SOCIAL,), ("cooperative",), (SOCIAL, "women")]),
        st.sampled_from(list(PurchaseKind)),
        st.sampled_from(["가", "나", "다"]),
        st.sampled_from(list(ContractMethod)),
    ),
    max_size=30,
)


def drawn(
    rows: list[tuple[int, tuple[str, ...], PurchaseKind, str, ContractMethod]],
) -> list[Purchase]:
    return [
        purchase(n, won, *kinds, kind=kind, department=department, method=method)
        for n, (won, kinds, kind, department, method) in enumerate(rows)
    ]


@given(rows=many, seed=st.integers())
def test_any_order_gives_the_same_result(rows: list[Any], seed: int) -> None:
    bought = drawn(rows)
    shuffled = random.Random(seed).sample(bought, len(bought))
    assert evaluate(rule(), shuffled) == evaluate(rule(), bought)


@given(rows=many)
def test_departments_sum_to_the_institution(rows: list[Any]) -> None:
    result: Evaluation = evaluate(rule(), drawn(rows))
    departments = [each.measured for each in result.by_department]
    assert sum(each.counted_won for each in departments) == result.measured.counted_won
    assert sum(each.basis_won or 0 for each in departments) == (result.measured.basis_won or 0)


@given(rows=many)
def test_every_purchase_counts_once_or_is_told_why_not(rows: list[Any]) -> None:
    bought = drawn(rows)
    result = evaluate(rule(), bought)
    refused = {each.row for each in result.not_counted}
    assert len(refused) == len(result.not_counted)
    assert result.measured.counted_won == sum(
        each.net_won for each in bought if each.row not in refused
    )
