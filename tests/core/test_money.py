"""Whole won: tax split, rates, shares."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.money import Money, VatClass, rate_percent, share, split_gross

WON = st.integers(-(10**12), 10**12)


class TestSplitGross:
    @pytest.mark.parametrize(
        ("gross", "net", "vat"), [(11000, 10000, 1000), (100, 91, 9), (1, 1, 0), (0, 0, 0)]
    )
    def test_takes_one_eleventh_as_tax(self, gross: int, net: int, vat: int) -> None:
        split = split_gross(gross, VatClass.TAXABLE)
        assert (split.net_won, split.vat_won) == (net, vat)

    @given(WON)
    def test_always_adds_up(self, gross: int) -> None:
        assert split_gross(gross, VatClass.TAXABLE).gross_won == gross

    @given(WON)
    def test_a_reversal_cancels_to_the_won(self, gross: int) -> None:
        there, back = split_gross(gross, VatClass.TAXABLE), split_gross(-gross, VatClass.TAXABLE)
        assert (there.net_won + back.net_won, there.vat_won + back.vat_won) == (0, 0)

    @pytest.mark.parametrize("vat_class", [VatClass.EXEMPT, VatClass.ZERO_RATED])
    def test_leaves_untaxed_goods_alone(self, vat_class: VatClass) -> None:
        assert split_gross(11000, vat_class).vat_won == 0


class TestRatePercent:
    @pytest.mark.parametrize(
        ("actual", "target", "printed"),
        [
            (1_000_000_000, 1_200_000_000, "83.3"),
            (2_170_000_000, 2_000_000_000, "108.5"),
            (2_520_000_000, 2_500_000_000, "100.8"),
            (3_840_000_000, 3_000_000_000, "128.0"),
            (5_000_000_000, 3_500_000_000, "142.9"),
        ],
    )
    def test_recomputes_the_printed_years(self, actual: int, target: int, printed: str) -> None:
        assert str(rate_percent(actual, target)) == printed

    def test_is_none_without_a_whole(self) -> None:
        assert rate_percent(5, 0) is None

    def test_rounds_half_up_to_the_places_asked(self) -> None:
        assert rate_percent(1_0005, 1_000_000, places=2) == Decimal("1.00")
        assert rate_percent(125, 100_000, places=2) == Decimal("0.13")


class TestMoney:
    def test_refuses_a_float(self) -> None:
        with pytest.raises(TypeError):
            Money(1.5)  # type: ignore[arg-type]

    def test_adds_and_multiplies(self) -> None:
        assert Money(300) * 3 - Money(100) + -Money(50) == Money(750)

    @given(st.integers(0, 10**12), st.integers(0, 10_000))
    def test_a_share_is_never_more_than_the_whole(self, amount: int, points: int) -> None:
        assert 0 <= share(amount, points) <= amount
