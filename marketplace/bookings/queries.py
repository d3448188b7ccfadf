"""Who comes to a date, and how many; scoped by the date, which its firm has loaded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select

from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.core.database import db
from marketplace.orders.booking_models import CALLED_OFF, BookingOutcome
from marketplace.orders.models import Order, OrderLine, OrderStatus, Parcel, ParcelStatus

CERTAIN = (OrderStatus.CONFIRMED, OrderStatus.COMPLETED)
HELD = (OrderStatus.AWAITING_PAYMENT, OrderStatus.AWAITING_APPROVAL)
CONCERNED = CERTAIN + HELD


@dataclass(frozen=True, slots=True)
class Participant:
    """One booking of a date with who made it and how it ended."""

    line: OrderLine
    order: Order
    outcome: BookingOutcome | None

    @property
    def is_called_off(self) -> bool:
        return self.outcome is not None and self.outcome.how in CALLED_OFF


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats of a date: booked for certain, held by orders not yet certain, and free."""

    sold: int
    held: int
    left: int

    @property
    def whole(self) -> int:
        return self.sold + self.held + self.left


def open_lines() -> ColumnElement[bool]:
    """Of OrderLine with Parcel: neither its parcel cancelled nor an end noted."""
    ended = select(BookingOutcome.order_line_id).where(BookingOutcome.order_line_id == OrderLine.id)
    return (Parcel.status != ParcelStatus.CANCELLED) & ~exists(ended.correlate(OrderLine))


def list_participants(session: ExperienceSession) -> Sequence[Participant]:
    """Certain bookings of a date by the buyer's name, those called off last."""
    query = (
        select(OrderLine, Order, BookingOutcome)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .outerjoin(BookingOutcome, BookingOutcome.order_line_id == OrderLine.id)
        .where(
            OrderLine.option_id == session.option_id,
            OrderLine.agreed_line == 0,
            Order.status.in_((*CERTAIN, OrderStatus.CANCELLED)),
            Order.confirmed_at.is_not(None),
        )
        .order_by(Order.buyer_name, OrderLine.id)
    )
    found = [Participant(*row) for row in db.session.execute(query)]
    return sorted(found, key=lambda each: each.is_called_off)


def read_seats(sessions: Collection[ExperienceSession]) -> dict[int, Seats]:
    """Seats by session id, of dates loaded with their option and stock, in one statement."""
    called_off = select(BookingOutcome.order_line_id).where(BookingOutcome.how.in_(CALLED_OFF))
    query = (
        select(OrderLine.option_id, Order.status, func.sum(OrderLine.quantity))
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            OrderLine.option_id.in_([each.option_id for each in sessions]),
            OrderLine.agreed_line == 0,
            OrderLine.id.not_in(called_off),
            Parcel.status != ParcelStatus.CANCELLED,
            Order.status.in_(CONCERNED),
        )
        .group_by(OrderLine.option_id, Order.status)
    )
    taken: dict[tuple[int, bool], int] = {}
    for option_id, status, quantity in db.session.execute(query):
        key = option_id, status in CERTAIN
        taken[key] = taken.get(key, 0) + int(quantity)
    return {
        each.id: Seats(
            taken.get((each.option_id, True), 0),
            taken.get((each.option_id, False), 0),
            each.option.stock.available if each.option.stock else 0,
        )
        for each in sessions
    }
