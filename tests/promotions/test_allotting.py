"""A sum over lines: to the won, never more than a line has, whatever the order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.promotions.allotting import allot

WEIGHTS = st.dictionaries(
    st.integers(1, 10_000), st.integers(0, 99_999_999), min_size=1, max_size=40
)


class TestAllot:
    @given(weights=WEIGHTS, data=st.data())
    def test_adds_up_and_stays_within_each_line(
        self, weights: dict[int, int], data: st.DataObject
    ) -> None:
        sum_won = data.draw(st.integers(0, sum(weights.values())))
        shares = allot(sum_won, weights)
        assert sum(shares.values()) == sum_won
        assert all(0 < share <= weights[key] for key, share in shares.items())
        exact = {
            key: sum_won * weight / max(sum(weights.values()), 1) for key, weight in weights.items()
        }
        assert all(abs(shares.get(key, 0) - exact[key]) <= 1.001 for key in weights)

    @given(weights=WEIGHTS, data=st.data())
    def test_does_not_care_in_which_order_lines_come(
        self, weights: dict[int, int], data: st.DataObject
    ) -> None:
        sum_won = data.draw(st.integers(0, sum(weights.values())))
        shuffled = dict(data.draw(st.permutations(list(weights.items()))))
        assert allot(sum_won, shuffled) == allot(sum_won, weights)

    def test_gives_the_odd_won_to_the_largest_fraction(self) -> None:
        assert allot(100, {1: 10_000, 2: 10_000, 3: 10_000}) == {1: 34, 2: 33, 3: 33}
        assert allot(1_000, {1: 6_500, 2: 5_000}) == {1: 565, 2: 435}

    def test_leaves_out_who_gets_nothing(self) -> None:
        assert allot(0, {1: 5}) == {}
        assert allot(5, {1: 5, 2: 0}) == {1: 5}

    @pytest.mark.parametrize(
        ("sum_won", "weights"), [(6, {1: 5}), (-1, {1: 5}), (1, {1: -5, 2: 9})]
    )
    def test_refuses_what_cannot_be(self, sum_won: int, weights: dict[int, int]) -> None:
        with pytest.raises(ValueError, match=r"taken|negative"):
            allot(sum_won, weights)
