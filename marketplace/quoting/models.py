"""What somebody asks, of whom, and every version of every answer.

A later fair or consultation can point at an inquiry: it keeps a status and an outcome, so that
what came of a talk is never lost.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.money import VatClass
from marketplace.core.states import Transitions
from marketplace.core.types import Instant, Pk, Won, enum_column, public_token
from marketplace.enterprises.models import Enterprise
from marketplace.media.models import StoredFile
from marketplace.orders.models import Order


class QuoteRequest(Model):
    """What is needed, how many, when and where; `public_id` opens it unsigned.

    A department's request has `department_id`; anybody else's is a citizen's or guest's.
    `form_token` is made with the form, so that a double click asks once.
    """

    __tablename__ = "quote_request"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    form_token: Mapped[str] = mapped_column(String(40), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(30))
    organisation: Mapped[str] = mapped_column(String(120), default="")
    locale: Mapped[str] = mapped_column(String(5), default="ko")
    subject: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[str] = mapped_column(String(60))
    needed_when: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    budget_won: Mapped[Won | None]
    message: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    file: Mapped[StoredFile | None] = relationship()
    inquiries: Mapped[list[QuoteInquiry]] = relationship(
        back_populates="request", order_by="QuoteInquiry.id"
    )

    __table_args__ = (
        CheckConstraint("budget_won IS NULL OR budget_won >= 0", name="budget_not_negative"),
        Index(None, "department_id", "id"),
        Index(None, "account_id", "id"),
    )


class InquiryStatus(StrEnum):
    ASKED = "asked"
    QUOTED = "quoted"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class InquiryAct(StrEnum):
    QUOTE = "quote"
    REFUSE = "refuse"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


# That a quote lapses is computed from its last day, never a state.
INQUIRY_TRANSITIONS = Transitions(
    "quote inquiry",
    {
        (InquiryStatus.ASKED, InquiryAct.QUOTE): InquiryStatus.QUOTED,
        (InquiryStatus.ASKED, InquiryAct.REFUSE): InquiryStatus.REFUSED,
        (InquiryStatus.ASKED, InquiryAct.WITHDRAW): InquiryStatus.WITHDRAWN,
        (InquiryStatus.QUOTED, InquiryAct.QUOTE): InquiryStatus.QUOTED,
        (InquiryStatus.QUOTED, InquiryAct.REFUSE): InquiryStatus.REFUSED,
        (InquiryStatus.QUOTED, InquiryAct.ACCEPT): InquiryStatus.ACCEPTED,
        (InquiryStatus.QUOTED, InquiryAct.DECLINE): InquiryStatus.DECLINED,
        # What was accepted was never paid or approved: all who were asked stand where they stood.
        (InquiryStatus.ACCEPTED, InquiryAct.REOPEN): InquiryStatus.QUOTED,
        (InquiryStatus.DECLINED, InquiryAct.REOPEN): InquiryStatus.QUOTED,
        (InquiryStatus.WITHDRAWN, InquiryAct.REOPEN): InquiryStatus.ASKED,
    },
)


class Outcome(StrEnum):
    """What came of an inquiry, for whoever counts: a lapse is computed, the rest is told."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LOST_TO_SOCIAL = "lost_to_social"  # another social-economy enterprise got it
    LOST_TO_ORDINARY = "lost_to_ordinary"  # an ordinary firm got it


class QuoteInquiry(Model):
    """One request at one enterprise; `number` is read aloud.

    `current_version` is 0 until it is answered. `outcome_won` is None where nobody knows it.
    `order_id` is what it last became; one that is not ACCEPTED any more came to nothing.
    """

    __tablename__ = "quote_inquiry"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("quote_request.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    status: Mapped[InquiryStatus] = mapped_column(
        enum_column(InquiryStatus), default=InquiryStatus.ASKED
    )
    current_version: Mapped[int] = mapped_column(default=0)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("customer_order.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome))
    outcome_won: Mapped[Won | None]
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    answered_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]

    request: Mapped[QuoteRequest] = relationship(back_populates="inquiries")
    enterprise: Mapped[Enterprise] = relationship()
    product: Mapped[Product] = relationship()
    order: Mapped[Order | None] = relationship()
    quotes: Mapped[list[Quote]] = relationship(back_populates="inquiry", order_by="Quote.version")
    messages: Mapped[list[QuoteMessage]] = relationship(order_by="QuoteMessage.id")

    __table_args__ = (
        UniqueConstraint("request_id", "enterprise_id"),
        CheckConstraint("outcome_won IS NULL OR outcome_won >= 0", name="outcome_not_negative"),
        Index(None, "enterprise_id", "status", "id"),
        Index(
            "uq_quote_inquiry_accepted_once",
            "request_id",
            unique=True,
            sqlite_where=text("status = 'accepted'"),
            postgresql_where=text("status = 'accepted'"),
        ),
    )

    @property
    def current(self) -> Quote | None:
        """The newest answer."""
        return self.quotes[-1] if self.quotes else None

    def is_lapsed(self, day: date) -> bool:
        """Whether its quote was let lapse: still open, and its last day is over."""
        quote = self.current
        is_open = self.status is InquiryStatus.QUOTED
        return is_open and quote is not None and quote.valid_until < day

    @property
    def fell_through(self) -> bool:
        """Whether it was accepted once, and its order was never paid or approved."""
        return self.order_id is not None and self.status is not InquiryStatus.ACCEPTED

    def result(self, day: date) -> Outcome | None:
        """What came of it by a day; None while it is open."""
        return self.outcome or (Outcome.LAPSED if self.is_lapsed(day) else None)


class Quote(Model):
    """One version of an answer; never edited, a revision is the next version."""

    __tablename__ = "quote"

    id: Mapped[Pk]
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("quote_inquiry.id"))
    version: Mapped[int]
    valid_until: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    net_won: Mapped[Won]
    vat_won: Mapped[Won]
    gross_won: Mapped[Won]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[Instant] = mapped_column(default=clock.now)

    inquiry: Mapped[QuoteInquiry] = relationship(back_populates="quotes")
    file: Mapped[StoredFile | None] = relationship()
    lines: Mapped[list[QuoteLine]] = relationship(order_by="QuoteLine.position")

    __table_args__ = (
        UniqueConstraint("inquiry_id", "version"),
        CheckConstraint("version >= 1", name="version_counts"),
        CheckConstraint("net_won + vat_won = gross_won", name="tax_adds_up"),
        CheckConstraint("gross_won >= 0", name="not_negative"),
    )


class QuoteLine(Model):
    """One line of a quote; `unit_price_won` includes VAT, net + VAT = gross."""

    __tablename__ = "quote_line"

    id: Mapped[Pk]
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    quantity: Mapped[int]
    unit_price_won: Mapped[Won]
    vat_class: Mapped[VatClass] = mapped_column(enum_column(VatClass))
    net_won: Mapped[Won]
    vat_won: Mapped[Won]
    gross_won: Mapped[Won]

    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        CheckConstraint("net_won + vat_won = gross_won", name="tax_adds_up"),
        CheckConstraint("gross_won = unit_price_won * quantity", name="price_adds_up"),
    )


class QuoteMessage(Model):
    """A word between asker and enterprise about one inquiry."""

    __tablename__ = "quote_message"

    id: Mapped[Pk]
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("quote_inquiry.id"), index=True)
    is_from_seller: Mapped[bool]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[Instant] = mapped_column(default=clock.now)
