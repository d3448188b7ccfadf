"""What an institution spends altogether: the amounts a rate is measured against."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Pk, Won, enum_column
from marketplace.procurement.models.ledger import PurchaseKind


class SpendingMeasure(StrEnum):
    TOTAL = "total"  # 총구매액
    NEGOTIABLE = "negotiable"  # 수의계약 가능 총액
    BUDGET = "budget"  # 예산가용액


class Spending(Model):
    """One stated amount of a year: of a kind of work, of a department or of the whole body.

    Not stated is no row; zero is stated zero.
    """

    __tablename__ = "spending"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    year: Mapped[int]
    measure: Mapped[SpendingMeasure] = mapped_column(enum_column(SpendingMeasure))
    kind: Mapped[PurchaseKind] = mapped_column(enum_column(PurchaseKind))
    amount_won: Mapped[Won]
    vat_included: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(String(300), default="")
    stated_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    stated_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("department_id", "year", "measure", "kind"),
        Index(
            "uq_spending_whole",
            "institution_id",
            "year",
            "measure",
            "kind",
            unique=True,
            sqlite_where=text("department_id IS NULL"),
            postgresql_where=text("department_id IS NULL"),
        ),
        CheckConstraint("amount_won >= 0", name="amount_not_negative"),
    )
