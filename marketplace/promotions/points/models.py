"""The rules of points by day, and every point that came or went."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Pk, Won, enum_column
from marketplace.orders.models import Order

MOST_RATE = 1_000  # ten percent: a slip of the pen must not give a shop away
MOST_MONTHS = 60


class PointRule(Model):
    """How points work from the Seoul day `from_day` until the next rule; append-only.

    `rate` is hundredths of a percent of what was paid for goods; 0 turns points off. Earned
    points last to the end of the month `valid_months` later. Less than `min_use_won` is not
    spent on one order. Of two rules of one day the later made holds.
    """

    __tablename__ = "point_rule"

    id: Mapped[Pk]
    from_day: Mapped[date] = mapped_column(index=True)
    rate: Mapped[int]
    valid_months: Mapped[int]
    min_use_won: Mapped[Won]
    reason: Mapped[str] = mapped_column(String(200))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    author: Mapped[Account | None] = relationship()

    __table_args__ = (
        CheckConstraint(f"rate BETWEEN 0 AND {MOST_RATE}", name="rate_in_range"),
        CheckConstraint(f"valid_months BETWEEN 1 AND {MOST_MONTHS}", name="months_in_range"),
        CheckConstraint("min_use_won >= 0", name="minimum_not_negative"),
    )

    @property
    def is_on(self) -> bool:
        return self.rate > 0


class PointKind(StrEnum):
    EARNED = "earned"
    SPENT = "spent"
    RETURNED = "returned"
    EXPIRED = "expired"
    TAKEN_BACK = "taken_back"


class PointMove(Model):
    """Points that came (`won` > 0) or went; rows are never changed but for `remaining`.

    `remaining` is what is left of points that came, to be spent until `expires_on` (that day
    included). Of those that were spent, `expires_on` is the last day any of them had. `deed`
    names what was done, so that it is done once.
    """

    __tablename__ = "point_move"

    id: Mapped[Pk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[PointKind] = mapped_column(enum_column(PointKind))
    won: Mapped[Won]
    remaining: Mapped[Won] = mapped_column(default=0)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("customer_order.id"), index=True)
    expires_on: Mapped[date | None]
    deed: Mapped[str] = mapped_column(String(60), unique=True)
    at: Mapped[Instant] = mapped_column(default=clock.now)

    order: Mapped[Order | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(kind IN ('earned', 'returned') AND won > 0 AND expires_on IS NOT NULL)"
            " OR (kind NOT IN ('earned', 'returned') AND won < 0)",
            name="sign_of_kind",
        ),
        CheckConstraint(
            "remaining >= 0 AND remaining <= CASE WHEN won > 0 THEN won ELSE 0 END",
            name="remaining_within",
        ),
        Index(None, "account_id", "id"),
        Index(None, "account_id", "expires_on"),
        Index(None, "expires_on"),
    )
