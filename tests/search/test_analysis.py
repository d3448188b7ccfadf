"""Questions cut into words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.search.analysis import QUERY_WORDS, WORD_CHARACTERS, Script, question, words


def texts(asked: str) -> list[str]:
    return [word.text for word in question(asked)]


class TestQuestion:
    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ("천연 비누", ["천연", "비누"]),
            ("USB충전기 3단", ["usb", "충전기", "3", "단"]),
            ("ＵＳＢ　Café", ["usb", "cafe"]),
            ("ㅂㄴ", ["ㅂㄴ"]),
            ("ㅄ", ["ㅂㅅ"]),
            ("비누ㄹ", ["비누"]),
            ("비누 비누", ["비누"]),
            ("日本 酒", ["日本", "酒"]),
            ("!!! ♥", []),
        ],
    )
    def test_is_cut_into_words(self, asked: str, expected: list[str]) -> None:
        assert texts(asked) == expected

    def test_of_decomposed_letters_is_the_same(self) -> None:
        assert texts(unicodedata.normalize("NFD", "라벤더 비누")) == ["라벤더", "비누"]

    def test_of_conjoining_initials_is_initials(self) -> None:
        assert question("\u1107\u1102")[0].script is Script.INITIALS

    @pytest.mark.parametrize("asked", ["비" * 20_000, "비누 " * 5_000, "<" * 20_000, "ㅂ" * 20_000])
    def test_of_twenty_thousand_characters_is_cut(self, asked: str) -> None:
        found = question(asked)
        assert len(found) <= QUERY_WORDS
        assert all(len(word.text) <= WORD_CHARACTERS for word in found)

    @given(st.text(max_size=400))
    def test_takes_any_text(self, asked: str) -> None:
        found = question(asked)
        assert len({word.text for word in found}) == len(found) <= QUERY_WORDS
        assert all(word.forms[0] == word.text for word in found)

    @given(st.text(st.sampled_from("비누천연떡가 1aZé-·,日"), max_size=60))
    def test_cuts_like_the_listing_is_cut(self, text: str) -> None:
        """A title asked for as it stands consists of its own words."""
        assert texts(text) == list(dict.fromkeys(words(text)))[:QUERY_WORDS]
