"""Background work of this package."""

from __future__ import annotations

from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import transaction
from marketplace.core.jobs import job
from marketplace.orders import reservations


@job("orders.release_expired", every_minutes=1)
def release_expired() -> int:
    """Put back what unpaid orders held too long; returns how many orders ended."""
    with acting_as(Actor(None, "job:reservations")):
        return sum(_release(order_id) for order_id in reservations.list_overdue())


def _release(order_id: int) -> bool:
    # One transaction each: a long one would keep buyers waiting for the same stock rows.
    with transaction():
        return reservations.release_one(order_id)
