"""The asker decides: accepts one quote, declines, or takes the request back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.agreements import AgreedLine
from marketplace.orders.models import Order
from marketplace.orders.placing import OrderRequest, place_order
from marketplace.orders.queries import find_by_checkout_token
from marketplace.quoting import letters
from marketplace.quoting.errors import InquiryClosed, QuoteLapsed, QuoteNotFound, QuoteRevised
from marketplace.quoting.models import (
    INQUIRY_TRANSITIONS,
    InquiryAct,
    InquiryStatus,
    Outcome,
    Quote,
    QuoteInquiry,
)
from marketplace.quoting.queries import get_quote, lock_inquiry, option_of_product


@dataclass(frozen=True, slots=True)
class Choice:
    """Which version of which inquiry somebody looked at when pressing."""

    inquiry_id: int
    version: int


def accept(choice: Choice) -> Quote:
    """Accept a quote; of one request one at a time is accepted.

    Raises QuoteNotFound, QuoteRevised, QuoteLapsed, or InquiryClosed when somebody was first.
    """
    quote = get_quote(choice.inquiry_id, choice.version)
    if quote.valid_until < clock.today():
        raise QuoteLapsed
    if not take(choice, quote.gross_won):
        raise _why_not(choice)
    inquiry = db.session.get_one(QuoteInquiry, choice.inquiry_id, populate_existing=True)
    audit.record(
        "quote:accepted", inquiry, number=inquiry.number, version=quote.version, won=quote.gross_won
    )
    pass_over_others(inquiry)
    letters.tell_accepted(inquiry, quote)
    return quote


def take(choice: Choice, won: int) -> bool:
    """Make an open quote the accepted one, by one statement; False when it is not open as shown.

    Raises InquiryClosed while another quote of the same request is accepted.
    """
    try:
        with db.session.begin_nested():
            accepted = db.session.scalar(
                update(QuoteInquiry)
                .where(
                    QuoteInquiry.id == choice.inquiry_id,
                    QuoteInquiry.status == InquiryStatus.QUOTED,
                    QuoteInquiry.current_version == choice.version,
                )
                .values(
                    status=INQUIRY_TRANSITIONS.after(InquiryStatus.QUOTED, InquiryAct.ACCEPT),
                    outcome=Outcome.ACCEPTED,
                    outcome_won=won,
                    closed_at=clock.now(),
                )
                .returning(QuoteInquiry.id),
                execution_options={"synchronize_session": False},
            )
    except IntegrityError:  # the index that lets one quote of a request be accepted
        raise InquiryClosed from None
    return accepted is not None


def _why_not(choice: Choice) -> Exception:
    inquiry = db.session.get(QuoteInquiry, choice.inquiry_id, populate_existing=True)
    if inquiry is None:
        return QuoteNotFound()
    if inquiry.status is InquiryStatus.QUOTED and inquiry.current_version != choice.version:
        return QuoteRevised()
    return InquiryClosed()


def pass_over_others(chosen: QuoteInquiry) -> None:
    """The other firms that were asked are told that it went to another social enterprise."""
    query = (
        select(QuoteInquiry.id)
        .where(
            QuoteInquiry.request_id == chosen.request_id,
            QuoteInquiry.id != chosen.id,
            QuoteInquiry.status.in_((InquiryStatus.ASKED, InquiryStatus.QUOTED)),
        )
        .order_by(QuoteInquiry.id)
    )
    for inquiry_id in db.session.scalars(query).all():
        other = lock_inquiry(inquiry_id)
        was_quoted = other.status is InquiryStatus.QUOTED
        act = InquiryAct.DECLINE if was_quoted else InquiryAct.WITHDRAW
        other.status = INQUIRY_TRANSITIONS.after(other.status, act)
        other.outcome, other.closed_at = Outcome.LOST_TO_SOCIAL, clock.now()
        audit.record("quote:passed_over", other, number=other.number)
        letters.tell_closed(other)


def order_by_quote(choice: Choice, request: OrderRequest) -> Order:
    """A citizen accepts: the order at the quoted price, held until the quote's last day is over.

    The same page sent twice gives the order it made. Raises as accept and place_order do;
    then neither the acceptance nor the order is made.
    """
    earlier = find_by_checkout_token(request.checkout_token)
    if earlier is not None:
        return earlier
    quote = accept(choice)
    held_until = clock.end_of_day(quote.valid_until)
    agreed = agreed_lines(quote)
    order = place_order(replace(request, wanted=(), agreed=agreed, held_until=held_until)).order
    keep_order(choice.inquiry_id, order.id)
    return order


def agreed_lines(quote: Quote) -> tuple[AgreedLine, ...]:
    """A quote's lines as an order takes them."""
    option_id = option_of_product(quote.inquiry.product_id)
    return tuple(
        AgreedLine(option_id, line.name, line.quantity, line.unit_price_won, line.vat_class)
        for line in quote.lines
    )


def keep_order(inquiry_id: int, order_id: int) -> None:
    """Remember what an accepted quote became."""
    inquiry = db.session.get_one(QuoteInquiry, inquiry_id)
    inquiry.order_id = order_id
    db.session.flush()


def decline(
    inquiry_id: int, reason: str, outcome: Outcome = Outcome.DECLINED, won: int | None = None
) -> QuoteInquiry:
    """Turn a quote down, saying who got it instead as far as one likes; raises InquiryClosed."""
    inquiry = lock_inquiry(inquiry_id)
    if not INQUIRY_TRANSITIONS.allows(inquiry.status, InquiryAct.DECLINE):
        raise InquiryClosed
    inquiry.status = INQUIRY_TRANSITIONS.after(inquiry.status, InquiryAct.DECLINE)
    inquiry.reason, inquiry.outcome, inquiry.outcome_won = reason, outcome, won
    inquiry.closed_at = clock.now()
    db.session.flush()
    audit.record("quote:declined", inquiry, number=inquiry.number, outcome=outcome.value, won=won)
    letters.tell_closed(inquiry)
    return inquiry


def withdraw(inquiry_id: int) -> QuoteInquiry:
    """Take a request back before it is answered; raises InquiryClosed."""
    inquiry = lock_inquiry(inquiry_id)
    if not INQUIRY_TRANSITIONS.allows(inquiry.status, InquiryAct.WITHDRAW):
        raise InquiryClosed
    inquiry.status = INQUIRY_TRANSITIONS.after(inquiry.status, InquiryAct.WITHDRAW)
    inquiry.outcome, inquiry.closed_at = Outcome.WITHDRAWN, clock.now()
    db.session.flush()
    audit.record("quote:withdrawn", inquiry, number=inquiry.number)
    letters.tell_closed(inquiry)
    return inquiry
