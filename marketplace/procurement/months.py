"""The reporting calendar: when a month must be closed, and which months already had to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from marketplace.core import clock

DUE_DAY = 5  # "매월 5일까지": actuals of a month are entered by the 5th of the next one


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One calendar month; the fiscal year is the calendar year."""

    year: int
    month: int

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def following(self) -> Month:
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def last_day(self) -> date:
        return self.following.first_day - timedelta(days=1)

    @property
    def due_on(self) -> date:
        """The last day on which closing it is in time."""
        return self.following.first_day.replace(day=DUE_DAY)

    @property
    def quarter(self) -> int:
        return (self.month - 1) // 3 + 1

    def is_over(self, today: date | None = None) -> bool:
        """Whether its last day has passed in Seoul."""
        return self.last_day < (today or clock.today())

    def is_overdue(self, today: date | None = None) -> bool:
        """Whether the day by which it had to be closed has passed."""
        return self.due_on < (today or clock.today())


def months_of(year: int) -> tuple[Month, ...]:
    """January to December."""
    return tuple(Month(year, month) for month in range(1, 13))


def month_of(day: date) -> Month:
    """The month a day lies in."""
    return Month(day.year, day.month)


def overdue_months(year: int, today: date | None = None) -> tuple[Month, ...]:
    """Every month of the year that had to be closed before today, earliest first."""
    return _overdue(year, today or clock.today())


@lru_cache(maxsize=64)  # a page of a thousand departments asks this for each of them
def _overdue(year: int, day: date) -> tuple[Month, ...]:
    return tuple(month for month in months_of(year) if month.is_overdue(day))


def last_due_month(year: int, today: date | None = None) -> Month | None:
    """The last month that had to be closed before today, None when none had to."""
    overdue = overdue_months(year, today)
    return overdue[-1] if overdue else None


def next_due_month(year: int, today: date | None = None) -> Month | None:
    """The month whose closing is the next deadline, None once the year is behind us."""
    day = today or clock.today()
    return next((month for month in months_of(year) if not month.is_overdue(day)), None)
