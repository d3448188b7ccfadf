"""What we hold of a member's bookings, as plain values for the member."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from marketplace.bookings.queries import CERTAIN
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.core.database import db
from marketplace.orders.booking_models import BookingOutcome
from marketplace.orders.models import Order, OrderLine, OrderStatus, Parcel


def bookings_of(account_id: int) -> list[dict[str, Any]]:
    """Every date a member booked, in order of booking, and how it ended."""
    query = (
        select(OrderLine, Order.number, ExperienceSession, BookingOutcome)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .join(ExperienceSession, ExperienceSession.option_id == OrderLine.option_id)
        .outerjoin(BookingOutcome, BookingOutcome.order_line_id == OrderLine.id)
        .where(
            Order.account_id == account_id,
            OrderLine.agreed_line == 0,
            Order.status.in_((*CERTAIN, OrderStatus.CANCELLED)),
        )
        .order_by(OrderLine.id)
    )
    return [
        {
            "order": number,
            "product": line.product_name,
            "starts_at": session.starts_at.isoformat(),
            "place": session.place,
            "seats": line.quantity,
            "ended": outcome and outcome.how.value,
            "reason": outcome and outcome.reason,
            "refund_won": outcome and outcome.refund_won,
        }
        for line, number, session, outcome in db.session.execute(query)
    ]
