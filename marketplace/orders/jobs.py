"""Background work of this package."""

from __future__ import annotations

from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import transaction
from marketplace.core.jobs import job
from marketplace.orders import arrivals, reservations


@job("orders.release_expired", every_minutes=1)
def release_expired() -> int:
    """Put back what unpaid orders held too long; returns how many orders ended."""
    with acting_as(Actor(None, "job:reservations")):
        return sum(_release(order_id) for order_id in reservations.list_overdue())


def _release(order_id: int) -> bool:
    # One transaction each: a long one would keep buyers waiting for the same stock rows.
    with transaction():
        return reservations.release_one(order_id)


@job("orders.assume_arrived", nightly_at=9)
def assume_arrived() -> int:
    """Write down as arrived what nobody said a word of for the days of the terms; returns how many.

    At nine, because each is told by mail.
    """
    arrived = last = 0
    with acting_as(Actor(None, "job:arrivals")):
        while due := arrivals.list_silent(last):
            for parcel_id in due:
                last = parcel_id
                with transaction():
                    arrived += arrivals.assume_arrived(parcel_id)
    return arrived
