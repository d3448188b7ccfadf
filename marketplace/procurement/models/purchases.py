"""The purchase file (품의 to inspection) and the ledger of counted purchases."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.states import Transitions
from marketplace.core.types import Document, Instant, Pk, Won, enum_column, public_token
from marketplace.orders.models import Order
from marketplace.procurement.models.institutions import Department


class PurchaseFileStatus(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


class PurchaseFileAct(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"


PURCHASE_FILE_TRANSITIONS = Transitions(
    "purchase file",
    {
        (PurchaseFileStatus.SUBMITTED, PurchaseFileAct.APPROVE): PurchaseFileStatus.APPROVED,
        (PurchaseFileStatus.SUBMITTED, PurchaseFileAct.REJECT): PurchaseFileStatus.REJECTED,
        (PurchaseFileStatus.SUBMITTED, PurchaseFileAct.WITHDRAW): PurchaseFileStatus.WITHDRAWN,
        (PurchaseFileStatus.APPROVED, PurchaseFileAct.ACCEPT): PurchaseFileStatus.ACCEPTED,
    },
)


class ContractMethod(StrEnum):
    """How the contract came about."""

    NEGOTIATED_ONE_QUOTE = "negotiated_one_quote"  # 1인 견적 수의계약
    NEGOTIATED_TWO_QUOTES = "negotiated_two_quotes"  # 2인 이상 견적
    COMPETITION = "competition"  # 경쟁입찰
    CARD = "card"  # 카드
    OTHER = "other"


class PurchaseFile(Model):
    """One quota-tracked order on its way: requested, approved, delivered, accepted."""

    __tablename__ = "purchase_file"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("customer_order.id"), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(500), default="")
    budget_item: Mapped[str] = mapped_column(String(120), default="")
    method: Mapped[ContractMethod] = mapped_column(enum_column(ContractMethod))
    status: Mapped[PurchaseFileStatus] = mapped_column(
        enum_column(PurchaseFileStatus), default=PurchaseFileStatus.SUBMITTED
    )
    requested_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[Instant] = mapped_column(default=clock.now)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Instant | None]
    decision_note: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    department: Mapped[Department] = relationship()
    order: Mapped[Order] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's spelling
    __table_args__ = (Index(None, "department_id", "status", "id"),)


class PurchaseKind(StrEnum):
    GOODS = "goods"
    SERVICE = "service"
    WORKS = "works"


class RecordOrigin(StrEnum):
    PLATFORM = "platform"
    OUTSIDE = "outside"
    CORRECTION = "correction"


class NotCountedReason(StrEnum):
    """Why a record does not count; empty when it does."""

    NO_CERTIFICATION = "no_certification"
    CERTIFICATION_LAPSED = "certification_lapsed"
    KIND_NOT_COUNTED = "kind_not_counted"
    NO_RULE = "no_rule"


class PurchaseRecord(Model):
    """One counted purchase: append-only; a correction is a row that reverses another.

    Amounts are signed won, net + VAT = gross; `counted_won` is what it adds to the quota
    under the rule in force (0 when it does not count). `certification` is the seller's
    designation on `counted_on`: {kind, name, number, issued_on, expires_on} or empty.
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
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_record.id"), unique=True)
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
    )

    @property
    def counts_toward_quota(self) -> bool:
        return self.not_counted_reason is None
