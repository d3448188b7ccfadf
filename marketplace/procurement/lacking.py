"""Which department lacks what for a month, side by side, for whoever coordinates them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.models import Parcel
from marketplace.procurement.closing_checks import ON_THE_DOORSTEP
from marketplace.procurement.duplicates import likely_duplicates
from marketplace.procurement.models import (
    AnnouncedPurchase,
    Department,
    MonthClosing,
    PurchaseFile,
    PurchaseFileStatus,
    PurchaseRecord,
    RecordExplanation,
    RecordOrigin,
)
from marketplace.procurement.months import Month


@dataclass(frozen=True, slots=True)
class DepartmentMonth:
    """One department's month: its closing if there is one, and how much of each kind is open.

    `lacking` has the kinds of `MonthClosing.left_open`, as they stand now.
    """

    department: Department
    month: Month
    closing: MonthClosing | None
    lacking: dict[str, int]

    @property
    def is_late(self) -> bool:
        return self.closing is None and self.month.is_overdue()

    @property
    def was_late(self) -> bool:
        return self.closing is not None and self.closing.is_late_for(self.month.due_on)


def department_months(institution_id: int, month: Month) -> list[DepartmentMonth]:
    """Every reporting department's month, in five statements however many there are."""
    ours = select(Department.id).where(Department.institution_id == institution_id)
    duplicates = likely_duplicates(PurchaseRecord.department_id.in_(ours), month)
    counts = {
        "uninspected": _uninspected(PurchaseFile.department_id.in_(ours), month),
        "announced": _announced(AnnouncedPurchase.department_id.in_(ours), month),
        "duplicates": Counter(pair.first.department_id for pair in duplicates),
        "unexplained": _unexplained(PurchaseRecord.department_id.in_(ours), month),
    }
    closed = and_(
        MonthClosing.department_id == Department.id,
        MonthClosing.year == month.year,
        MonthClosing.month == month.month,
    )
    query = (
        select(Department, MonthClosing)
        .outerjoin(MonthClosing, closed)
        .where(
            Department.institution_id == institution_id,
            Department.reports,
            Department.closed_on.is_(None),
        )
        .order_by(Department.position, Department.id)
    )
    return [
        DepartmentMonth(
            department,
            month,
            closing,
            {
                name: found[department.id]
                for name, found in counts.items()
                if department.id in found
            },
        )
        for department, closing in db.session.execute(query)
    ]


def _uninspected(which: ColumnElement[bool], month: Month) -> dict[int, int]:
    query = (
        select(PurchaseFile.department_id, func.count(PurchaseFile.id.distinct()))
        .join(Parcel, Parcel.order_id == PurchaseFile.order_id)
        .where(
            which,
            PurchaseFile.status == PurchaseFileStatus.APPROVED,
            Parcel.status.in_(ON_THE_DOORSTEP),
            Parcel.shipped_at < clock.end_of_day(month.last_day),
        )
        .group_by(PurchaseFile.department_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _announced(which: ColumnElement[bool], month: Month) -> dict[int, int]:
    query = (
        select(AnnouncedPurchase.department_id, func.count())
        .where(
            which,
            AnnouncedPurchase.settled_at.is_(None),
            AnnouncedPurchase.bought_on <= month.last_day,
        )
        .group_by(AnnouncedPurchase.department_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _unexplained(which: ColumnElement[bool], month: Month) -> dict[int, int]:
    record = PurchaseRecord
    taken_back = select(record.reverses_id).where(record.reverses_id.is_not(None))
    explained = select(RecordExplanation.id).where(RecordExplanation.record_id == record.id)
    unproven = and_(
        record.origin == RecordOrigin.OUTSIDE,
        record.evidence_id.is_(None),
        record.id.not_in(taken_back),
    )
    query = (
        select(record.department_id, func.count())
        .where(
            which,
            record.year == month.year,
            record.month == month.month,
            record.reverses_id.is_(None),
            or_(record.not_counted_reason.is_not(None), unproven),
            ~explained.exists(),
        )
        .group_by(record.department_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
