"""Months, their deadlines, and which of them are late."""

from __future__ import annotations

from datetime import date

import pytest

from marketplace.procurement.months import (
    Month,
    last_due_month,
    month_of,
    months_of,
    next_due_month,
    overdue_months,
)


class TestMonth:
    def test_december_is_followed_by_january(self) -> None:
        assert Month(2026, 12).following == Month(2027, 1)
        assert Month(2026, 1).following == Month(2026, 2)

    @pytest.mark.parametrize(("month", "day"), [(2, 28), (12, 31), (4, 30)])
    def test_ends_on_its_last_day(self, month: int, day: int) -> None:
        assert Month(2026, month).last_day == date(2026, month, day)

    def test_is_due_on_the_fifth_of_the_next_month(self) -> None:
        assert Month(2026, 12).due_on == date(2027, 1, 5)
        assert not Month(2026, 12).is_overdue(date(2027, 1, 5))
        assert Month(2026, 12).is_overdue(date(2027, 1, 6))

    def test_is_over_only_after_its_last_day(self) -> None:
        assert not Month(2026, 3).is_over(date(2026, 3, 31))
        assert Month(2026, 3).is_over(date(2026, 4, 1))

    def test_quarters_have_three_months(self) -> None:
        assert [month.quarter for month in months_of(2026)] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]


class TestDeadlines:
    def test_nothing_is_due_before_the_sixth_of_february(self) -> None:
        assert last_due_month(2026, date(2026, 2, 5)) is None
        assert last_due_month(2026, date(2026, 2, 6)) == Month(2026, 1)

    def test_the_whole_year_is_due_in_the_next(self) -> None:
        assert len(overdue_months(2026, date(2027, 1, 6))) == 12
        assert next_due_month(2026, date(2027, 1, 6)) is None

    def test_the_next_deadline_is_the_first_not_passed(self) -> None:
        assert next_due_month(2026, date(2026, 4, 5)) == Month(2026, 3)
        assert next_due_month(2026, date(2026, 4, 6)) == Month(2026, 4)

    def test_a_day_lies_in_its_month(self) -> None:
        assert month_of(date(2026, 7, 31)) == Month(2026, 7)
