"""What points do when an order goes another way; each announcer holds the order's row."""

from __future__ import annotations

from marketplace.core.database import db
from marketplace.core.events import News, listens_to
from marketplace.orders.models import Order, OrderLine, Parcel
from marketplace.orders.units import LineCancellation
from marketplace.promotions.points import expiring, settling
from marketplace.promotions.points.shares import CLOSED
from marketplace.returns.models import ReturnRequest


@listens_to(News.ORDER_CLOSED)
def order_closed(order_id: int) -> None:
    """Cancelled or never paid: what was spent on it comes back."""
    settling.give_back(db.session.get_one(Order, order_id))


@listens_to(News.ORDER_REVIVED)
def order_revived(order_id: int) -> None:
    """Paid after its time: its points are spent again, or the payment goes back."""
    settling.spend_again(db.session.get_one(Order, order_id))


@listens_to(News.ORDER_COMPLETED)
def order_completed(order_id: int) -> None:
    """Everything is had: what it earns is given."""
    settling.earn(db.session.get_one(Order, order_id))


@listens_to(News.PARCEL_CANCELLED)
def parcel_cancelled(parcel_id: int) -> None:
    """One enterprise's part is off; of a whole order the closing says so, in one sum."""
    order = db.session.get_one(Parcel, parcel_id).order
    if order.status not in CLOSED:
        settling.give_back(order)


@listens_to(News.UNITS_CANCELLED)
def units_cancelled(cancellation_id: int) -> None:
    """Units of one line are off."""
    _line_changed(db.session.get_one(LineCancellation, cancellation_id).line_id)


@listens_to(News.BOOKING_CALLED_OFF)
def booking_called_off(line_id: int) -> None:
    """A booked date was given back or called off."""
    _line_changed(line_id)


@listens_to(News.RETURN_REFUNDED)
def return_refunded(request_id: int) -> None:
    """Sent back and paid for: what was spent on it comes back, what it earned goes."""
    order = db.session.get_one(ReturnRequest, request_id).parcel.order
    settling.give_back(order)
    settling.take_back(order)


@listens_to(News.ACCOUNT_LEAVING)
def account_leaves(account_id: int) -> None:
    """A member is erased, and the balance with them."""
    expiring.forget(account_id)


def _line_changed(line_id: int) -> None:
    settling.give_back(db.session.get_one(OrderLine, line_id).parcel.order)
