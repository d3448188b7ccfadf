"""Legal duties side by side, each with its own denominator."""

from __future__ import annotations

from datetime import date

from marketplace.procurement.models import PurchaseKind
from marketplace.procurement.rules.regimes import RegimeResult, judge_regimes, regimes
from tests.procurement.quota.test_evaluating import purchase

DAY_2025 = date(2025, 5, 2)
SPENT = {"goods": 100_000_000, "service": 50_000_000, "works": 200_000_000}


def judged(year: int, *bought: object, **how: object) -> dict[str, RegimeResult]:
    found = judge_regimes(bought, year, **how)  # type: ignore[arg-type]
    return {each.regime.code: each for each in found}


class TestReference:
    def test_every_row_says_how_sure_it_is(self) -> None:
        assert {each.confidence for each in regimes()} <= {"high", "medium", "low"}
        assert all(each.law and each.name and each.name_en for each in regimes())

    def test_no_kind_is_measured_twice_in_one_duty(self) -> None:
        for each in regimes():
            kinds = [kind for part in each.parts for kind in part.kinds]
            assert len(kinds) == len(set(kinds)), each.code


class TestJudgeRegimes:
    def test_one_purchase_serves_several_and_is_never_added_up(self) -> None:
        bought = purchase(1, 2_000_000, "certified_social", "women", "disabled")
        found = judged(2016, bought, spent=SPENT)
        for code in ("social", "women", "disabled"):
            result = found[code].evaluation
            assert result is not None
            assert result.measured.counted_won == 2_000_000

    def test_women_are_measured_by_kind_of_work(self) -> None:
        found = judged(
            2016,
            purchase(1, 5_000_000, "women"),
            purchase(2, 1_000_000, "women", kind=PurchaseKind.SERVICE),
            spent=SPENT,
        )["women"]
        assert found.evaluation is not None
        told = [
            (str(part.measured.rate_percent), found.meets(part)) for part in found.evaluation.parts
        ]
        assert told == [("5.00", True), ("2.00", False), ("0.00", False)]

    def test_meets_is_judged_in_won_not_by_the_rounded_rate(self) -> None:
        found = judged(2016, purchase(1, 4_999_999, "women"), spent=SPENT)["women"]
        assert found.evaluation is not None
        part = found.evaluation.parts[0]
        assert (str(part.measured.rate_percent), found.meets(part)) == ("5.00", False)

    def test_works_are_no_part_of_the_severely_disabled_denominator(self) -> None:
        bought = purchase(1, 1_650_000, "severely_disabled_facility", day=DAY_2025)
        found = judged(2025, bought, spent=SPENT)["severely_disabled"]
        assert found.evaluation is not None
        assert found.evaluation.measured.basis_won == 150_000_000
        assert found.meets(found.evaluation.parts[0]) is True

    def test_a_year_before_a_row_is_in_force_is_not_judged(self) -> None:
        found = judged(2024, spent=SPENT)["severely_disabled"]
        assert (found.evaluation, found.missing) == (None, ("not_in_force",))

    def test_says_what_is_missing_instead_of_guessing(self) -> None:
        found = judged(2016, purchase(1, 1_000, "women"), spent={"goods": 1})
        assert found["sme"].missing == ("company_size",)
        assert found["women"].missing == ("basis:service", "basis:works")
        result = found["women"].evaluation
        assert result is not None
        assert result.measured.rate_percent is None
        assert found["women"].meets(result.parts[1]) is None

    def test_a_duty_without_a_rate_is_neither_met_nor_missed(self) -> None:
        found = judged(2016, purchase(1, 1_000, "self_support"), spent=SPENT)["self_support"]
        assert found.evaluation is not None
        assert found.meets(found.evaluation.parts[0]) is None

    def test_all_purchases_are_their_own_denominator(self) -> None:
        bought = [purchase(1, 100, "disabled"), purchase(2, 9_900)]
        found = judged(2016, *bought, are_all=True)["disabled"]
        assert found.evaluation is not None
        assert str(found.evaluation.measured.rate_percent) == "1.00"
        assert found.missing == ()


def test_a_part_is_judged_though_another_lacks_its_denominator() -> None:
    results = judge_regimes([], 2026, {"goods": 1_000_000, "service": 1_000_000})
    women = next(each for each in results if each.regime.code == "women")
    assert women.evaluation is not None
    assert [women.meets(part) for part in women.evaluation.parts] == [False, False, None]
