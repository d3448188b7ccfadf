"""Units held for a request while it is open, and let go or given back when it ends.

The caller holds the order; the CHECK on the line keeps the sum within what was bought.
"""

from __future__ import annotations

from marketplace.core.database import db
from marketplace.orders.models import OrderLine
from marketplace.returns.models import ReturnRequest


def claim(request: ReturnRequest) -> None:
    """Hold the units and what was paid for them, and settle the first delivery's fee."""
    for each in request.lines:
        line = db.session.get_one(OrderLine, each.line_id)
        line.claimed_quantity += each.quantity
        line.claimed_won += each.worth_won
    request.parcel.delivery_change_won += _delivery_change(request)
    db.session.flush()


def let_go(request: ReturnRequest) -> None:
    """The units are the buyer's again, as if nothing had been asked."""
    for each in request.lines:
        line = db.session.get_one(OrderLine, each.line_id)
        line.claimed_quantity -= each.quantity
        line.claimed_won -= each.worth_won
    request.parcel.delivery_change_won -= _delivery_change(request)
    db.session.flush()


def give_back(request: ReturnRequest) -> None:
    """The units are the seller's again and paid for."""
    for each in request.lines:
        line = db.session.get_one(OrderLine, each.line_id)
        line.claimed_quantity -= each.quantity
        line.claimed_won -= each.worth_won
        line.returned_quantity += each.quantity
        line.returned_won += each.worth_won
    db.session.flush()


def _delivery_change(request: ReturnRequest) -> int:
    return request.delivery_kept_won - request.delivery_back_won
