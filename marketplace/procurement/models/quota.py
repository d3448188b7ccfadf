"""Quota rules as data, targets, month closings and figures somebody published."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Document, Documents, Instant, Labels, Pk, Won, enum_column
from marketplace.procurement.models.institutions import Department


class Basis(StrEnum):
    """What the obligation is measured against."""

    FIXED_AMOUNT = "fixed_amount"  # 금액 목표
    TOTAL_PURCHASES = "total_purchases"  # 총구매액
    NEGOTIABLE_TOTAL = "negotiable_total"  # 수의계약 가능 총액
    AVAILABLE_BUDGET = "available_budget"  # 예산가용액


class CountsOn(StrEnum):
    """The day that decides the month, the year and the seller's certification."""

    ORDER = "order"
    ACCEPTANCE = "acceptance"
    PAYMENT = "payment"


class RelatedBodies(StrEnum):
    IN_TARGET = "in_target"
    BESIDE = "beside"


class Rounding(StrEnum):
    """How a target computed from a rate is brought to its unit."""

    HALF_UP = "half_up"
    UP = "up"
    DOWN = "down"


class Absence(StrEnum):
    """Why a document states no actual, where it says so: neither is zero, neither is blank."""

    NOT_MEASURED = "not_measured"  # 측정하지 않음
    PROGRAMME_CHANGED = "programme_changed"  # 사업 변경


class QuotaRule(Model):
    """How one institution defines its obligation in one year; a change is a new version.

    `rate_basis_points` (700 = 7%) goes with a measured basis, `fixed_won` with a money target;
    a basis without a rate only reports its share. `parts` replaces both where kinds of work
    have rates of their own: a list of {kinds, basis_won, rate_basis_points}. `counted_kinds`
    ⊆ {goods, service, works}; `counted_certifications` are kind codes.
    """

    __tablename__ = "quota_rule"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    basis: Mapped[Basis] = mapped_column(enum_column(Basis))
    basis_won: Mapped[Won | None]
    fixed_won: Mapped[Won | None]
    rate_basis_points: Mapped[int | None]
    counted_kinds: Mapped[Labels]
    counted_certifications: Mapped[Labels]
    counts_on: Mapped[CountsOn] = mapped_column(enum_column(CountsOn))
    vat_included: Mapped[bool] = mapped_column(default=True)
    second_tier: Mapped[RelatedBodies] = mapped_column(
        enum_column(RelatedBodies), default=RelatedBodies.BESIDE
    )
    related: Mapped[RelatedBodies] = mapped_column(
        enum_column(RelatedBodies, check="related"), default=RelatedBodies.BESIDE
    )
    parts: Mapped[Documents] = mapped_column(default=list)
    rounding: Mapped[Rounding] = mapped_column(enum_column(Rounding), default=Rounding.HALF_UP)
    rounding_unit_won: Mapped[Won] = mapped_column(default=1)
    rate_places: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(300), default="")
    legal_source: Mapped[str] = mapped_column(String(200), default="")
    effective_on: Mapped[date]
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("institution_id", "year", "version"),
        CheckConstraint(
            "(basis = 'fixed_amount' AND fixed_won IS NOT NULL AND rate_basis_points IS NULL)"
            " OR (basis <> 'fixed_amount' AND fixed_won IS NULL)",
            name="rate_or_amount",
        ),
        CheckConstraint("rounding_unit_won >= 1", name="rounding_unit_positive"),
        CheckConstraint("rate_places IN (1, 2)", name="rate_places_one_or_two"),
        CheckConstraint("version = 1 OR reason <> ''", name="change_has_reason"),
    )


class DepartmentTarget(Model):
    """What one department must buy in one year, in won."""

    __tablename__ = "department_target"

    id: Mapped[Pk]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    year: Mapped[int]
    purchasable_won: Mapped[Won | None]
    target_won: Mapped[Won]
    notified_at: Mapped[Instant | None]

    department: Mapped[Department] = relationship()

    __table_args__ = (
        UniqueConstraint("department_id", "year"),
        CheckConstraint("target_won >= 0", name="target_not_negative"),
        Index(None, "year", "department_id"),
    )


class MonthClosing(Model):
    """A department declared one month complete; afterwards only corrections are possible.

    `left_open` counts what stood open at that moment: {uninspected, announced, duplicates,
    unexplained}, without those that were none.
    """

    __tablename__ = "month_closing"

    id: Mapped[Pk]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    year: Mapped[int]
    month: Mapped[int]
    counted_won: Mapped[Won]
    record_count: Mapped[int]
    left_open: Mapped[Document] = mapped_column(default=dict, server_default="{}")
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("department_id", "year", "month"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month_in_year"),
    )

    def is_late_for(self, due_on: date) -> bool:
        """Whether it was closed after its day, counted in Seoul."""
        return clock.seoul(self.closed_at).date() > due_on


class PublishedFigure(Model):
    """A year's figures as a document prints them, kept apart from what we compute.

    `printed_rate` is the percentage exactly as printed ("142.9", "128"), because how many
    decimals it has says how finely it may be compared; None is not stated.
    """

    __tablename__ = "published_figure"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    year: Mapped[int]
    target_won: Mapped[Won | None]
    actual_won: Mapped[Won | None]
    printed_rate: Mapped[str | None] = mapped_column(String(12))
    absence: Mapped[Absence | None] = mapped_column(enum_column(Absence))
    source: Mapped[str] = mapped_column(String(300), default="")
    imported_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("absence IS NULL OR actual_won IS NULL", name="absent_has_no_amount"),
        Index(
            "uq_published_figure_institution_year",
            "institution_id",
            "year",
            unique=True,
            sqlite_where=text("department_id IS NULL"),
            postgresql_where=text("department_id IS NULL"),
        ),
        UniqueConstraint("department_id", "year"),
    )
