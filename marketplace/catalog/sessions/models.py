"""A date of an experience is an option with its own stock; here stands when and where."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.catalog.models import Product, ProductOption
from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Documents, Instant, Pk


class ExperienceSession(Model):
    """One date of an experience; its seats are the stock of its option.

    Whether it can be booked is computed from `closes_at` and `cancelled_at`, never stored.
    `series` is the same for dates that were made together, empty for a single one.
    """

    __tablename__ = "experience_session"

    id: Mapped[Pk]
    option_id: Mapped[int] = mapped_column(ForeignKey("product_option.id"), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    closes_at: Mapped[Instant]
    place: Mapped[str] = mapped_column(String(120))
    meeting_note: Mapped[str] = mapped_column(String(300), default="")
    series: Mapped[str] = mapped_column(String(22), default="")
    cancelled_at: Mapped[Instant | None]
    cancel_reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    option: Mapped[ProductOption] = relationship()
    product: Mapped[Product] = relationship()

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("closes_at <= starts_at", name="closes_before_start"),
        Index(None, "product_id", "starts_at"),
        Index(None, "starts_at", "id"),
    )

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be booked at an instant, seats aside."""
        return self.cancelled_at is None and at < self.closes_at

    def has_begun(self, at: datetime) -> bool:
        """Whether it has started."""
        return self.starts_at <= at

    def is_over(self, at: datetime) -> bool:
        """Whether it has ended."""
        return self.ends_at <= at


class BookingTerms(Model):
    """What a firm agrees to for the dates of one experience.

    `refund_steps` are {days_before, percent}, the longest before first; `most_seats` is how
    many one booking may take, None for as many as there are.
    """

    __tablename__ = "booking_terms"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    refund_steps: Mapped[Documents]
    most_seats: Mapped[int | None]
    changed_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (CheckConstraint("most_seats IS NULL OR most_seats >= 1", name="most_seats"),)
