"""Cursors come back as they went out, and nothing else comes in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.errors import Invalid
from marketplace.core.pagination import clamp_limit, decode_cursor, encode_cursor


class TestCursor:
    @given(st.text(), st.integers())
    def test_comes_back_as_it_went_out(self, text: str, number: int) -> None:
        assert decode_cursor(encode_cursor(text, number), [str, int]) == (text, number)

    @given(st.text(max_size=200))
    def test_anything_else_is_refused_kindly(self, junk: str) -> None:
        with pytest.raises(Invalid) as refused:
            decode_cursor(junk, [str, int])
        assert "cursor" in refused.value.fields

    def test_a_truth_value_is_no_number(self) -> None:
        with pytest.raises(Invalid):
            decode_cursor(encode_cursor(True), [int])


@pytest.mark.parametrize(("asked", "given_"), [(None, 24), (0, 1), (7, 7), (10**9, 100)])
def test_limit_stays_in_bounds(asked: int | None, given_: int) -> None:
    assert clamp_limit(asked) == given_
