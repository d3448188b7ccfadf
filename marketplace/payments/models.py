"""Attempts to pay, what the provider told us, and refunds."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Pk, Won, enum_column


class AttemptStatus(StrEnum):
    INTENDED = "intended"  # committed before the provider is called
    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    REFUSED = "refused"  # paid, but the order could not take it: refunded


class PaymentAttempt(Model):
    """One try to pay one order; at most one attempt of an order is ever paid."""

    __tablename__ = "payment_attempt"

    id: Mapped[Pk]
    order_id: Mapped[int] = mapped_column(ForeignKey("customer_order.id"), index=True)
    provider: Mapped[str] = mapped_column(String(20))
    provider_ref: Mapped[str | None] = mapped_column(String(120))
    payment_ref: Mapped[str | None] = mapped_column(String(120))
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    amount_won: Mapped[Won]
    method: Mapped[str] = mapped_column(String(30), default="")
    status: Mapped[AttemptStatus] = mapped_column(
        enum_column(AttemptStatus), default=AttemptStatus.INTENDED
    )
    hosted_url: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    expires_at: Mapped[Instant | None]
    settled_at: Mapped[Instant | None]

    __table_args__ = (
        UniqueConstraint("provider", "provider_ref"),
        CheckConstraint("amount_won > 0", name="amount_positive"),
        Index(
            "uq_payment_attempt_paid_once",
            "order_id",
            unique=True,
            sqlite_where=text("status = 'paid'"),
            postgresql_where=text("status = 'paid'"),
        ),
    )


class ProviderEvent(Model):
    """A webhook that was taken in; the same event id never enters twice."""

    __tablename__ = "provider_event"

    id: Mapped[Pk]
    provider: Mapped[str] = mapped_column(String(20))
    event_ref: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(60))
    received_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (UniqueConstraint("provider", "event_ref"),)


class RefundStatus(StrEnum):
    INTENDED = "intended"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"


class Refund(Model):
    """Money going back for one attempt; the intent is committed before the provider is called.

    A failed one is answered once: by another try (`retry_of_id` of that one) or by hand, when
    the centre gave the money back another way (`by_hand_at`, with a note of how).
    """

    __tablename__ = "refund"

    id: Mapped[Pk]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("payment_attempt.id"), index=True)
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"))
    amount_won: Mapped[Won]
    reason: Mapped[str] = mapped_column(String(200))
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    provider_ref: Mapped[str | None] = mapped_column(String(120))
    status: Mapped[RefundStatus] = mapped_column(
        enum_column(RefundStatus), default=RefundStatus.INTENDED
    )
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    settled_at: Mapped[Instant | None]
    retry_of_id: Mapped[int | None] = mapped_column(ForeignKey("refund.id"), unique=True)
    by_hand_at: Mapped[Instant | None]
    by_hand_note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    failure: Mapped[str] = mapped_column(String(300), default="", server_default="")

    __table_args__ = (
        CheckConstraint("amount_won > 0", name="amount_positive"),
        Index(None, "status", "id"),
    )
