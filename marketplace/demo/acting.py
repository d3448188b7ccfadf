"""Past deeds: somebody acts at a moment that has gone by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from marketplace.accounts.models import Account
from marketplace.audit.service import Actor, acting_as
from marketplace.core import clock
from marketplace.core.database import transaction


@contextmanager
def deed(person: Account | None, at: datetime) -> Iterator[None]:
    """One transaction at a moment no later than now, signed by `person` or by the demo itself."""
    actor = Actor(person.id, person.name) if person else Actor(None, "demo")
    with clock.frozen(min(at, clock.now())), acting_as(actor), transaction():
        yield


def noon(day: date) -> datetime:
    """The middle of a Seoul day."""
    return datetime.combine(day, time(12), clock.SEOUL)


def days_ago(count: int) -> date:
    """The day so many days before today in Seoul."""
    return clock.today() - timedelta(days=count)


def passed(share: float) -> datetime:
    """The moment when that share of the year until now had passed."""
    begun = clock.start_of_day(date(clock.today().year, 1, 1))
    return begun + (clock.now() - begun) * share
