"""A forecast of the year's end: by earlier years, by its own pace, or honestly none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketplace.procurement.outlook.forecast import Forecast, Method, forecast, share_by

END_OF_JUNE = date(2026, 6, 30)
HALF = {3: 50, 9: 50}
months = st.dictionaries(st.integers(1, 12), st.integers(0, 10**9), max_size=12)
with_corrections = st.dictionaries(st.integers(1, 12), st.integers(-(10**9), 10**9), max_size=12)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
earlier = st.dictionaries(st.integers(2021, 2025), with_corrections, max_size=5)


def told(counted: int, **values: object) -> Forecast:
    asked = {"months": {}, "earlier": {}, "today": END_OF_JUNE, **values}
    return forecast(2026, counted, **asked)  # type: ignore[arg-type]


class TestByEarlierYears:
    def test_a_year_as_far_as_earlier_ones_ends_like_them(self) -> None:
        found = told(600, earlier={2025: HALF})
        assert (found.method, found.expected_won) == (Method.EARLIER_YEARS, 1_200)
        assert (found.years, found.has_range) == ((2025,), False)

    def test_years_that_differ_give_a_range(self) -> None:
        found = told(600, earlier={2024: {3: 75, 9: 25}, 2025: HALF, 2023: {3: 60, 9: 40}})
        assert found.expected_won == 1_000
        assert (found.low_won, found.high_won) == (800, 1_200)

    def test_the_running_month_counts_by_its_days(self) -> None:
        share = share_by({6: 300, 12: 300}, date(2026, 6, 10))
        assert share is not None
        assert float(share) == pytest.approx(1 / 6)

    def test_a_year_that_bought_only_later_says_nothing(self) -> None:
        assert told(600, earlier={2025: {12: 100}}).method is Method.OWN_PACE


class TestByOwnPace:
    def test_goes_on_as_it_went(self) -> None:
        found = told(181, months={1: 30, 2: 31, 3: 30, 4: 30, 5: 30, 6: 30})
        assert (found.method, found.expected_won) == (Method.OWN_PACE, 365)
        assert found.low_won is not None
        assert found.low_won <= 365 <= (found.high_won or 0)

    @pytest.mark.parametrize(
        ("counted", "today"), [(100, date(2026, 1, 20)), (0, END_OF_JUNE), (-5, END_OF_JUNE)]
    )
    def test_says_so_when_there_is_too_little(self, counted: int, today: date) -> None:
        found = told(counted, today=today)
        assert (found.method, found.expected_won) == (Method.TOO_LITTLE, None)

    def test_two_months_give_no_range(self) -> None:
        assert not told(100, months={1: 50, 2: 50}, today=date(2026, 2, 28)).has_range


def test_a_year_that_is_over_ends_with_what_is_counted() -> None:
    found = told(123, earlier={2025: HALF}, today=date(2027, 1, 3))
    assert (found.method, found.expected_won) == (Method.OVER, 123)


def test_what_is_ordered_already_is_expected() -> None:
    assert told(600, earlier={2025: {3: 100}}, pipeline_won=50).expected_won == 650


@given(
    counted=st.integers(-(10**9), 10**12),
    this=with_corrections,
    before=earlier,
    day=days,
    pipeline=st.integers(0, 10**9),
)
def test_is_never_below_what_is_counted(
    counted: int, this: dict[int, int], before: dict[int, dict[int, int]], day: date, pipeline: int
) -> None:
    found = forecast(2026, counted, this, before, day, pipeline)
    if found.expected_won is None:
        assert found.method is Method.TOO_LITTLE
        return
    assert found.expected_won >= counted + pipeline
    if found.has_range:
        assert counted <= found.low_won <= found.expected_won <= found.high_won  # type: ignore[operator]


@given(this=months, before=earlier, day=days, more=st.integers(1, 10**9))
def test_more_counted_never_gives_less(
    this: dict[int, int], before: dict[int, dict[int, int]], day: date, more: int
) -> None:
    this = {month: won for month, won in this.items() if month <= day.month}
    counted = sum(this.values())
    assume(counted > 0)
    raised = {**this, day.month: this.get(day.month, 0) + more}
    less = forecast(2026, counted, this, before, day)
    greater = forecast(2026, counted + more, raised, before, day)
    assert greater.method is less.method
    for name in ("expected_won", "low_won", "high_won"):
        before_won, after_won = getattr(less, name), getattr(greater, name)
        assert (before_won is None) is (after_won is None)
        assert before_won is None or after_won >= before_won


@given(this=months, day=days)
def test_the_same_pace_on_a_later_day_is_never_more(this: dict[int, int], day: date) -> None:
    assume(day < date(2026, 12, 31))
    counted = sum(won for month, won in this.items() if month < day.month)
    early, late = (forecast(2026, counted, {}, {}, each) for each in (day, day + timedelta(days=1)))
    if early.expected_won is not None and late.expected_won is not None:
        assert late.expected_won <= early.expected_won
