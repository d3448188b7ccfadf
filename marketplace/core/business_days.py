"""Days on which Korean offices work: no weekends, no public or substitute holidays.

Holidays come from the `holidays` library, which follows 관공서의 공휴일에 관한 규정 with its
substitute, election and temporary days as far as its release knows them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays

ONE_DAY = timedelta(days=1)


@cache
def _holidays() -> HolidayBase:
    return country_holidays("KR")  # grows by itself, a year when first asked for it


def is_business_day(day: date) -> bool:
    """Whether offices work on a day in Seoul."""
    return day.weekday() < 5 and day not in _holidays()


def add_business_days(start: date, count: int) -> date:
    """The `count`-th business day after `start`; the first day is not counted (민법 제157조)."""
    day = start
    while count:
        day += ONE_DAY
        count -= is_business_day(day)
    return day


def on_or_after(day: date) -> date:
    """The day itself, or the next business day: a term does not end on a holiday (민법 제161조)."""
    while not is_business_day(day):
        day += ONE_DAY
    return day


def last_start_overdue(today: date, count: int) -> date:
    """The latest start whose `count` business days are over before `today` begins."""
    day = today
    while add_business_days(day, count) >= today:
        day -= ONE_DAY
    return day
