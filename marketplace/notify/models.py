"""The mail log: every letter, from queued to sent."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Document, Instant, Pk, enum_column


class LetterStatus(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"


class Letter(Model):
    """One mail to one person; `dedupe_key` makes sure the same news is told once.

    Queued with `context` (JSON scalars for its template) by the deed it tells of; subject
    and bodies are rendered by the job that sends it and kept as they went out. `topic` is
    empty for a letter that is owed; another is withheld from who does not want it any more.
    """

    __tablename__ = "letter"

    id: Mapped[Pk]
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    template: Mapped[str] = mapped_column(String(60))
    recipient: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(5), default="ko")
    context: Mapped[Document] = mapped_column(default=dict)
    subject: Mapped[str] = mapped_column(String(200), default="")
    text_body: Mapped[str] = mapped_column(Text, default="")
    html_body: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[LetterStatus] = mapped_column(
        enum_column(LetterStatus), default=LetterStatus.QUEUED
    )
    topic: Mapped[str] = mapped_column(String(24), default="", server_default="")
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
    claimed_at: Mapped[Instant | None]
    sent_at: Mapped[Instant | None]

    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        Index(None, "status", "id"),
        Index(None, "recipient", "id"),
    )
