"""What was accepted came to nothing: the quotes of the request stand where they stood before.

An order made by a quote is neither paid in time nor approved, or is cancelled before that. Then
the asker may accept again, this quote or another of the request, while it is valid. A payment
that arrives after all takes the acceptance up again, or goes back when another was accepted.
"""

from __future__ import annotations

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.orders.models import Order, OrderLine, Parcel
from marketplace.quoting import letters
from marketplace.quoting.deciding import Choice, pass_over_others, take
from marketplace.quoting.errors import InquiryClosed
from marketplace.quoting.models import (
    INQUIRY_TRANSITIONS,
    InquiryAct,
    InquiryStatus,
    Outcome,
    QuoteInquiry,
)
from marketplace.quoting.queries import lock_inquiry


def reopen(order_id: int) -> bool:
    """Open what was accepted by an order that was never certain; False when there is none.

    An order that was paid or approved and cancelled later is no matter of its quote any more.
    """
    order = db.session.get_one(Order, order_id)
    inquiry = db.session.scalar(select(QuoteInquiry).filter_by(order_id=order_id))
    if order.confirmed_at is not None or inquiry is None:
        return False
    held = _hold_all_of(inquiry.request_id)
    chosen = next(each for each in held if each.id == inquiry.id)
    if chosen.status is not InquiryStatus.ACCEPTED:
        return False
    stood_open = [each for each in held if each is chosen or _was_passed_over(each, chosen)]
    for each in stood_open:
        _open(each, order)
    return True


def _hold_all_of(request_id: int) -> list[QuoteInquiry]:
    """Every inquiry of a request in order of id, so that nobody waits in a circle."""
    ids = select(QuoteInquiry.id).filter_by(request_id=request_id).order_by(QuoteInquiry.id)
    return [lock_inquiry(each) for each in db.session.scalars(ids).all()]


def _was_passed_over(other: QuoteInquiry, chosen: QuoteInquiry) -> bool:
    """Whether it was closed by the acceptance itself, and nobody has noted another end since."""
    if other.outcome is not Outcome.LOST_TO_SOCIAL or not (other.closed_at and chosen.closed_at):
        return False
    return other.order_id is None and other.closed_at >= chosen.closed_at


def _open(inquiry: QuoteInquiry, order: Order) -> None:
    was_accepted = inquiry.status is InquiryStatus.ACCEPTED
    inquiry.status = INQUIRY_TRANSITIONS.after(inquiry.status, InquiryAct.REOPEN)
    inquiry.outcome, inquiry.outcome_won = None, None
    inquiry.closed_at = None
    db.session.flush()
    audit.record("quote:reopened", inquiry, number=inquiry.number, order=order.number)
    letters.tell_reopened(inquiry, order, was_accepted=was_accepted)


def take_up_again(order_id: int) -> None:
    """Paid after its time was over: its quote is the accepted one again.

    Whether the quote's days are over is not asked: the asker agreed while they were not. Raises
    InquiryClosed when it was accepted anew, revised or closed meanwhile.
    """
    if not _is_agreed(order_id):
        return
    inquiry = db.session.scalar(select(QuoteInquiry).filter_by(order_id=order_id))
    if inquiry is None:  # another order was made by the same quote
        raise InquiryClosed
    if inquiry.status is InquiryStatus.ACCEPTED:
        return
    order = db.session.get_one(Order, order_id)
    quote = inquiry.current
    if quote is None or quote.written_at > order.created_at:
        raise InquiryClosed
    if not take(Choice(inquiry.id, quote.version), quote.gross_won):
        raise InquiryClosed
    inquiry = lock_inquiry(inquiry.id)
    audit.record("quote:taken_up", inquiry, number=inquiry.number, order=order.number)
    pass_over_others(inquiry)


def _is_agreed(order_id: int) -> bool:
    query = (
        select(OrderLine.id)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .where(Parcel.order_id == order_id, OrderLine.agreed_line > 0)
    )
    return db.session.scalar(query.limit(1)) is not None
