"""What the index has still to learn: written with the change, deleted when the index knows."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import BigId, Instant, Pk


class SearchOutbox(Model):
    """One product to be read again; no foreign key, because a deleted product must leave too."""

    __tablename__ = "search_outbox"

    id: Mapped[Pk]
    product_id: Mapped[int] = mapped_column(BigId)
    queued_at: Mapped[Instant] = mapped_column(default=clock.now)
