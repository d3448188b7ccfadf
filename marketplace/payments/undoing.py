"""Cancelling with the money: the order closes and its refund is intended in one transaction."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.core.errors import Conflict
from marketplace.core.jobs import enqueue_after_commit
from marketplace.core.text import T
from marketplace.orders import booked, cancelling, part_cancelling
from marketplace.orders.booking_models import BookingEnd
from marketplace.orders.errors import NotCancellable
from marketplace.orders.models import Order, Parcel, PaymentTerms
from marketplace.orders.part_cancelling import PartCancellation
from marketplace.orders.queries import lock_order, lock_parcel
from marketplace.orders.units import Canceller
from marketplace.payments import refunding

CLOSE_PAGES = "payments.close_stale_pages"


class RefundChanged(Conflict):
    """What goes back is no longer the sum the page said."""

    code = "refund_changed"

    def __init__(self) -> None:
        super().__init__(
            T("그사이 주문이 바뀌어 돌려드릴 금액이 달라졌어요."),
            kept=T("주문은 그대로예요."),
            action=T("바뀐 금액을 확인하고 다시 눌러 주세요"),
        )


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


def cancel_parcel_and_refund(
    parcel_id: int, reason: str, by: Canceller = Canceller.SELLER
) -> Parcel:
    """Cancel one enterprise's part and give back what is left of its goods and delivery fee.

    Raises AlreadyShipped, NotCancellable, BookingOver or RefundTooLarge.
    """
    parcel = lock_parcel(parcel_id)
    _refuse_of_public_body(parcel.order)
    before = booked.given_back_won(parcel)
    by_seller = by is Canceller.SELLER
    end = BookingEnd.SELLER_CANCELLED if by_seller else BookingEnd.BUYER_CANCELLED
    kept = booked.call_off_all([parcel], reason, end)
    left = parcel.left_won - kept - before
    cancelling.cancel_parcel(parcel_id, reason, by)
    refunding.refund_of_order(parcel.order_id, left, reason, parcel.id)
    return parcel


def cancel_units_and_refund(
    parcel_id: int,
    units: Mapping[int, int],
    reason: str,
    by: Canceller = Canceller.BUYER,
    shown_won: int | None = None,
) -> PartCancellation:
    """Take units (by line id) off a part that has not left and give back what they cost.

    `shown_won` is what the page said goes back; None where no page said anything. Raises
    AlreadyShipped, NotCancellable, UnitsNotThere, RefundChanged or RefundTooLarge.
    """
    parcel = lock_parcel(parcel_id)
    _refuse_of_public_body(parcel.order)
    plan = part_cancelling.cancel_units(parcel_id, units, reason, by)
    if shown_won not in (None, plan.refund_won):
        raise RefundChanged
    if plan.refund_won:
        refunding.refund_of_order(parcel.order_id, plan.refund_won, reason, parcel.id)
    return plan


def _refuse_of_public_body(order: Order) -> None:
    # Its purchase file would go on without it; a request is withdrawn or rejected there.
    if order.terms is PaymentTerms.PAY_LATER:
        raise NotCancellable
