"""Days are Seoul's, instants are aware."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from marketplace.core import clock


class TestToday:
    def test_is_seouls_day(self) -> None:
        with clock.frozen(datetime(2026, 12, 31, 15, 30, tzinfo=UTC)):
            assert clock.today() == date(2027, 1, 1)

    def test_a_day_begins_and_ends_in_seoul(self) -> None:
        day = date(2026, 1, 1)
        assert clock.start_of_day(day) == datetime(2025, 12, 31, 15, tzinfo=UTC)
        assert clock.end_of_day(day) == datetime(2026, 1, 1, 15, tzinfo=UTC)

    def test_a_naive_instant_has_no_place(self) -> None:
        with pytest.raises(ValueError, match="naive"):
            clock.seoul(datetime(2026, 1, 1))  # noqa: DTZ001 - the fault under test
