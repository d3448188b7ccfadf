"""What departments answered to the survey, every version of it, and who was asked again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Document, Instant, Pk, Won, enum_column
from marketplace.procurement.models.year import YearStep


class SurveyAnswer(Model):
    """What a department could buy in a year, as its last answer says.

    `by_kind` ({goods, service, works}) and `by_quarter` ({"1"…"4"}) are won that add up to
    `purchasable_won`, or empty where the department did not split it. `behalf_note` says why
    the coordinating department answered in its place, empty where it answered itself.
    """

    __tablename__ = "survey_answer"

    id: Mapped[Pk]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    year: Mapped[int]
    purchasable_won: Mapped[Won]
    by_kind: Mapped[Document] = mapped_column(default=dict, server_default="{}")
    by_quarter: Mapped[Document] = mapped_column(default=dict, server_default="{}")
    note: Mapped[str] = mapped_column(String(500), default="")
    behalf_note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("department_id", "year"),
        CheckConstraint("purchasable_won >= 0", name="purchasable_not_negative"),
    )


class SurveyAnswerVersion(Model):
    """One answer as it was given: append-only, the highest version is the answer."""

    __tablename__ = "survey_answer_version"

    id: Mapped[Pk]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    year: Mapped[int]
    version: Mapped[int]
    purchasable_won: Mapped[Won]
    by_kind: Mapped[Document] = mapped_column(default=dict)
    by_quarter: Mapped[Document] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(String(500), default="")
    behalf_note: Mapped[str] = mapped_column(String(300), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("department_id", "year", "version"),
        CheckConstraint("version >= 1", name="version_counts"),
        CheckConstraint("purchasable_won >= 0", name="purchasable_not_negative"),
    )


class YearReminder(Model):
    """A department asked again for something of the year; the row keeps a second from that day.

    `step` says what is missing: an answer to the survey, or the plan of `quarter` (else 0).
    """

    __tablename__ = "year_reminder"

    id: Mapped[Pk]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    year: Mapped[int]
    step: Mapped[YearStep] = mapped_column(enum_column(YearStep))
    quarter: Mapped[int] = mapped_column(default=0)
    sent_on: Mapped[date]
    letter_count: Mapped[int]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("department_id", "year", "step", "quarter", "sent_on"),
        CheckConstraint("quarter BETWEEN 0 AND 4", name="quarter_in_year"),
        CheckConstraint("letter_count >= 1", name="somebody_was_told"),
    )
