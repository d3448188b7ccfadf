"""A booking as its buyer sees it: when, where, what goes back, what can be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.orders.booked import STANDING, BookedLine
from marketplace.orders.booking_models import BookingEnd
from marketplace.orders.models import Order, PaymentTerms
from marketplace.orders.pricing import Quote
from marketplace.web.dates import free_until_text, refund_rows, when_text
from marketplace.web.filters import won


@dataclass(frozen=True, slots=True)
class BookingTermsView:
    """What is agreed to with one booked line."""

    name: str
    quantity: int
    when: str
    place: str
    note: str
    refunds: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BookingView:
    """A booked line; `state` is empty while it stands, `off` when it will not take place."""

    line_id: int
    name: str
    quantity: int
    when: str
    place: str
    note: str
    state: str
    off: bool
    refund_won: int
    refund_text: str
    paid_text: str
    free_until: str
    refunds: list[tuple[str, str]]
    can_be_cancelled: bool


def booking_terms(quote: Quote) -> list[BookingTermsView]:
    """Every dated line of a quote with its terms."""
    return [
        BookingTermsView(
            line.offer.product_name,
            line.quantity,
            when_text(line.offer.session),
            line.offer.session.place,
            line.offer.session.meeting_note,
            refund_rows(line.offer.refund_table),
        )
        for line in quote.lines
        if line.offer.session is not None
    ]


def booking_view(order: Order, each: BookedLine) -> BookingView:
    """One booked line of an order."""
    now, session = clock.now(), each.session
    refund = each.refund_won(now)
    return BookingView(
        line_id=each.line.id,
        name=each.line.product_name,
        quantity=each.line.quantity,
        when=when_text(session),
        place=session.place,
        note=session.meeting_note,
        state=_state(each),
        off=each.is_called_off or session.is_cancelled,
        refund_won=refund,
        refund_text=won(refund),
        paid_text=won(each.line.paid_won),
        free_until=free_until_text(each.table, session),
        refunds=refund_rows(each.table),
        can_be_cancelled=(
            each.can_be_cancelled(now)
            and order.status in STANDING
            and order.terms is PaymentTerms.PREPAID
        ),
    )


def booking_views(order: Order, booked: Iterable[BookedLine]) -> list[BookingView]:
    """Every booked line, soonest first."""
    by_date = sorted(booked, key=lambda each: (each.session.starts_at, each.line.id))
    return [booking_view(order, each) for each in by_date]


def _state(each: BookedLine) -> str:
    if each.outcome is None:
        return str(_("판매자가 날짜를 취소했어요")) if each.session.is_cancelled else ""
    match each.outcome.how:
        case BookingEnd.ATTENDED:
            return str(_("다녀오셨어요"))
        case BookingEnd.ABSENT:
            return str(_("참석하지 않은 것으로 적혀 있어요"))
        case BookingEnd.BUYER_CANCELLED:
            return str(_("예약을 취소했어요 · %(won)s 환불", won=won(each.outcome.refund_won)))
    return str(_("판매자가 날짜를 취소했어요 · %(won)s 환불", won=won(each.outcome.refund_won)))
