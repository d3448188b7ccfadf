"""Background work of points."""

from __future__ import annotations

from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import transaction
from marketplace.core.jobs import job
from marketplace.promotions.points.expiring import list_over, list_to_tell, tell, write_off
from marketplace.promotions.points.rules import current_rule


@job("points.write_off", nightly_at=1)
def write_off_expired() -> int:
    """Write down what has run out; returns the won. What is over is not spendable before either."""
    won = 0
    with acting_as(Actor(None, "job:points")):
        while lots := list_over():
            for lot_id in lots:
                with transaction():  # one each: a member at checkout waits for nobody else's
                    won += write_off(lot_id)
    return won


@job("points.tell_expiring", nightly_at=10)
def tell_expiring() -> int:
    """Tell members what runs out in a month; returns how many letters there are. Off: nobody."""
    told = last = 0
    if current_rule() is None:
        return told
    with acting_as(Actor(None, "job:points")):
        while due := list_to_tell(last):
            for row in due:
                last = row[0]
                with transaction():
                    told += tell(*row)
    return told
