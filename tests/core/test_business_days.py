"""Korean business days, counted over weekends, Chuseok and substitute holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.business_days import (
    add_business_days,
    is_business_day,
    last_start_overdue,
    on_or_after,
)

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 26), True),
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 9, 25), False),  # Chuseok
        (date(2026, 10, 5), False),  # substitute for 개천절 on a Saturday
        (date(2026, 3, 2), False),  # substitute for 삼일절 on a Sunday
        (date(2026, 10, 6), True),
    ],
)
def test_knows_holidays_and_their_substitutes(day: date, works: bool) -> None:
    assert is_business_day(day) is works


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday to Thursday
        (date(2026, 11, 26), date(2026, 12, 1)),  # Thursday over a weekend
        (date(2026, 11, 28), date(2026, 12, 2)),  # arrived on a Saturday
        (date(2026, 9, 23), date(2026, 9, 30)),  # over Chuseok
        (date(2026, 10, 1), date(2026, 10, 7)),  # over a weekend and a substitute holiday
    ],
)
def test_counts_three_business_days_without_the_first(start: date, due: date) -> None:
    assert add_business_days(start, 3) == due


def test_a_term_does_not_end_on_a_holiday() -> None:
    assert on_or_after(date(2026, 10, 3)) == date(2026, 10, 6)
    assert on_or_after(date(2026, 10, 6)) == date(2026, 10, 6)


@given(DAYS, st.integers(1, 10))
def test_so_many_business_days_lie_between(start: date, count: int) -> None:
    due = add_business_days(start, count)
    between = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert sum(map(is_business_day, between)) == count
    assert is_business_day(due)


@given(DAYS, st.integers(1, 5))
def test_overdue_begins_the_day_after_the_last(today: date, count: int) -> None:
    start = last_start_overdue(today, count)
    assert add_business_days(start, count) < today
    assert add_business_days(start + timedelta(days=1), count) >= today
