"""Printed rates are compared at the precision they were printed with."""

from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.core.money import rate_percent
from marketplace.procurement.rates import decimals_of, is_printed_rate, one_place, printed_disagrees

EOK = 100_000_000
SEONGBUK = [
    (12, 10, "83.3", "86", True),
    (20, Decimal("21.7"), "108.5", "135", True),
    (25, Decimal("25.2"), "100.8", "101", False),
    (30, Decimal("38.4"), "128.0", "128", False),
    (35, 50, "142.9", "142.9", False),
]


class TestSeongbuk:
    @pytest.mark.parametrize(("target", "actual", "computed", "printed", "differs"), SEONGBUK)
    def test_years_2012_to_2016(
        self, target: int, actual: Decimal, computed: str, printed: str, differs: bool
    ) -> None:
        part, whole = int(actual * EOK), target * EOK
        assert str(rate_percent(part, whole)) == computed
        assert printed_disagrees(part, whole, printed) is differs


class TestPrintedDisagrees:
    def test_rounds_the_exact_quotient_once(self) -> None:
        # 100.45 → 100 at no decimals; by way of 100.5 it would wrongly become 101.
        assert not printed_disagrees(10_045, 10_000, "100")
        assert printed_disagrees(10_045, 10_000, "101")

    def test_takes_halves_up(self) -> None:
        assert not printed_disagrees(1_005, 1_000, "101")

    def test_more_printed_decimals_are_compared_finer(self) -> None:
        assert not printed_disagrees(50, 35, "142.86")
        assert printed_disagrees(50, 35, "142.90")

    @pytest.mark.parametrize(
        ("part", "whole", "printed"),
        [(None, 10, "86"), (10, None, "86"), (10, 0, "86"), (10, 12, None)],
    )
    def test_what_cannot_be_computed_disagrees_with_nothing(
        self, part: int | None, whole: int | None, printed: str | None
    ) -> None:
        assert not printed_disagrees(part, whole, printed)


class TestPrinted:
    @pytest.mark.parametrize("said", ["86", "142.9", "0", "1234.5678"])
    def test_digits_and_decimals_are_a_rate(self, said: str) -> None:
        assert is_printed_rate(said)

    @pytest.mark.parametrize("said", ["", "-1", "1,000", "약 86", "86%", ".5", "1e3"])
    def test_anything_else_is_not(self, said: str) -> None:
        assert not is_printed_rate(said)

    def test_decimals_and_one_place(self) -> None:
        assert [decimals_of(said) for said in ("86", "142.9", "1.25")] == [0, 1, 2]
        assert str(one_place("86")) == "86.0"
        assert str(one_place("1.25")) == "1.3"
        assert one_place(None) is None
