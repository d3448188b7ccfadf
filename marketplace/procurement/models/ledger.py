"""The ledger of purchases: append-only, each row with what decided whether it counts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Document, Documents, Instant, Pk, Won, enum_column, public_token
from marketplace.procurement.models.institutions import Department
from marketplace.procurement.models.purchases import ContractMethod


class PurchaseKind(StrEnum):
    GOODS = "goods"
    SERVICE = "service"
    WORKS = "works"


class PurchaseTier(StrEnum):
    """Who bought: the body itself, or an operator it contracted out to (2차 구매)."""

    DIRECT = "direct"
    SECOND = "second"


class RecordOrigin(StrEnum):
    PLATFORM = "platform"
    OUTSIDE = "outside"
    CORRECTION = "correction"


class NotCountedReason(StrEnum):
    """Why a record does not count; empty when it does."""

    NO_CERTIFICATION = "no_certification"
    CERTIFICATION_LAPSED = "certification_lapsed"
    CERTIFICATION_UNLISTED = "certification_unlisted"  # holds one, but none this rule counts
    KIND_NOT_COUNTED = "kind_not_counted"
    SECOND_TIER_BESIDE = "second_tier_beside"  # reported beside the quota, not in it
    NO_RULE = "no_rule"


class PurchaseRecord(Model):
    """One counted purchase: append-only; a correction is a row that reverses another.

    Amounts are signed won, net + VAT = gross; `counted_won` is what it adds to the quota
    under the rule in force (0 when it does not count). `certification` is the designation
    that decided it, {kind, name, number, issued_on, expires_on, …}: the one held on
    `counted_on`, or the one that had lapsed by then, or empty. `designations` are all that
    were held that day, so that other rules can judge the same purchase. `year` and `month`
    say where it is booked: those of `counted_on`, or the first open month when that one was
    closed.
    """

    __tablename__ = "purchase_record"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    year: Mapped[int]
    month: Mapped[int]
    counted_on: Mapped[date]
    origin: Mapped[RecordOrigin] = mapped_column(enum_column(RecordOrigin))
    kind: Mapped[PurchaseKind] = mapped_column(enum_column(PurchaseKind))
    method: Mapped[ContractMethod] = mapped_column(enum_column(ContractMethod))
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"))
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    seller_name: Mapped[str] = mapped_column(String(120))
    seller_business_number: Mapped[str] = mapped_column(String(10), default="")
    item: Mapped[str] = mapped_column(String(200))
    net_won: Mapped[Won]
    vat_won: Mapped[Won]
    gross_won: Mapped[Won]
    counted_won: Mapped[Won]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("quota_rule.id"))
    not_counted_reason: Mapped[NotCountedReason | None] = mapped_column(
        enum_column(NotCountedReason)
    )
    certification: Mapped[Document] = mapped_column(default=dict)
    designations: Mapped[Documents] = mapped_column(default=list)
    tier: Mapped[PurchaseTier] = mapped_column(
        enum_column(PurchaseTier), default=PurchaseTier.DIRECT
    )
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_record.id"), unique=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_record.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    external_key: Mapped[str | None] = mapped_column(String(80))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)

    department: Mapped[Department] = relationship()

    __table_args__ = (
        UniqueConstraint("order_line_id"),
        UniqueConstraint("department_id", "external_key"),
        CheckConstraint("net_won + vat_won = gross_won", name="tax_adds_up"),
        CheckConstraint(
            "(origin = 'correction') = (reverses_id IS NOT NULL)", name="correction_reverses"
        ),
        CheckConstraint("origin <> 'correction' OR reason <> ''", name="correction_has_reason"),
        CheckConstraint(
            "not_counted_reason IS NULL OR counted_won = 0", name="uncounted_adds_nothing"
        ),
        Index(None, "department_id", "year", "month"),
        Index(None, "enterprise_id", "year"),
        Index(None, "department_id", "counted_on", "id"),
    )

    @property
    def counts_toward_quota(self) -> bool:
        return self.not_counted_reason is None
