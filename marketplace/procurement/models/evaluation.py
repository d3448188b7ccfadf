"""The evaluation of a year: its weighted criteria, what was left out and why, results, awards."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import (
    Documents,
    Instant,
    Json,
    Pk,
    Won,
    enum_column,
    public_token,
)
from marketplace.procurement.models.institutions import Department


class EvaluationScheme(Model):
    """How an institution scores a year; a change is a new version with a reason.

    `criteria` are {key, weight, full}: weight in points, `full` the value that earns all of them
    (percent, or a count of sellers). Departments whose target is below `small_below_won` are
    ranked among themselves.
    """

    __tablename__ = "evaluation_scheme"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    version: Mapped[int]
    criteria: Mapped[Documents]
    small_below_won: Mapped[Won]
    reason: Mapped[str] = mapped_column(String(300), default="")
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("institution_id", "year", "version"),
        CheckConstraint("version >= 1", name="version_counts"),
        CheckConstraint("version = 1 OR reason <> ''", name="change_has_reason"),
        CheckConstraint("small_below_won >= 0", name="small_not_negative"),
    )


class MarkKind(StrEnum):
    """Why there is no figure: neither is zero, neither is blank."""

    NOT_MEASURED = "not_measured"  # 측정하지 않음
    PROGRAMME_CHANGED = "programme_changed"  # 사업 변경


class YearMark(Model):
    """A month of a department (0: its whole year) that sums and rates leave out, with why."""

    __tablename__ = "year_mark"

    id: Mapped[Pk]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    year: Mapped[int]
    month: Mapped[int] = mapped_column(default=0)
    kind: Mapped[MarkKind] = mapped_column(enum_column(MarkKind))
    reason: Mapped[str] = mapped_column(String(300))
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    marked_at: Mapped[Instant] = mapped_column(default=clock.now)
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lifted_at: Mapped[Instant | None]
    lifted_reason: Mapped[str] = mapped_column(String(300), default="")

    department: Mapped[Department] = relationship()

    __table_args__ = (
        Index(
            "uq_year_mark_standing",
            "department_id",
            "year",
            "month",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
        CheckConstraint("month BETWEEN 0 AND 12", name="month_in_year"),
        CheckConstraint("reason <> ''", name="mark_has_reason"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_reason = '')", name="lifted_with_reason"),
    )


class Evaluation(Model):
    """One kept result of a year: append-only, the highest version is the one in force."""

    __tablename__ = "evaluation"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    version: Mapped[int]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("evaluation_scheme.id"))
    content: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)
    content_digest: Mapped[str] = mapped_column(String(64))
    evaluated_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    evaluated_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("institution_id", "year", "version"),
        CheckConstraint("version >= 1", name="version_counts"),
    )


class AwardGrade(StrEnum):
    GRAND = "grand"  # 최우수
    EXCELLENT = "excellent"  # 우수
    ENCOURAGEMENT = "encouragement"  # 장려
    SPECIAL = "special"  # 특별


class Award(Model):
    """A department honoured for a year; taken back only with a reason, never deleted.

    `number` counts an institution's awards of a year, as the certificate prints it. `giver` is
    in whose name it is given (가온구청장).
    """

    __tablename__ = "year_award"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    number: Mapped[int]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"))
    grade: Mapped[AwardGrade] = mapped_column(enum_column(AwardGrade))
    giver: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(300))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[Instant] = mapped_column(default=clock.now)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[Instant | None]
    revoked_reason: Mapped[str] = mapped_column(String(300), default="")

    department: Mapped[Department] = relationship()

    __table_args__ = (
        UniqueConstraint("institution_id", "year", "number"),
        Index(
            "uq_year_award_standing",
            "department_id",
            "year",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        CheckConstraint("reason <> ''", name="award_has_reason"),
        CheckConstraint("number >= 1", name="number_counts"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name="revoked_with_reason"),
    )


class FiledReport(Model):
    """A quarter's report as it was filed: a snapshot with its remarks, version by version."""

    __tablename__ = "filed_report"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    filed_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("institution_id", "year", "quarter", "version"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_in_year"),
        CheckConstraint("version >= 1", name="version_counts"),
    )
