"""Where counted purchases will stand on 31 December, in whole won, from sums and days alone.

Two ways, the better one first. Where earlier years are known, this year is as far on its way as
those were on the same day: counted ÷ the share they had counted by then. Where they are not, it
goes on at this year's own pace. A forecast is never below what is counted, and more counted
never gives a smaller one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from statistics import median

from marketplace.procurement.months import Month

LEAST_SHARE = Fraction(1, 20)  # a year that had bought less than this by the day says nothing of it
LEAST_DAYS = 31  # a pace of fewer days is chance
LEAST_MONTHS = 3  # a spread of fewer whole months is chance

MonthSums = Mapping[int, int]


class Method(StrEnum):
    """How a forecast was made, so that it can be said beside the figure."""

    EARLIER_YEARS = "earlier_years"
    OWN_PACE = "own_pace"
    TOO_LITTLE = "too_little"
    OVER = "over"  # the year is over: what is counted is the result


@dataclass(frozen=True, slots=True)
class Forecast:
    """The amount expected at the year's end and the range it may lie in.

    `expected_won` is None where there is too little to go by; the range is None where nothing
    is known of how years, or months, differ. `years` are the ones compared with.
    """

    method: Method
    expected_won: int | None
    low_won: int | None = None
    high_won: int | None = None
    years: tuple[int, ...] = ()

    @property
    def has_range(self) -> bool:
        return self.low_won is not None and self.high_won is not None


def forecast(
    year: int,
    counted_won: int,
    months: MonthSums,
    earlier: Mapping[int, MonthSums],
    today: date,
    pipeline_won: int = 0,
) -> Forecast:
    """The year's end from what is counted, this year's months and those of earlier years.

    `pipeline_won` is ordered already, so the expected amount is never below it and what is
    counted together; the range is not raised by it, because orders can be withdrawn.
    """
    if today.year > year:
        return Forecast(Method.OVER, counted_won, counted_won, counted_won)
    found = _by_earlier_years(counted_won, earlier, today) or _by_own_pace(
        counted_won, months, today
    )
    if today.year < year or counted_won <= 0 or found is None:
        return Forecast(Method.TOO_LITTLE, None)
    return _at_least(found, counted_won, pipeline_won)


def _at_least(found: Forecast, counted_won: int, pipeline_won: int) -> Forecast:
    expected = max(found.expected_won or 0, counted_won + max(pipeline_won, 0))
    if found.low_won is None or found.high_won is None:
        return Forecast(found.method, expected, years=found.years)
    return Forecast(
        found.method,
        expected,
        max(found.low_won, counted_won),
        max(found.high_won, expected),
        found.years,
    )


def _by_earlier_years(
    counted_won: int, earlier: Mapping[int, MonthSums], today: date
) -> Forecast | None:
    shares = {year: share for year in sorted(earlier) if (share := share_by(earlier[year], today))}
    if not shares:
        return None
    ends = [_rounded(counted_won / share) for share in shares.values()]
    low, high = (min(ends), max(ends)) if len(ends) > 1 else (None, None)
    expected = _rounded(counted_won / _middle(list(shares.values())))
    return Forecast(Method.EARLIER_YEARS, expected, low, high, tuple(shares))


def share_by(months: MonthSums, today: date) -> Fraction | None:
    """Which part of a year's purchases lay before this day of it; None where that says nothing."""
    whole = sum(months.values())
    if whole <= 0:
        return None
    month = Month(today.year, today.month)
    before = sum(won for number, won in months.items() if number < today.month)
    part = Fraction(months.get(today.month, 0) * today.day, month.last_day.day)
    share = (before + part) / whole
    # Corrections can make a month negative and a part larger than the whole.
    return min(share, Fraction(1)) if share >= LEAST_SHARE else None


def _by_own_pace(counted_won: int, months: MonthSums, today: date) -> Forecast | None:
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    passed = (today - first).days + 1
    if passed < LEAST_DAYS:
        return None
    left = (last - today).days
    expected = _rounded(Fraction(counted_won * (passed + left), passed))
    whole_months = [months.get(number, 0) for number in range(1, today.month)]
    if len(whole_months) < LEAST_MONTHS:
        return Forecast(Method.OWN_PACE, expected)
    to_come = Fraction(left * 12, passed + left)
    low = counted_won + _rounded(to_come * max(min(whole_months), 0))
    high = counted_won + _rounded(to_come * max(*whole_months, 0))
    return Forecast(Method.OWN_PACE, expected, min(low, expected), max(high, expected))


def _middle(shares: Sequence[Fraction]) -> Fraction:
    return Fraction(median(shares))


def _rounded(exact: Fraction) -> int:
    """Half up, to the won."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
