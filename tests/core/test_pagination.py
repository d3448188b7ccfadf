"""Cursors come back as they went out, and nothing else comes in."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.errors import Invalid
from marketplace.core.pagination import LARGEST_INTEGER, clamp_limit, decode_cursor, encode_cursor

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200)


class TestCursor:
    @given(TEXTS, st.integers(-LARGEST_INTEGER, LARGEST_INTEGER))
    def test_comes_back_as_it_went_out(self, text: str, number: int) -> None:
        assert decode_cursor(encode_cursor(text, number), [str, int]) == (text, number)

    @given(st.text(max_size=200))
    def test_anything_else_is_refused_kindly(self, junk: str) -> None:
        with pytest.raises(Invalid) as refused:
            decode_cursor(junk, [str, int])
        assert "cursor" in refused.value.fields

    @pytest.mark.parametrize(
        "unstorable",
        [("\x00", 1), ("a\x00b", 1), ("a", 2**63), ("a", -(10**400))],
    )
    def test_what_no_database_takes_is_refused(self, unstorable: tuple[str, int]) -> None:
        with pytest.raises(Invalid):
            decode_cursor(encode_cursor(*unstorable), [str, int])

    @pytest.mark.parametrize("raw", [b'["\\ud800",1]', b"[" * 1_000, b"[NaN,1]", b"[1e999,1]"])
    def test_strange_json_is_refused(self, raw: bytes) -> None:
        with pytest.raises(Invalid):
            decode_cursor(urlsafe_b64encode(raw).decode(), [str, int])

    def test_a_truth_value_is_no_number(self) -> None:
        with pytest.raises(Invalid):
            decode_cursor(encode_cursor(True), [int])


@pytest.mark.parametrize(("asked", "given_"), [(None, 24), (0, 1), (7, 7), (10**9, 100)])
def test_limit_stays_in_bounds(asked: int | None, given_: int) -> None:
    assert clamp_limit(asked) == given_
