"""Cancelling with the money: the order closes and its refund is intended in one transaction."""

from __future__ import annotations

from marketplace.core.jobs import enqueue_after_commit
from marketplace.orders import cancelling
from marketplace.orders.models import Order, Parcel
from marketplace.payments import refunding

CLOSE_PAGES = "payments.close_stale_pages"


def cancel_and_refund(order_id: int, reason: str) -> Order:
    """Cancel an order nothing of which has left and give back all that was paid.

    Raises AlreadyShipped or NotCancellable. A page still open is shut after the commit.
    """
    order = cancelling.cancel_order(order_id, reason)
    refunding.refund_of_order(order_id, None, reason)
    enqueue_after_commit(CLOSE_PAGES)
    return order


def cancel_parcel_and_refund(parcel_id: int, reason: str) -> Parcel:
    """Cancel one enterprise's part and give back its goods and delivery fee.

    Raises AlreadyShipped, NotCancellable or RefundTooLarge.
    """
    parcel = cancelling.cancel_parcel(parcel_id, reason)
    amount = parcel.goods_won + parcel.delivery_won
    refunding.refund_of_order(parcel.order_id, amount, reason, parcel.id)
    return parcel
