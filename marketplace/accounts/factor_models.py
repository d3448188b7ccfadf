"""The second factor of an account, and the codes that stand in for it once each."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Pk


class SecondFactor(Model):
    """A shared secret, sealed; it counts once `confirmed_at` is set.

    `last_step` is the newest 30-second step a code was taken of: none is taken twice. `tries`
    counts wrong codes since `tried_at`.
    """

    __tablename__ = "second_factor"

    id: Mapped[Pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    sealed_secret: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    confirmed_at: Mapped[Instant | None]
    last_step: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (CheckConstraint("tries >= 0", name="tries_not_negative"),)


class RecoveryCode(Model):
    """One of ten codes; only its fingerprint is kept, and it is taken once."""

    __tablename__ = "recovery_code"

    id: Mapped[Pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[Instant | None]

    __table_args__ = (UniqueConstraint("account_id", "fingerprint"),)
