"""Korean questions find what they should, and nothing is said that is not so."""

from __future__ import annotations

import pytest

from marketplace.search.builds import Builds
from marketplace.search.engine import Engine
from tests.search.conftest import Find, ask, product, write


class TestWords:
    @pytest.mark.parametrize("asked", ["비누", "비누를", "비누가", "비누의", "비누로"])
    def test_are_found_with_any_particle(self, find: Find, asked: str) -> None:
        result = find(asked)
        assert set(result.ids) == {1, 2}
        assert result.corrected is None
        assert not result.loosened

    @pytest.mark.parametrize(
        ("asked", "number"),
        [
            ("천연", 1),  # the beginning of a compound
            ("누룽", 9),
            ("떡", 5),  # one syllable, the end of a compound
            ("꿀을", 6),
            ("선물", 4),
            ("케이터링", 8),
            ("밥", 9),  # in the description, with a particle
            ("아이", 10),  # with three
            ("답례품", 1),  # a tag
            ("나무손", 2),  # a maker
            ("usb", 7),
            ("ＵＳＢ", 7),
            ("두부 500", 3),
            ("work 충전", 7),
        ],
    )
    def test_are_found_in_parts(self, find: Find, asked: str, number: int) -> None:
        assert number in find(asked).ids

    def test_of_one_syllable_lose_a_doubtful_particle_when_nothing_is_called_so(
        self, builds: Builds, engine: Engine
    ) -> None:
        write(
            builds,
            [
                product(1, "참나무 숯"),
                product(2, "한지 종이"),
                product(3, "작은 종"),
                product(4, "쌀", description="종이 봉투에 담아요"),
            ],
        )
        assert engine.search(ask("숯은")).ids == [1]
        assert engine.search(ask("쌀이")).ids == [4]
        assert set(engine.search(ask("종이")).ids) == {2, 4}

    @pytest.mark.parametrize("asked", ["국산콩두부", "수제누룽지", "우리밀쿠키"])
    def test_are_found_without_their_space(self, find: Find, asked: str) -> None:
        assert find(asked).total == 1

    def test_must_all_be_there(self, find: Find) -> None:
        assert find("라벤더 비누").ids == [1]

    def test_of_a_number_are_whole(self, find: Find) -> None:
        assert 3 not in find("50").ids

    def test_that_head_a_title_come_before_those_in_passing(
        self, builds: Builds, engine: Engine
    ) -> None:
        write(
            builds,
            [
                product(1, "목욕 선물", enterprise=1, description="비누와 함께 써요"),
                product(2, "비누꽃 장식", enterprise=2),
                product(3, "쌀겨비누", enterprise=3),
                product(4, "때수건", enterprise=4, tags=("비누",)),
            ],
        )
        assert engine.search(ask("비누")).ids == [3, 2, 4, 1]


class TestInitials:
    @pytest.mark.parametrize(
        ("asked", "number"),
        [("ㄹㅂㄷ", 1), ("ㄴㄹㅈ", 9), ("ㅊㅇㅂㄴ", 1), ("ㅇㅋㅅㅇㄱ", 6), ("ㄱ", 3)],
    )
    def test_find_titles(self, find: Find, asked: str, number: int) -> None:
        assert number in find(asked).ids

    def test_must_stand_side_by_side(self, find: Find) -> None:
        assert find("ㅊㅂㄴ").ids == []  # 천연비누 is ㅊㅇㅂㄴ

    def test_with_a_word_find_both(self, find: Find) -> None:
        assert find("ㄹㅂㄷ 비누").ids == [1]

    def test_of_one_letter_find_beginnings(self, find: Find) -> None:
        assert set(find("ㄷ").ids) == {3}


class TestSlips:
    @pytest.mark.parametrize(
        ("asked", "understood", "number"),
        [
            ("누룽즤", "누룽지", 9),
            ("비뉴", "비누", 1),
            ("케이터링을", None, 8),
            ("케이타링", "케이터링", 8),
            ("초컬릿", "초콜릿", 11),
            ("qlsn", "비누", 1),
            ("라밴더 비누", "라벤더 비누", 1),
        ],
    )
    def test_are_mended_and_said(
        self, find: Find, asked: str, understood: str | None, number: int
    ) -> None:
        result = find(asked)
        assert number in result.ids
        assert result.corrected == understood

    def test_too_far_find_what_shares_most_pairs(self, find: Find) -> None:
        result = find("아카시아벌집꿀")
        assert result.ids == []
        result = find("천연비누꽃")
        assert result.ids == [1]
        assert result.loosened

    def test_of_a_compound_nobody_sells_find_its_words(self, find: Find) -> None:
        result = find("수제두부를")  # 수제 누룽지 and 국산콩 두부 are two things
        assert (result.ids, result.corrected, result.loosened) == ([3], None, True)
        result = find("선물쿠키")
        assert (result.ids, result.corrected, result.loosened) == ([4], "선물 쿠키", False)

    def test_of_a_word_nobody_knows_find_nothing(self, find: Find) -> None:
        result = find("자동차보험")
        assert (result.total, result.loosened, result.corrected) == (0, False, None)

    def test_of_one_word_in_three_leave_the_other_two(self, find: Find) -> None:
        result = find("라벤더 비누 추천해줘")
        assert result.ids == [1]
        assert result.loosened


class TestStrangeQuestions:
    @pytest.mark.parametrize(
        "asked",
        [
            "<script>alert(1)</script>",
            "'; DROP TABLE product; --",
            "title:비누 OR *",
            "((((((((",
            "\x00\x1f비누\x1f",
            "비누" * 10_000,
            "\ud7ff\ue000 \u200b",
            "%_%",
        ],
    )
    def test_are_only_words(self, find: Find, asked: str) -> None:
        result = find(asked)
        assert result.total == len(result.ids) <= 11

    def test_without_a_word_find_nothing(self, find: Find) -> None:
        assert find("!!!").total == 0
        assert find("  ").total == 11
