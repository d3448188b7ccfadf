"""Plans of a year and its quarters: what departments mean to buy, and the words around figures."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Document, Documents, Instant, Pk, Won, enum_column


class QuarterPlanCall(Model):
    """The coordinating department asks for a quarter's detailed plans until a day."""

    __tablename__ = "quarter_plan_call"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    due_on: Mapped[date]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("institution_id", "year", "quarter"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_in_year"),
    )


class QuarterPlanVersion(Model):
    """What one department means to buy in a quarter: append-only, the highest version holds.

    `lines` are {item, kind, amount_won, month, seller_kind} with `seller_kind` a certification
    kind's code or "" where it is open; they add up to `amount_won`. No lines is a plan to buy
    nothing.
    """

    __tablename__ = "quarter_plan_version"

    id: Mapped[Pk]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    version: Mapped[int]
    lines: Mapped[Documents] = mapped_column(default=list)
    amount_won: Mapped[Won]
    note: Mapped[str] = mapped_column(String(500), default="")
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("department_id", "year", "quarter", "version"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_in_year"),
        CheckConstraint("version >= 1", name="version_counts"),
        CheckConstraint("amount_won >= 0", name="amount_not_negative"),
    )


class TextSubject(StrEnum):
    """Which composed document words belong to."""

    PLAN = "plan"
    QUARTER_PLAN = "quarter_plan"
    QUARTER_REPORT = "quarter_report"
    EVALUATION = "evaluation"


class YearText(Model):
    """The words a coordinator writes into a composed document; the figures are never typed.

    `words` maps a part of the document to its text. `version` guards against two people who
    write at once; what was published keeps its own copy.
    """

    __tablename__ = "year_text"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    subject: Mapped[TextSubject] = mapped_column(enum_column(TextSubject))
    quarter: Mapped[int] = mapped_column(default=0)
    words: Mapped[Document] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[Instant] = mapped_column(default=clock.now)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's spelling
    __table_args__ = (
        UniqueConstraint("institution_id", "year", "subject", "quarter"),
        CheckConstraint("quarter BETWEEN 0 AND 4", name="quarter_in_year"),
    )
