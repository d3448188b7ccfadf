"""A buyer gives one booking back: its seats are free, its share of the price is refunded."""

from __future__ import annotations

from marketplace.bookings import letters
from marketplace.bookings.errors import BookingNotFound, RefundMoved
from marketplace.core import clock
from marketplace.orders import booked
from marketplace.orders.booked import BookedLine
from marketplace.orders.booking_models import BookingEnd
from marketplace.orders.errors import BookingOver, NotCancellable
from marketplace.orders.models import Order, PaymentTerms
from marketplace.orders.queries import lock_order
from marketplace.payments import refunding


def give_back(order_id: int, line_id: int, shown_refund_won: int, reason: str) -> BookedLine:
    """Cancel one booking at the refund its page showed.

    Raises BookingNotFound, BookingOver, NotCancellable for a public body's, or RefundMoved
    when another sum goes back by now; then nothing was changed.
    """
    order = lock_order(order_id)
    _refuse_unowned(order)
    each = booked.read_booked(order.parcels).get(line_id)
    if each is None:
        raise BookingNotFound
    now = clock.now()
    if not each.can_be_cancelled(now):
        raise BookingOver
    refund_won = each.refund_won(now)
    if refund_won != shown_refund_won:
        raise RefundMoved(shown_refund_won, refund_won)
    booked.call_off(each, BookingEnd.BUYER_CANCELLED, refund_won, reason)
    refunding.refund_of_order(order.id, refund_won, reason, each.line.parcel_id)
    booked.close_called_off(each.line.parcel)
    letters.tell_given_back(order, each, refund_won, reason)
    return each


def _refuse_unowned(order: Order) -> None:
    if order.status not in booked.STANDING:
        raise NotCancellable
    if order.terms is PaymentTerms.PAY_LATER:
        # Its purchase file would go on without it; the firm calls off or the request is rejected.
        raise NotCancellable
