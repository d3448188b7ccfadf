"""Who came: noted by the firm, or taken for granted once a date is over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from marketplace.bookings.errors import BookingNotFound, NotYetBegun
from marketplace.bookings.queries import CERTAIN
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders import booked
from marketplace.orders.errors import BookingOver
from marketplace.orders.models import Order, OrderLine, Parcel, ParcelStatus
from marketplace.orders.queries import lock_parcel

LOOK_BACK = timedelta(days=60)
MOST_AT_ONCE = 200


def note_attendance(session: ExperienceSession, line_id: int, *, came: bool) -> OrderLine:
    """Note that the people of one booking came or did not; the last one completes the order.

    Raises NotYetBegun, BookingNotFound for another date's line, BookingOver when it is noted.
    """
    if not session.has_begun(clock.now()) or session.is_cancelled:
        raise NotYetBegun
    line = db.session.get(OrderLine, line_id)
    if line is None or line.option_id != session.option_id:
        raise BookingNotFound
    parcel = lock_parcel(line.parcel_id)
    if parcel.order.status not in CERTAIN or parcel.status is ParcelStatus.CANCELLED:
        raise BookingOver
    booked.note_attendance(line, came=came)
    booked.complete_if_over(parcel)
    return line


def list_over(limit: int = MOST_AT_ONCE) -> list[int]:
    """Parcels still to be had of which a date is over, oldest first."""
    now = clock.now()
    query = (
        select(Parcel.id)
        .join(Order, Order.id == Parcel.order_id)
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .join(ExperienceSession, ExperienceSession.option_id == OrderLine.option_id)
        .where(
            Parcel.status == ParcelStatus.PREPARING,
            Order.status.in_(CERTAIN),
            ExperienceSession.ends_at.between(now - LOOK_BACK, now),
        )
        .distinct()
        .order_by(Parcel.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def complete_over(parcel_id: int) -> bool:
    """Call a parcel had whose dates are over; False when something of it is still to come."""
    return booked.complete_if_over(lock_parcel(parcel_id))
