"""The audit trail."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import BigId, Document, Instant, Pk


class AuditEntry(Model):
    """One deed: append-only, never edited; `subject_type` + `subject_id` name the thing."""

    __tablename__ = "audit_entry"

    id: Mapped[Pk]
    at: Mapped[Instant] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    actor_label: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigId)
    detail: Mapped[Document] = mapped_column(default=dict)

    __table_args__ = (
        Index(None, "subject_type", "subject_id", "id"),
        Index(None, "actor_id", "id"),
    )
