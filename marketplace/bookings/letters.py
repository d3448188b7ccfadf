"""News of a booking, queued with the deed it tells of."""

from __future__ import annotations

from typing import Any

from marketplace.notify.service import queue_letter
from marketplace.orders.booked import BookedLine
from marketplace.orders.letters import session_context
from marketplace.orders.models import Order


def tell_given_back(order: Order, each: BookedLine, refund_won: int, reason: str) -> None:
    """To the buyer what goes back, to the firm that seats are free again."""
    context = _context(order, each)
    queue_letter(
        "booking_given_back",
        order.buyer_email,
        f"booking-given-back:{each.line.id}",
        locale=order.locale,
        refund_won=refund_won,
        **context,
    )
    address = each.line.parcel.enterprise.email
    if address:
        queue_letter(
            "booking_freed",
            address,
            f"booking-freed:{each.line.id}",
            reason=reason,
            session_id=each.session.id,
            **context,
        )


def tell_called_off(order: Order, each: BookedLine, refund_won: int) -> None:
    """To the buyer that the date will not take place, why, and what goes back."""
    queue_letter(
        "date_called_off",
        order.buyer_email,
        f"date-called-off:{each.line.id}",
        locale=order.locale,
        refund_won=refund_won,
        reason=each.session.cancel_reason,
        **_context(order, each),
    )


def remind(order: Order, each: BookedLine) -> None:
    """To the buyer, the day before."""
    queue_letter(
        "booking_reminder",
        order.buyer_email,
        f"booking-reminder:{each.line.id}",
        locale=order.locale,
        **_context(order, each),
    )


def _context(order: Order, each: BookedLine) -> dict[str, Any]:
    seller = each.line.parcel.seller
    return {
        "number": order.number,
        "access_token": order.access_token,
        "buyer_name": order.buyer_name,
        "product_name": each.line.product_name,
        "quantity": each.line.quantity,
        "seller_name": seller["name"],
        "seller_phone": seller.get("phone", ""),
        "line_id": each.line.id,
        **session_context(each.session),
    }
