"""An enterprise answers: a quote, a better one later, or that it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.money import TaxedAmount, VatClass, split_gross
from marketplace.core.text import T
from marketplace.media.files import CheckedFile, keep_file
from marketplace.quoting import letters
from marketplace.quoting.errors import InquiryClosed, QuoteRefused
from marketplace.quoting.models import (
    INQUIRY_TRANSITIONS,
    InquiryAct,
    InquiryStatus,
    Outcome,
    Quote,
    QuoteInquiry,
    QuoteLine,
    QuoteMessage,
)
from marketplace.quoting.queries import lock_inquiry

MOST_LINES = 20
MOST_DAYS = 180
MOST_UNIT_WON = 10**9
MOST_QUANTITY = 999_999
MOST_TOTAL_WON = 10**11
LONGEST_MESSAGE = 2_000


@dataclass(frozen=True, slots=True)
class LineSaid:
    """One line as written; `unit_price_won` includes VAT."""

    name: str
    quantity: int
    unit_price_won: int
    vat_class: VatClass

    @property
    def gross_won(self) -> int:
        return self.unit_price_won * self.quantity

    @property
    def tax(self) -> TaxedAmount:
        """Net and VAT of the whole line, rounded once."""
        return split_gross(self.gross_won, self.vat_class)


@dataclass(frozen=True, slots=True)
class QuoteSaid:
    """A whole answer."""

    lines: Sequence[LineSaid]
    valid_until: date
    note: str = ""


def write_quote(
    inquiry_id: int, said: QuoteSaid, author_id: int | None, file: CheckedFile | None = None
) -> Quote:
    """The next version of the answer; earlier ones stay. Raises QuoteRefused or InquiryClosed."""
    _judge(said)
    inquiry = lock_inquiry(inquiry_id)
    _move(inquiry, InquiryAct.QUOTE)
    inquiry.current_version += 1
    inquiry.answered_at = inquiry.answered_at or clock.now()
    lines = [_line(position, each) for position, each in enumerate(said.lines)]
    quote = Quote(
        inquiry=inquiry,
        version=inquiry.current_version,
        valid_until=said.valid_until,
        note=said.note,
        net_won=sum(line.net_won for line in lines),
        vat_won=sum(line.vat_won for line in lines),
        gross_won=sum(line.gross_won for line in lines),
        written_by=author_id,
        lines=lines,
    )
    if file is not None:
        quote.file_id = keep_file(file, author_id).id
    db.session.add(quote)
    db.session.flush()
    audit.record(
        "quote:written", inquiry, number=inquiry.number, version=quote.version, won=quote.gross_won
    )
    letters.tell_quoted(inquiry, quote)
    return quote


def refuse(inquiry_id: int, reason: str) -> QuoteInquiry:
    """Say that it cannot be done, and why; raises InquiryClosed."""
    inquiry = lock_inquiry(inquiry_id)
    _move(inquiry, InquiryAct.REFUSE)
    inquiry.reason, inquiry.outcome, inquiry.closed_at = reason, Outcome.REFUSED, clock.now()
    inquiry.answered_at = inquiry.answered_at or clock.now()
    db.session.flush()
    audit.record("quote:refused", inquiry, number=inquiry.number, reason=reason)
    letters.tell_refused(inquiry)
    return inquiry


def note_outcome(inquiry_id: int, outcome: Outcome, won: int | None) -> QuoteInquiry:
    """Write down who got it in the end, as far as it is known; not of an accepted one.

    Raises InquiryClosed while it is open or when it was accepted.
    """
    inquiry = lock_inquiry(inquiry_id)
    lapsed = inquiry.is_lapsed(clock.today())
    if inquiry.status is InquiryStatus.ACCEPTED or (
        inquiry.status in (InquiryStatus.ASKED, InquiryStatus.QUOTED) and not lapsed
    ):
        raise InquiryClosed
    inquiry.outcome, inquiry.outcome_won = outcome, won
    db.session.flush()
    audit.record("quote:outcome", inquiry, outcome=outcome.value, won=won)
    return inquiry


def say(
    inquiry_id: int, text: str, *, is_from_seller: bool, account_id: int | None
) -> QuoteMessage:
    """A word to the other side; raises QuoteRefused for none or too many."""
    if not text.strip() or len(text) > LONGEST_MESSAGE:
        raise QuoteRefused("text", T("1자에서 2,000자 사이로 적어 주세요."))
    inquiry = lock_inquiry(inquiry_id)
    message = QuoteMessage(
        inquiry_id=inquiry.id, is_from_seller=is_from_seller, account_id=account_id, text=text
    )
    db.session.add(message)
    db.session.flush()
    audit.record("quote:said", inquiry, is_from_seller=is_from_seller)
    letters.tell_said(inquiry, message)
    return message


def _move(inquiry: QuoteInquiry, act: InquiryAct) -> None:
    if not INQUIRY_TRANSITIONS.allows(inquiry.status, act):
        raise InquiryClosed
    inquiry.status = INQUIRY_TRANSITIONS.after(inquiry.status, act)


def _judge(said: QuoteSaid) -> None:
    if not said.lines:
        raise QuoteRefused("lines", T("견적 내용을 한 줄은 적어 주세요."))
    if len(said.lines) > MOST_LINES:
        raise QuoteRefused("lines", T("견적은 스무 줄까지 적을 수 있습니다."))
    for row, line in enumerate(said.lines):
        if not 1 <= line.quantity <= MOST_QUANTITY:
            said_ = T("수량은 1에서 999,999 사이로 적어 주세요.")
            raise QuoteRefused(f"lines-{row}-quantity", said_)
        if not 0 <= line.unit_price_won <= MOST_UNIT_WON:
            said_ = T("단가는 0원에서 10억 원 사이로 적어 주세요.")
            raise QuoteRefused(f"lines-{row}-unit_price_won", said_)
    if not 0 < sum(line.gross_won for line in said.lines) <= MOST_TOTAL_WON:
        raise QuoteRefused("lines", T("합계는 1원에서 1,000억 원 사이여야 합니다."))
    today = clock.today()
    if not today <= said.valid_until <= today + timedelta(days=MOST_DAYS):
        raise QuoteRefused("valid_until", T("유효기간은 오늘부터 180일 안으로 적어 주세요."))


def _line(position: int, said: LineSaid) -> QuoteLine:
    return QuoteLine(
        position=position,
        name=said.name,
        quantity=said.quantity,
        unit_price_won=said.unit_price_won,
        vat_class=said.vat_class,
        net_won=said.tax.net_won,
        vat_won=said.tax.vat_won,
        gross_won=said.gross_won,
    )
