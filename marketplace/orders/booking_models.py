"""What became of a booked seat: somebody came, nobody came, or it was called off."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Won, enum_column
from marketplace.orders.models import OrderLine


class BookingEnd(StrEnum):
    ATTENDED = "attended"
    ABSENT = "absent"
    BUYER_CANCELLED = "buyer_cancelled"
    SELLER_CANCELLED = "seller_cancelled"


CALLED_OFF = (BookingEnd.BUYER_CANCELLED, BookingEnd.SELLER_CANCELLED)


class BookingOutcome(Model):
    """The end of one booked line, at most one each; `refund_won` of a line called off."""

    __tablename__ = "booking_outcome"

    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), primary_key=True)
    how: Mapped[BookingEnd] = mapped_column(enum_column(BookingEnd))
    refund_won: Mapped[Won] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[Instant] = mapped_column(default=clock.now)

    line: Mapped[OrderLine] = relationship()

    __table_args__ = (CheckConstraint("refund_won >= 0", name="refund_not_negative"),)
