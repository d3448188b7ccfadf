"""How amounts and days look on screen."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask

from marketplace.web.filters import date_ko, datetime_ko, krw_short, percent, won


@pytest.fixture
def korean(app: Flask) -> Flask:
    return app


class TestKrwShort:
    @pytest.mark.parametrize(
        ("amount", "shown"),
        [
            (None, "–"),
            (0, "0원"),
            (3_000, "3,000원"),
            (825_000, "82만 5,000원"),
            (42_000_000, "4,200만 원"),
            (12_893_000, "1,289만 3,000원"),
            (3_840_000_000, "38억 4,000만 원"),
            (-100_000_000, "-1억 원"),
        ],
    )
    def test_says_the_whole_amount(self, korean: Flask, amount: int | None, shown: str) -> None:
        with korean.test_request_context("/"):
            assert krw_short(amount) == shown

    def test_in_english_too(self, korean: Flask) -> None:
        with korean.test_request_context("/", headers={"Cookie": "lang=en"}):
            assert krw_short(12_893_000) == "₩12.893M"
            assert won(1_000) == "₩1,000"


class TestDays:
    def test_are_seouls(self, korean: Flask) -> None:
        late = datetime(2026, 12, 31, 15, 5, tzinfo=UTC)
        with korean.test_request_context("/"):
            assert date_ko(late) == "2027. 1. 1."
            assert datetime_ko(late) == "2027. 1. 1. 00:05"
            assert percent(Decimal("83.3")) == "83.3%"
