"""What a department should look at before it declares a month complete."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.models import Parcel, ParcelStatus
from marketplace.procurement.announcing import list_announced
from marketplace.procurement.closing_sums import MonthSum, month_sum
from marketplace.procurement.duplicates import LikelyDuplicate, likely_duplicates
from marketplace.procurement.explaining_records import explanations_of
from marketplace.procurement.models import (
    AnnouncedPurchase,
    PurchaseFile,
    PurchaseFileStatus,
    PurchaseRecord,
    RecordExplanation,
    RecordOrigin,
)
from marketplace.procurement.months import Month

ON_THE_DOORSTEP = (ParcelStatus.SHIPPED, ParcelStatus.DELIVERED)


@dataclass(frozen=True, slots=True)
class ClosingCheck:
    """The month's sum, and everything that asks to be looked at before it is closed.

    `uncounted` records do not count, `unproven` ones came from outside without a paper;
    `explanations` holds, by record id, what was said about either.
    """

    month: Month
    total: MonthSum
    uninspected: tuple[PurchaseFile, ...]
    uncounted: tuple[PurchaseRecord, ...]
    unproven: tuple[PurchaseRecord, ...]
    announced: tuple[AnnouncedPurchase, ...]
    duplicates: tuple[LikelyDuplicate, ...]
    explanations: dict[int, RecordExplanation]

    @property
    def unexplained(self) -> tuple[PurchaseRecord, ...]:
        """Records that do not count or have no paper, and nobody said why that is right."""
        asking = {each.id: each for each in (*self.uncounted, *self.unproven)}
        return tuple(each for key, each in asking.items() if key not in self.explanations)

    @property
    def left_open(self) -> dict[str, int]:
        """How much of each kind stands open, without kinds of which nothing does."""
        counts = {
            "uninspected": len(self.uninspected),
            "announced": len(self.announced),
            "duplicates": len(self.duplicates),
            "unexplained": len(self.unexplained),
        }
        return {name: count for name, count in counts.items() if count}

    @property
    def is_clear(self) -> bool:
        """Whether nothing asks to be looked at first."""
        return not self.left_open


def closing_check(department_id: int, month: Month) -> ClosingCheck:
    """What is missing, unsettled or unexplained in one month of a department."""
    uncounted = tuple(_uncounted(department_id, month))
    unproven = tuple(_unproven(department_id, month))
    return ClosingCheck(
        month=month,
        total=month_sum(department_id, month),
        uninspected=tuple(_uninspected(department_id, month)),
        uncounted=uncounted,
        unproven=unproven,
        announced=tuple(list_announced(department_id, month.last_day)),
        duplicates=tuple(likely_duplicates(PurchaseRecord.department_id == department_id, month)),
        explanations=explanations_of([each.id for each in (*uncounted, *unproven)]),
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


def _unproven(department_id: int, month: Month) -> list[PurchaseRecord]:
    """Outside records that somebody brought in without a paper and nobody took back."""
    taken_back = select(PurchaseRecord.reverses_id).where(PurchaseRecord.reverses_id.is_not(None))
    query = (
        select(PurchaseRecord)
        .where(
            PurchaseRecord.department_id == department_id,
            PurchaseRecord.year == month.year,
            PurchaseRecord.month == month.month,
            PurchaseRecord.origin == RecordOrigin.OUTSIDE,
            PurchaseRecord.evidence_id.is_(None),
            PurchaseRecord.not_counted_reason.is_(None),
            PurchaseRecord.id.not_in(taken_back),
        )
        .order_by(PurchaseRecord.counted_on, PurchaseRecord.id)
    )
    return list(db.session.scalars(query))
