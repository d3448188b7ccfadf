"""Every way an institution's target was ever shared out."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Document, Instant, Pk, Won, enum_column


class ShareBy(StrEnum):
    """What a department's part of the target follows."""

    PURCHASABLE = "purchasable"  # what it answered it could buy
    LAST_YEAR = "last_year"  # what counted last year
    MIXED = "mixed"  # both, by a stated percentage
    HAND = "hand"  # what somebody typed


class TargetSet(Model):
    """One version of all departments' targets: append-only, the highest version is in force.

    `targets` maps department id (as text) to won and adds up to `whole_won`; `way` holds how
    they were proposed: {share_by, mixed_percent, floor_won, cap_won, unit_won}. A version that
    changes targets departments had been told has a reason.
    """

    __tablename__ = "target_set"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    version: Mapped[int]
    whole_won: Mapped[Won]
    required_won: Mapped[Won | None]
    share_by: Mapped[ShareBy] = mapped_column(enum_column(ShareBy))
    way: Mapped[Document] = mapped_column(default=dict)
    targets: Mapped[Document] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(String(300), default="")
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("institution_id", "year", "version"),
        CheckConstraint("version >= 1", name="version_counts"),
        CheckConstraint("whole_won >= 0", name="whole_not_negative"),
    )
