"""Fonts: every letter in exactly one slice, and the first visit takes the small one."""

from __future__ import annotations

from front_end import fonts

LATIN = set(range(0x20, 0x7F))
KOREAN = set(range(0xAC00, 0xAC00 + 2000))
RANKED = [chr(0xAC00 + at) for at in range(1000, 0, -1)]


class TestSlices:
    def test_put_each_letter_in_exactly_one(self) -> None:
        cut = fonts.slices(LATIN | KOREAN | {0x3B1}, RANKED)
        letters = [letter for _, part in cut for letter in part]
        assert sorted(letters) == sorted(LATIN | KOREAN | {0x3B1})

    def test_keep_latin_and_the_commonest_syllables_in_the_core(self) -> None:
        core = dict(fonts.slices(LATIN | KOREAN, RANKED))["core"]
        assert set(core) >= LATIN
        assert ord(RANKED[0]) in core
        assert ord(RANKED[fonts.CORE_SYLLABLES]) not in core

    def test_name_the_core_last_because_later_faces_win(self) -> None:
        assert fonts.slices(LATIN | KOREAN, RANKED)[-1][0] == "core"

    def test_leave_out_letters_the_font_does_not_have(self) -> None:
        cut = fonts.slices({0x41}, ["힣"])
        assert cut == [("core", [0x41])]


class TestRanges:
    def test_join_neighbours(self) -> None:
        assert fonts.ranges([0x41, 0x42, 0x43, 0x51]) == "U+41-43,U+51"
