"""What a department settles before it closes a month: announcements, duplicates, explanations."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Pk, Won, enum_column, public_token


class AnnouncedPurchase(Model):
    """An outside purchase somebody told of before its paper was there.

    It counts nothing: with the paper it becomes a record (`record_id`), or it is dropped with a
    reason. Until then it stands open on the page that closes its month.
    """

    __tablename__ = "announced_purchase"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    bought_on: Mapped[date]
    seller_name: Mapped[str] = mapped_column(String(120))
    item: Mapped[str] = mapped_column(String(200))
    gross_won: Mapped[Won]
    announced_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    announced_at: Mapped[Instant] = mapped_column(default=clock.now)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_record.id"), unique=True)
    dropped_reason: Mapped[str] = mapped_column(String(300), default="")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[Instant | None]

    __table_args__ = (
        Index(None, "department_id", "settled_at", "bought_on"),
        CheckConstraint("gross_won > 0", name="gross_positive"),
        CheckConstraint(
            "(settled_at IS NULL) = (record_id IS NULL AND dropped_reason = '')",
            name="settled_by_record_or_reason",
        ),
    )


class DuplicateVerdict(StrEnum):
    SAME = "same"  # one purchase written down twice: the later record was taken back
    TWO = "two"  # two purchases that look alike


class DuplicateDecision(Model):
    """Somebody looked at two records that look alike and said what they are, once."""

    __tablename__ = "duplicate_decision"

    id: Mapped[Pk]
    first_id: Mapped[int] = mapped_column(ForeignKey("purchase_record.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("purchase_record.id"), index=True)
    verdict: Mapped[DuplicateVerdict] = mapped_column(enum_column(DuplicateVerdict))
    reason: Mapped[str] = mapped_column(String(300))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="pair_in_order"),
        CheckConstraint("reason <> ''", name="decision_has_reason"),
    )


class RecordExplanation(Model):
    """Why a record that does not count, or has no paper, is right as it is; append-only."""

    __tablename__ = "record_explanation"

    id: Mapped[Pk]
    record_id: Mapped[int] = mapped_column(ForeignKey("purchase_record.id"))
    version: Mapped[int]
    words: Mapped[str] = mapped_column(String(300))
    explained_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    explained_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("record_id", "version"),
        CheckConstraint("words <> ''", name="explanation_says_something"),
    )
