"""What a department should look at before it declares a month complete."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.models import Parcel, ParcelStatus
from marketplace.procurement.closing import MonthSum, month_sum
from marketplace.procurement.models import PurchaseFile, PurchaseFileStatus, PurchaseRecord
from marketplace.procurement.months import Month

ON_THE_DOORSTEP = (ParcelStatus.SHIPPED, ParcelStatus.DELIVERED)


@dataclass(frozen=True, slots=True)
class ClosingCheck:
    """The month's sum, what has arrived without being inspected, and what does not count."""

    month: Month
    total: MonthSum
    uninspected: tuple[PurchaseFile, ...]
    uncounted: tuple[PurchaseRecord, ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing asks to be looked at first."""
        return not self.uninspected and not self.uncounted


def closing_check(department_id: int, month: Month) -> ClosingCheck:
    """What is missing or does not count in one month of a department."""
    return ClosingCheck(
        month=month,
        total=month_sum(department_id, month),
        uninspected=tuple(_uninspected(department_id, month)),
        uncounted=tuple(_uncounted(department_id, month)),
    )


def _uninspected(department_id: int, month: Month) -> list[PurchaseFile]:
    sent_within = (
        select(Parcel.order_id)
        .where(
            Parcel.status.in_(ON_THE_DOORSTEP),
            Parcel.shipped_at < clock.end_of_day(month.last_day),
        )
        .distinct()
    )
    query = (
        select(PurchaseFile)
        .where(
            PurchaseFile.department_id == department_id,
            PurchaseFile.status == PurchaseFileStatus.APPROVED,
            PurchaseFile.order_id.in_(sent_within),
        )
        .order_by(PurchaseFile.id)
    )
    return list(db.session.scalars(query))


def _uncounted(department_id: int, month: Month) -> list[PurchaseRecord]:
    query = (
        select(PurchaseRecord)
        .where(
            PurchaseRecord.department_id == department_id,
            PurchaseRecord.year == month.year,
            PurchaseRecord.month == month.month,
            PurchaseRecord.not_counted_reason.is_not(None),
            PurchaseRecord.reverses_id.is_(None),
        )
        .order_by(PurchaseRecord.counted_on, PurchaseRecord.id)
    )
    return list(db.session.scalars(query))
