"""Business registration numbers: the check digit decides, not the shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.business_numbers import bare, is_business_number, with_hyphens

# Printed on the companies' own public pages.
REAL = ["120-81-47521", "1248100998", "220-81-62517", "104 81 53190"]


class TestIsBusinessNumber:
    @pytest.mark.parametrize("written", REAL)
    def test_accepts_real_ones_however_written(self, written: str) -> None:
        assert is_business_number(written)

    @pytest.mark.parametrize("written", ["", "1234567890", "12345", "120-81-4752１", "a" * 10])
    def test_refuses_what_cannot_be_one(self, written: str) -> None:
        assert not is_business_number(written)

    @given(st.from_regex(r"[0-9]{9}", fullmatch=True))
    def test_exactly_one_last_digit_fits(self, nine: str) -> None:
        assert sum(is_business_number(nine + last) for last in "0123456789") == 1

    @given(st.sampled_from([bare(each) for each in REAL]), st.integers(0, 7), st.integers(1, 9))
    def test_one_wrong_digit_of_the_first_eight_is_noticed(
        self, number: str, place: int, shift: int
    ) -> None:
        wrong = str((int(number[place]) + shift) % 10)
        assert not is_business_number(number[:place] + wrong + number[place + 1 :])


def test_is_written_with_hyphens() -> None:
    assert with_hyphens("1208147521") == "120-81-47521"
    assert with_hyphens("") == ""
