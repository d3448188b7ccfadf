"""What was delivered is accepted, and counts: the parcel, the file and the ledger move together."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db, hold
from marketplace.core.text import T
from marketplace.orders import shipping
from marketplace.orders.models import Parcel, ParcelStatus
from marketplace.procurement.counting import counting_day
from marketplace.procurement.ending import DONE
from marketplace.procurement.errors import (
    AlreadyAccepted,
    AlreadyPaid,
    FileNotFound,
    NotDelivered,
    PurchaseRefused,
)
from marketplace.procurement.models import (
    PURCHASE_FILE_TRANSITIONS,
    CountsOn,
    Inspection,
    PurchaseFile,
    PurchaseFileAct,
    PurchaseFileStatus,
    PurchaseRecord,
)
from marketplace.procurement.records import has_platform_records, record_platform_purchase
from marketplace.procurement.rules.finding import find_rule


def accept_delivery(
    file_id: int, parcel_id: int, inspector: Account, note: str = ""
) -> list[PurchaseRecord]:
    """Accept one enterprise's delivery and write a record for each of its lines.

    Writes none yet where the rule counts on payment. Raises FileNotFound, NotDelivered, or
    AlreadyAccepted when somebody was first.
    """
    file = _lock_file(file_id)
    _refuse_undeliverable(file, parcel_id)
    parcel = shipping.accept_parcel(parcel_id)
    inspection = Inspection(
        file_id=file.id, parcel_id=parcel.id, inspected_by=inspector.id, note=note
    )
    db.session.add(inspection)
    if all(each.status in DONE for each in file.order.parcels):
        file.status = PURCHASE_FILE_TRANSITIONS.after(file.status, PurchaseFileAct.ACCEPT)
    db.session.flush()
    audit.record("delivery:accepted", inspection, parcel=parcel.id, note=note)
    return _record_when_counted(file, inspection, parcel)


def note_payment(inspection_id: int, paid_on: date, person: Account) -> list[PurchaseRecord]:
    """Keep the day an accepted delivery was paid for, and record it where that is what counts.

    Raises FileNotFound, PurchaseRefused for an impossible day, or AlreadyPaid.
    """
    seen = db.session.get(Inspection, inspection_id)
    if seen is None:
        raise FileNotFound
    file = _lock_file(seen.file_id)
    inspection = db.session.get_one(Inspection, inspection_id, populate_existing=True)
    if inspection.paid_on is not None:
        raise AlreadyPaid
    _refuse_impossible_day(inspection, paid_on)
    inspection.paid_on, inspection.payment_noted_by = paid_on, person.id
    db.session.flush()
    audit.record("payment:noted", inspection, paid_on=paid_on.isoformat())
    return _record_when_counted(file, inspection, inspection.parcel)


def _lock_file(file_id: int) -> PurchaseFile:
    # The file first, then its order: everybody who needs both takes them in this order.
    file = hold(PurchaseFile, file_id)
    if file is None:
        raise FileNotFound
    return file


def _refuse_undeliverable(file: PurchaseFile, parcel_id: int) -> None:
    query = select(Parcel.status).filter_by(id=parcel_id, order_id=file.order_id)
    status = db.session.scalar(query)
    if status is None:
        raise FileNotFound
    if status is ParcelStatus.ACCEPTED:
        raise AlreadyAccepted
    if file.status is not PurchaseFileStatus.APPROVED or status not in (
        ParcelStatus.SHIPPED,
        ParcelStatus.DELIVERED,
    ):
        raise NotDelivered


def _record_when_counted(
    file: PurchaseFile, inspection: Inspection, parcel: Parcel
) -> list[PurchaseRecord]:
    day = _counted_on(file, inspection)
    if day is None or has_platform_records(parcel.id):
        return []
    return record_platform_purchase(file, parcel, day)


def _counted_on(file: PurchaseFile, inspection: Inspection) -> date | None:
    institution_id = file.department.institution_id

    def counts_on(day: date) -> CountsOn:
        rule = find_rule(institution_id, day.year, day)
        return rule.counts_on if rule else CountsOn.ACCEPTANCE

    ordered_at = file.order.confirmed_at or file.order.created_at
    return counting_day(
        counts_on,
        ordered_on=clock.seoul(ordered_at).date(),
        accepted_on=clock.seoul(inspection.inspected_at).date(),
        paid_on=inspection.paid_on,
    )


def _refuse_impossible_day(inspection: Inspection, paid_on: date) -> None:
    accepted_on = clock.seoul(inspection.inspected_at).date()
    if not accepted_on <= paid_on <= clock.today():
        said = T("지급일은 검수일부터 오늘 사이의 날짜여야 합니다.")
        raise PurchaseRefused(said, {"paid_on": [said]})
