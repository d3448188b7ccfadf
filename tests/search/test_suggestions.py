"""What the box offers while somebody types."""

from __future__ import annotations

import pytest

from marketplace.search.builds import Builds
from marketplace.search.engine import Engine
from tests.search.conftest import SHELF, product, update, write


@pytest.fixture
def typing(builds: Builds, engine: Engine) -> Engine:
    write(builds, SHELF)
    return engine


class TestSuggest:
    @pytest.mark.parametrize(
        ("typed", "offered"),
        [
            ("비", "비누"),
            ("빈", "비누"),  # half way to 비누
            ("ㅂㄴ", "비누"),
            ("누ㄹ", "누룽지"),
            ("천연비", "천연비누"),
            ("수제 누", "수제 누룽지"),
            ("ㅅㅈㄴ", "수제 누룽지"),
            ("US", "usb"),
            ("함께", "함께 굽는 사람들"),
        ],
    )
    def test_offers_what_begins_so(self, typing: Engine, typed: str, offered: str) -> None:
        assert offered in typing.suggest(typed)

    @pytest.mark.parametrize("typed", ["", " ", "!", "zzz", "비" * 20_000, "\x1f", "<b>"])
    def test_offers_nothing_for_nothing(self, typing: Engine, typed: str) -> None:
        assert typing.suggest(typed) == []

    def test_puts_the_frequent_first_and_keeps_to_the_limit(self, typing: Engine) -> None:
        assert typing.suggest("ㅅ")[0] in {"생활", "식품"}
        assert len(typing.suggest("ㅅ", limit=2)) == 2

    def test_forgets_what_nobody_sells_any_more(self, typing: Engine) -> None:
        update(typing.builds, product(12, "두루마리 휴지"), gone=[9])
        assert typing.suggest("누룽") == []
        assert "두루마리" in typing.suggest("두루")
