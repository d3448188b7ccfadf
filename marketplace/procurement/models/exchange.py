"""What other systems of an institution may do here, and what they did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Document, Instant, Labels, Pk, public_token


class ApiToken(Model):
    """One system's key: only its SHA-256 is kept, because it is 256 random bits already.

    `hint` are its first characters, to tell tokens apart; `scopes` what it may do.
    """

    __tablename__ = "api_token"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    name: Mapped[str] = mapped_column(String(60))
    hint: Mapped[str] = mapped_column(String(12))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[Labels]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    last_used_at: Mapped[Instant | None]

    __table_args__ = (
        Index(None, "institution_id", "id"),
        CheckConstraint("expires_at > made_at", name="expires_later"),
    )

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return self.revoked_at is None and moment < self.expires_at


class PushedPurchase(Model):
    """Which purchase of another system a record is; `digest` is of what that system said."""

    __tablename__ = "pushed_purchase"

    record_id: Mapped[int] = mapped_column(ForeignKey("purchase_record.id"), primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    external_id: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"))

    __table_args__ = (UniqueConstraint("institution_id", "external_id"),)


class KeptAnswer(Model):
    """The answer to a request with an Idempotency-Key, given again to the same request."""

    __tablename__ = "kept_answer"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    key: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[Document]
    made_at: Mapped[Instant] = mapped_column(default=clock.now, index=True)

    __table_args__ = (UniqueConstraint("institution_id", "key"),)
