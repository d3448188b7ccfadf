"""Which department was reminded of what, once."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Pk, enum_column


class ReminderSubject(StrEnum):
    """What was asked for again; `month` is the month, or the first month of the quarter."""

    MONTH_CLOSING = "month_closing"
    SURVEY_ANSWER = "survey_answer"
    QUARTER_PLAN = "quarter_plan"
    QUARTER_REPORT = "quarter_report"


class Reminder(Model):
    """One reminder of one department; the row is what keeps a second from being sent."""

    __tablename__ = "reminder"

    id: Mapped[Pk]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    subject: Mapped[ReminderSubject] = mapped_column(enum_column(ReminderSubject))
    year: Mapped[int]
    month: Mapped[int]
    letter_count: Mapped[int]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("subject", "year", "month", "department_id"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month_in_year"),
        CheckConstraint("letter_count >= 1", name="somebody_was_told"),
    )
