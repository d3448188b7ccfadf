"""News that must travel up: a lower package announces, an upper one listens.

Listeners run inside the announcer's transaction, so that what they write is kept or lost
with the deed itself. They only write to the database; the outside is told after the commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

Listener = TypeVar("Listener", bound=Callable[[int], object])


class News(StrEnum):
    """What is announced; each carries the id of the thing it is about."""

    PRODUCT_CHANGED = "product:changed"
    ENTERPRISE_CHANGED = "enterprise:changed"
    PARCEL_SHIPPED = "parcel:shipped"
    ACCOUNT_LEAVING = "account:leaving"
    PUBLISHED = "publication:published"
    MONTH_CLOSED = "month:closed"
    TARGETS_NOTIFIED = "targets:notified"  # the deed on the step of the year
    PARCEL_CANCELLED = "parcel:cancelled"
    ORDER_CLOSED = "order:closed"  # cancelled, rejected, or not paid in time
    ORDER_REVIVED = "order:revived"  # paid after its time was over
    ORDER_COMPLETED = "order:completed"
    ORDER_CALLED_OFF = "order:called_off"  # of a public body, by its firm; told before it is held
    BOOKING_CALLED_OFF = "booking:called_off"  # of one line, by either side
    UNITS_CANCELLED = "units:cancelled"  # of one line, before it was sent
    RETURN_REFUNDED = "return:refunded"


LISTENERS: dict[News, list[Callable[[int], object]]] = defaultdict(list)


def listens_to(news: News) -> Callable[[Listener], Listener]:
    """Have a function called with the id whenever `news` is announced."""

    def declare(listener: Listener) -> Listener:
        LISTENERS[news].append(listener)
        return listener

    return declare


def announce(news: News, subject_id: int) -> None:
    """Tell every listener, in the open transaction."""
    for listener in LISTENERS[news]:
        listener(subject_id)
