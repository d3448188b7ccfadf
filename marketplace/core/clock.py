"""The one place that knows what time it is, so that a test or a rehearsal can move it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """The present as an aware UTC instant."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day in Seoul, where every deadline of the product is counted."""
    return now().astimezone(SEOUL).date()


def seoul(instant: datetime) -> datetime:
    """The same instant on a Seoul clock; raises ValueError for a naive value."""
    if instant.tzinfo is None:
        raise ValueError("a naive datetime has no place in the product")
    return instant.astimezone(SEOUL)


def start_of_day(day: date) -> datetime:
    """The UTC instant at which a Seoul calendar day begins."""
    return datetime.combine(day, time.min, SEOUL).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The UTC instant at which a Seoul calendar day is over (the next day's start)."""
    return start_of_day(day + timedelta(days=1))


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at one aware instant within the block."""
    if at.tzinfo is None:
        raise ValueError("the clock is frozen at an aware instant only")
    token = _fixed.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
