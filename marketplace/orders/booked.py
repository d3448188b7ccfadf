"""Booked lines of an order: what goes back of them, how they end, when their parcel is done.

Each line ends once: its outcome has the line for a key. Callers hold the order's row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.catalog.models import ProductKind, StockMoveKind
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.catalog.sessions.queries import read_by_option
from marketplace.catalog.sessions.refund_table import RefundTable, table_of
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.orders import reservations
from marketplace.orders.booking_models import CALLED_OFF, BookingEnd, BookingOutcome
from marketplace.orders.errors import BookingOver
from marketplace.orders.models import (
    ORDER_TRANSITIONS,
    PARCEL_TRANSITIONS,
    OrderAct,
    OrderLine,
    OrderStatus,
    Parcel,
    ParcelAct,
    ParcelStatus,
    PaymentTerms,
)
from marketplace.orders.shipping import complete_arrived


@dataclass(frozen=True, slots=True)
class BookedLine:
    """One line with its date and, once it has ended, how."""

    line: OrderLine
    session: ExperienceSession
    outcome: BookingOutcome | None

    @property
    def table(self) -> RefundTable:
        """What the buyer was told of cancelling."""
        return table_of(self.line.refund_steps)

    @property
    def is_called_off(self) -> bool:
        return self.outcome is not None and self.outcome.how in CALLED_OFF

    def can_be_cancelled(self, at: datetime) -> bool:
        """Whether its buyer may still give it back."""
        open_date = not self.session.is_cancelled and not self.session.has_begun(at)
        return self.outcome is None and open_date

    def refund_won(self, at: datetime) -> int:
        """What goes back of it were it cancelled by its buyer at `at`."""
        return self.table.refund_won(self.line.paid_won, self.session.starts_at, at)


def read_booked(parcels: Iterable[Parcel]) -> dict[int, BookedLine]:
    """The booked lines of some parcels by line id, in two statements."""
    lines = [line for parcel in parcels for line in parcel.lines if line.agreed_line == 0]
    sessions = read_by_option(line.option_id for line in lines)
    dated = [line for line in lines if line.option_id in sessions]
    if not dated:
        return {}
    query = select(BookingOutcome).where(BookingOutcome.order_line_id.in_([x.id for x in dated]))
    outcomes = {each.order_line_id: each for each in db.session.scalars(query)}
    return {
        line.id: BookedLine(line, sessions[line.option_id], outcomes.get(line.id)) for line in dated
    }


def kept_won(booked: Iterable[BookedLine], at: datetime) -> int:
    """What stays with the sellers of an order cancelled at `at`, in won."""
    return sum(each.line.paid_won - _goes_back(each, at) for each in booked)


def _goes_back(each: BookedLine, at: datetime) -> int:
    if each.outcome is None:
        return each.refund_won(at)
    return each.outcome.refund_won if each.is_called_off else 0


def given_back_won(parcel: Parcel) -> int:
    """What has gone back already for bookings of a parcel that were called off."""
    booked = read_booked([parcel]).values()
    return sum(each.outcome.refund_won for each in booked if each.outcome)


def call_off_all(
    parcels: Sequence[Parcel], reason: str, end: BookingEnd = BookingEnd.BUYER_CANCELLED
) -> int:
    """Parcels are cancelled whole: end every booking in them; returns the won that stay.

    A buyer gets back what the table says, a seller who cancels gives everything. Raises
    BookingOver when one of them has begun or somebody has been there.
    """
    now = clock.now()
    booked = list(read_booked(parcels).values())
    kept = 0
    for each in booked:
        back = _goes_back(each, now)
        if not each.is_called_off:
            by_seller = end is BookingEnd.SELLER_CANCELLED
            back = each.line.paid_won if by_seller else each.refund_won(now)
            call_off(each, end, back, reason)
        kept += each.line.paid_won - back
    return kept


def call_off(each: BookedLine, end: BookingEnd, refund_won: int, reason: str) -> BookingOutcome:
    """End a booking before it took place and free its seats; raises BookingOver."""
    if end is BookingEnd.BUYER_CANCELLED and not each.can_be_cancelled(clock.now()):
        raise BookingOver
    outcome = _end(each.line, end, refund_won, reason)
    if not each.session.is_cancelled:  # the seats of a date that was called off stay empty
        number = each.line.parcel.order.number
        quantities = {each.line.option_id: each.line.quantity}
        reservations.put_back(quantities, StockMoveKind.RELEASED, number)
    announce(News.BOOKING_CALLED_OFF, each.line.id)
    return outcome


def note_attendance(line: OrderLine, *, came: bool) -> BookingOutcome:
    """Somebody came, or nobody did; raises BookingOver when it has been noted or called off."""
    return _end(line, BookingEnd.ATTENDED if came else BookingEnd.ABSENT, 0, "")


def _end(line: OrderLine, end: BookingEnd, refund_won: int, reason: str) -> BookingOutcome:
    outcome = BookingOutcome(
        order_line_id=line.id, how=end, refund_won=refund_won, reason=reason[:200]
    )
    try:
        with db.session.begin_nested():
            db.session.add(outcome)
    except IntegrityError:
        raise BookingOver from None
    audit.record(f"booking:{end.value}", line, refund_won=refund_won, reason=reason)
    return outcome


def close_called_off(parcel: Parcel) -> None:
    """Cancel a parcel of which every line was called off; the last one closes its order."""
    booked = read_booked([parcel])
    waits = parcel.status in (ParcelStatus.WAITING, ParcelStatus.PREPARING)
    if not waits or not all(_is_gone(line, booked) for line in parcel.lines):
        complete_if_over(parcel)
        return
    order = parcel.order
    parcel.status = PARCEL_TRANSITIONS.after(parcel.status, ParcelAct.CANCEL)
    audit.record("parcel:cancelled", parcel, number=order.number, reason="bookings")
    if all(each.status is ParcelStatus.CANCELLED for each in order.parcels):
        order.status = ORDER_TRANSITIONS.after(order.status, OrderAct.CANCEL)
        order.closed_at, order.reserved_until = clock.now(), None
        audit.record("order:cancelled", order, number=order.number, reason="bookings")
    db.session.flush()
    announce(News.PARCEL_CANCELLED, parcel.id)
    if order.status is OrderStatus.CANCELLED:
        announce(News.ORDER_CLOSED, order.id)
    complete_arrived(order)


def _is_gone(line: OrderLine, booked: dict[int, BookedLine]) -> bool:
    """Whether nothing of a line is left to be had: taken off whole, or its date called off."""
    each = booked.get(line.id)
    return each.is_called_off if each else line.sent_quantity == 0


def called_off_ids(parcel: Parcel) -> set[int]:
    """Lines of a parcel whose dates were called off; no statement where everything is goods."""
    if all(line.product_kind == ProductKind.GOODS for line in parcel.lines):
        return set()
    return {key for key, each in read_booked([parcel]).items() if each.is_called_off}


def complete_if_over(parcel: Parcel) -> bool:
    """Call a parcel had once all it holds are bookings that ended or whose date is over.

    Harmless when repeated: a parcel that is not waiting to be sent is left alone.
    """
    if parcel.status is not ParcelStatus.PREPARING or not _is_over(parcel):
        return False
    parcel.status = PARCEL_TRANSITIONS.after(parcel.status, ParcelAct.PERFORM)
    parcel.delivered_at = clock.now()
    audit.record("parcel:performed", parcel, number=parcel.order.number)
    if parcel.order.terms is PaymentTerms.PAY_LATER:
        announce(News.PARCEL_SHIPPED, parcel.id)  # there is something to inspect now
    complete_arrived(parcel.order)
    return True


def _is_over(parcel: Parcel) -> bool:
    now, booked = clock.now(), read_booked([parcel])
    if any(line.id not in booked and line.sent_quantity for line in parcel.lines):
        return False
    kept = [each for each in booked.values() if not each.is_called_off]
    return bool(kept) and all(each.outcome or each.session.is_over(now) for each in kept)


def is_only_booked(parcel: Parcel, booked: dict[int, BookedLine]) -> bool:
    """Whether nothing of a parcel is sent."""
    return all(line.id in booked for line in parcel.lines)


STANDING = (OrderStatus.CONFIRMED, OrderStatus.COMPLETED)
