"""Cancelling with the money: the order closes and its refund is intended in one transaction."""

from __future__ import annotations

from marketplace.core.jobs import enqueue_after_commit
from marketplace.orders import booked, cancelling
from marketplace.orders.errors import NotCancellable
from marketplace.orders.models import Order, Parcel, PaymentTerms
from marketplace.orders.queries import lock_order, lock_parcel
from marketplace.payments import refunding

CLOSE_PAGES = "payments.close_stale_pages"


def cancel_and_refund(order_id: int, reason: str) -> Order:
    """Cancel an order nothing of which has left and give back all that was paid.

    Raises AlreadyShipped, NotCancellable or BookingOver. A page still open is shut after it.
    """
    order = lock_order(order_id)
    _refuse_of_public_body(order)
    # Of booked dates what their terms say stays with the firms.
    kept = booked.call_off_all(order.parcels, reason) if order.confirmed_at else 0
    order = cancelling.cancel_order(order_id, reason)
    left = refunding.left_of_order(order_id)
    refunding.refund_of_order(order_id, max(left - kept, 0), reason)
    enqueue_after_commit(CLOSE_PAGES)
    return order


def cancel_parcel_and_refund(parcel_id: int, reason: str) -> Parcel:
    """Cancel one enterprise's part and give back its goods and delivery fee.

    Raises AlreadyShipped, NotCancellable, BookingOver or RefundTooLarge.
    """
    parcel = lock_parcel(parcel_id)
    _refuse_of_public_body(parcel.order)
    before = booked.given_back_won(parcel)
    kept = booked.call_off_all([parcel], reason)
    parcel = cancelling.cancel_parcel(parcel_id, reason)
    left = parcel.paid_won - kept - before
    refunding.refund_of_order(parcel.order_id, left, reason, parcel.id)
    return parcel


def _refuse_of_public_body(order: Order) -> None:
    # Its purchase file would go on without it; a request is withdrawn or rejected there.
    if order.terms is PaymentTerms.PAY_LATER:
        raise NotCancellable
