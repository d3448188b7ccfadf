"""The purchase file, from what is meant to be requested to what was inspected."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.states import Transitions
from marketplace.core.types import Instant, Pk, enum_column, public_token
from marketplace.orders.models import Order, Parcel
from marketplace.procurement.models.institutions import Department


class PurchaseFileStatus(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    CALLED_OFF = "called_off"  # approved, and nothing of it will come


class PurchaseFileAct(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    CALL_OFF = "call_off"


PURCHASE_FILE_TRANSITIONS = Transitions(
    "purchase file",
    {
        (PurchaseFileStatus.SUBMITTED, PurchaseFileAct.APPROVE): PurchaseFileStatus.APPROVED,
        (PurchaseFileStatus.SUBMITTED, PurchaseFileAct.REJECT): PurchaseFileStatus.REJECTED,
        (PurchaseFileStatus.SUBMITTED, PurchaseFileAct.WITHDRAW): PurchaseFileStatus.WITHDRAWN,
        (PurchaseFileStatus.APPROVED, PurchaseFileAct.ACCEPT): PurchaseFileStatus.ACCEPTED,
        (PurchaseFileStatus.APPROVED, PurchaseFileAct.CALL_OFF): PurchaseFileStatus.CALLED_OFF,
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
    """One quota-tracked order on its way: requested, approved, delivered, accepted.

    `ended_at` and `end_reason` say when and why an approved one came to nothing.
    """

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
    ended_at: Mapped[Instant | None]
    end_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)

    department: Mapped[Department] = relationship()
    order: Mapped[Order] = relationship()
    requester: Mapped[Account] = relationship(foreign_keys=[requested_by])
    decider: Mapped[Account | None] = relationship(foreign_keys=[decided_by])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's spelling
    __table_args__ = (Index(None, "department_id", "status", "id"),)


class RequestLine(Model):
    """One option a person means to request for a department; nothing is held by it."""

    __tablename__ = "request_line"

    id: Mapped[Pk]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    option_id: Mapped[int] = mapped_column(ForeignKey("product_option.id"))
    quantity: Mapped[int]

    __table_args__ = (
        UniqueConstraint("department_id", "account_id", "option_id"),
        CheckConstraint("quantity BETWEEN 1 AND 9999", name="quantity_in_range"),
    )


class Inspection(Model):
    """What one enterprise delivered was examined and accepted; paid for on `paid_on`."""

    __tablename__ = "inspection"

    id: Mapped[Pk]
    file_id: Mapped[int] = mapped_column(ForeignKey("purchase_file.id"), index=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), unique=True)
    inspected_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    inspected_at: Mapped[Instant] = mapped_column(default=clock.now)
    note: Mapped[str] = mapped_column(String(300), default="")
    paid_on: Mapped[date | None]
    payment_noted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    file: Mapped[PurchaseFile] = relationship()
    parcel: Mapped[Parcel] = relationship()
    inspector: Mapped[Account] = relationship(foreign_keys=[inspected_by])
