"""What became of a line's units: taken off before sending, asked back, given back.

Whoever changes these numbers holds the order's row; the CHECK keeps the sum within what was
bought whoever forgets to.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Pk, Won, enum_column


class UnitBook:
    """Columns of a line: units and won taken off, asked back (open requests), given back."""

    cancelled_quantity: Mapped[int] = mapped_column(default=0, server_default="0")
    cancelled_won: Mapped[Won] = mapped_column(default=0, server_default="0")
    claimed_quantity: Mapped[int] = mapped_column(default=0, server_default="0")
    claimed_won: Mapped[Won] = mapped_column(default=0, server_default="0")
    returned_quantity: Mapped[int] = mapped_column(default=0, server_default="0")
    returned_won: Mapped[Won] = mapped_column(default=0, server_default="0")

    if TYPE_CHECKING:
        quantity: Mapped[int]

        @property
        def paid_won(self) -> int: ...

    @property
    def left_quantity(self) -> int:
        """Units that are still the buyer's and not asked back."""
        return (
            self.quantity - self.cancelled_quantity - self.claimed_quantity - self.returned_quantity
        )

    @property
    def left_won(self) -> int:
        """What was paid for the units that are left."""
        return self.paid_won - self.cancelled_won - self.claimed_won - self.returned_won

    @property
    def sent_quantity(self) -> int:
        """Units the seller sends, or has sent."""
        return self.quantity - self.cancelled_quantity

    def worth_won(self, units: int) -> int:
        """What was paid for `units` of those left; raises ValueError for more than are left.

        Each portion is rounded down and the last takes the rest, so that however a line is
        taken apart its portions never exceed what was paid and all of them are exactly that.
        """
        if not 0 <= units <= self.left_quantity:
            raise ValueError(f"{units} of {self.left_quantity} units")
        if units == self.left_quantity:
            return self.left_won
        return self.left_won * units // self.left_quantity


class ParcelBook:
    """What taking parts off or sending them back did to a parcel's fee, and what is left of it."""

    delivery_change_won: Mapped[Won] = mapped_column(default=0, server_default="0")

    if TYPE_CHECKING:
        delivery_won: Mapped[int]
        lines: Mapped[list[Any]]

    @property
    def delivery_now_won(self) -> int:
        """The delivery fee after what parts taken off or sent back changed about it."""
        return self.delivery_won + self.delivery_change_won

    @property
    def sent_won(self) -> int:
        """The price of what the enterprise sends, delivery included."""
        goods: int = sum(line.unit_price_won * line.sent_quantity for line in self.lines)
        return goods + self.delivery_now_won

    @property
    def left_won(self) -> int:
        """What the buyer paid for what is left of this enterprise's part, delivery included."""
        goods: int = sum(line.left_won for line in self.lines)
        return goods + self.delivery_now_won


UNIT_CHECKS = (
    CheckConstraint(
        "cancelled_quantity >= 0 AND claimed_quantity >= 0 AND returned_quantity >= 0"
        " AND cancelled_quantity + claimed_quantity + returned_quantity <= quantity",
        name="units_within_bought",
    ),
    CheckConstraint(
        "cancelled_won >= 0 AND claimed_won >= 0 AND returned_won >= 0"
        " AND cancelled_won + claimed_won + returned_won <= gross_won - reduced_won",
        name="given_back_within_paid",
    ),
)


class Canceller(StrEnum):
    """Who took something off an order."""

    BUYER = "buyer"
    SELLER = "seller"


class LineCancellation(Model):
    """Units of one line taken off before they were sent; append-only."""

    __tablename__ = "line_cancellation"

    id: Mapped[Pk]
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[int]
    worth_won: Mapped[Won]
    by: Mapped[Canceller] = mapped_column(enum_column(Canceller))
    reason: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (CheckConstraint("quantity >= 1", name="takes_something"),)
