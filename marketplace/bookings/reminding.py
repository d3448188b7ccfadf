"""One letter the day before, to whoever booked; the same day's second run adds none."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from marketplace.bookings import letters
from marketplace.bookings.queries import CERTAIN, open_lines
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.booked import BookedLine
from marketplace.orders.models import Order, OrderLine, Parcel


def list_tomorrows() -> list[int]:
    """Lines booked for a date that begins tomorrow in Seoul."""
    tomorrow = clock.today() + timedelta(days=1)
    query = (
        select(OrderLine.id)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .join(ExperienceSession, ExperienceSession.option_id == OrderLine.option_id)
        .where(
            ExperienceSession.starts_at >= clock.start_of_day(tomorrow),
            ExperienceSession.starts_at < clock.end_of_day(tomorrow),
            ExperienceSession.cancelled_at.is_(None),
            OrderLine.agreed_line == 0,
            Order.status.in_(CERTAIN),
            open_lines(),
        )
        .order_by(OrderLine.id)
    )
    return list(db.session.scalars(query))


def remind(line_id: int) -> None:
    """Remind of one booking; harmless when repeated."""
    line = db.session.get_one(OrderLine, line_id)
    query = select(ExperienceSession).filter_by(option_id=line.option_id)
    session = db.session.scalars(query).one()
    letters.remind(line.parcel.order, BookedLine(line, session, None))
