"""Hangul arithmetic and particles, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.search.hangul import compose, from_latin_layout, initials_of, keystrokes
from marketplace.search.particles import stems

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=8)


class TestKeystrokes:
    @pytest.mark.parametrize(
        ("text", "keys"),
        [("비누", "ㅂㅣㄴㅜ"), ("닭이", "ㄷㅏㄹㄱㅇㅣ"), ("왜", "ㅇㅗㅐ"), ("a1", "a1")],
    )
    def test_are_what_is_typed(self, text: str, keys: str) -> None:
        assert keystrokes(text) == keys

    def test_of_a_half_typed_word_begin_the_word(self) -> None:
        assert keystrokes("비누").startswith(keystrokes("빈"))

    @given(SYLLABLES)
    def test_compose_to_what_an_input_method_shows(self, text: str) -> None:
        """Typing the keys of a word and reading them again ends in the same keys."""
        assert keystrokes(compose(keystrokes(text))) == keystrokes(text)


class TestLatinLayout:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("qlsn", "비누"), ("ekfrdml", "닭의"), ("rkqt", "값"), ("EjrQhRdl", "떡뽂이")],
    )
    def test_reads_the_same_keys_in_korean(self, typed: str, meant: str) -> None:
        assert from_latin_layout(typed) == meant


class TestInitials:
    @pytest.mark.parametrize(
        ("text", "initials"),
        [("라벤더 비누", "ㄹㅂㄷㅂㄴ"), ("꿀떡", "ㄱㄷ"), ("ㅄ", "ㅂㅅ"), ("usb", "")],
    )
    def test_are_the_first_consonants_made_plain(self, text: str, initials: str) -> None:
        assert initials_of(text) == initials


class TestStems:
    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            ("비누를", ("비누",)),
            ("비누가", ("비누",)),
            ("쿠키랑", ("쿠키",)),
            ("마을에서는", ("마을에서", "마을")),
            ("아이들에게는", ("아이들에게", "아이들", "아이")),
            ("연필로", ("연필",)),
            ("떡을", ("떡",)),
            ("콩으로", ("콩",)),
        ],
    )
    def test_lose_their_particles(self, word: str, expected: tuple[str, ...]) -> None:
        assert stems(word) == expected

    @pytest.mark.parametrize(
        "word", ["종이", "오이", "사과", "포도", "가을", "마을", "누룽지", "를"]
    )
    def test_of_whole_nouns_stay_whole(self, word: str) -> None:
        assert stems(word) == ()

    @pytest.mark.parametrize(("word", "stem"), [("숯은", "숯"), ("종이", "종"), ("쌀이", "쌀")])
    def test_of_one_syllable_are_left_only_to_the_daring(self, word: str, stem: str) -> None:
        assert stems(word) == ()
        assert stems(word, daring=True) == (stem,)
