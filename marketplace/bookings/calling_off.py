"""A firm calls a date off: nobody can book it any more, everybody is refunded in full and told.

The date is closed at once; the bookings are worked off one transaction each by a job that
may be killed and started again, because each line ends once.
"""

from __future__ import annotations

from sqlalchemy import select, update

from marketplace.audit import service as audit
from marketplace.bookings import letters
from marketplace.bookings.errors import DateCalledOff
from marketplace.bookings.queries import CONCERNED, open_lines
from marketplace.catalog.models import ProductOption
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.catalog.sessions.queries import seats_left
from marketplace.catalog.stock import change_stock
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.core.jobs import enqueue_after_commit
from marketplace.orders import booked, cancelling
from marketplace.orders.booking_models import BookingEnd
from marketplace.orders.models import Order, OrderLine, OrderStatus, Parcel, PaymentTerms
from marketplace.orders.queries import lock_order
from marketplace.payments import refunding

WORK_OFF = "bookings.work_off"


def call_off_date(session_id: int, reason: str) -> ExperienceSession:
    """Close a date for good and ask for its bookings to be worked off; raises DateCalledOff."""
    now = clock.now()
    called_off = db.session.scalar(
        update(ExperienceSession)
        .where(
            ExperienceSession.id == session_id,
            ExperienceSession.cancelled_at.is_(None),
            ExperienceSession.starts_at > now,
        )
        .values(cancelled_at=now, cancel_reason=reason[:200])
        .returning(ExperienceSession.id),
        execution_options={"synchronize_session": False},
    )
    if called_off is None:
        raise DateCalledOff
    session = db.session.get_one(ExperienceSession, session_id, populate_existing=True)
    option = db.session.get_one(ProductOption, session.option_id, with_for_update=True)
    option.is_active = False
    option.name = f"{option.name} ×{session.id}"[:80]  # its time may be offered anew
    db.session.flush()
    # Whoever is booking this moment waits for this row and then finds no seat.
    left = seats_left(option.id)
    if left:
        change_stock(option.id, -left, "seller:called-off")
    audit.record("date:called_off", session, reason=reason)
    announce(News.PRODUCT_CHANGED, session.product_id)
    enqueue_after_commit(WORK_OFF, session.id)
    return session


def list_unworked(session_id: int) -> list[int]:
    """Ids of the orders that still hold seats of a date that was called off."""
    query = (
        select(Parcel.order_id)
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .join(ExperienceSession, ExperienceSession.option_id == OrderLine.option_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            ExperienceSession.id == session_id,
            ExperienceSession.cancelled_at.is_not(None),
            Order.status.in_(CONCERNED),
            open_lines(),
        )
        .distinct()
        .order_by(Parcel.order_id)
    )
    return list(db.session.scalars(query))


def work_off(session_id: int, order_id: int) -> bool:
    """End one order's booking of a date that was called off; False when it was done already."""
    session = db.session.get_one(ExperienceSession, session_id)
    _tell_before(order_id)
    order = lock_order(order_id)
    if order.status not in CONCERNED:
        return False
    if order.status not in booked.STANDING:
        return _close_unpaid(order, session)
    done = False
    for each in booked.read_booked(order.parcels).values():
        if each.session.id == session_id and each.outcome is None:
            done = True
            refund_won = 0 if order.terms is PaymentTerms.PAY_LATER else each.line.paid_won
            booked.call_off(each, BookingEnd.SELLER_CANCELLED, refund_won, session.cancel_reason)
            refunding.refund_of_order(
                order.id, refund_won, session.cancel_reason, each.line.parcel_id
            )
            booked.close_called_off(each.line.parcel)
            letters.tell_called_off(order, each, refund_won)
    return done


def _tell_before(order_id: int) -> None:
    """A purchase file is held before its order, as whoever decides or inspects holds them.

    Unapproved it ends first. Decided on meanwhile, it stays as it was decided, and the order
    tells below what it became.
    """
    terms = db.session.scalar(select(Order.terms).where(Order.id == order_id))
    if terms is PaymentTerms.PAY_LATER:
        announce(News.ORDER_CALLED_OFF, order_id)


def _close_unpaid(order: Order, session: ExperienceSession) -> bool:
    """Nobody has paid or approved: the order ends, a payment under way goes back by itself."""
    line = next(
        x for parcel in order.parcels for x in parcel.lines if x.option_id == session.option_id
    )
    if order.status is OrderStatus.AWAITING_APPROVAL:
        cancelling.reject_order(order.id, session.cancel_reason)
    else:
        cancelling.cancel_order(order.id, session.cancel_reason)
    letters.tell_called_off(order, booked.BookedLine(line, session, None), 0)
    return True
