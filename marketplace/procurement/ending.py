"""An approved request of which nothing will come any more: it ends, with its reason."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.booking_models import BookingOutcome
from marketplace.orders.models import OrderLine, Parcel, ParcelStatus
from marketplace.procurement import letters
from marketplace.procurement.models import (
    PURCHASE_FILE_TRANSITIONS,
    PurchaseFile,
    PurchaseFileAct,
    PurchaseFileStatus,
)

DONE = (ParcelStatus.ACCEPTED, ParcelStatus.CANCELLED)
CALLED_OFF = "판매 기업이 체험 날짜를 취소했습니다."
MOST_REASON = 300


def hold_file_of(order_id: int) -> None:
    """Hold the file of an order before the order itself, as everybody who needs both does."""
    db.session.execute(select(PurchaseFile.id).filter_by(order_id=order_id).with_for_update())


def end_called_off(order_id: int) -> None:
    """The order of an approved request ended: so does the request; its people are told why.

    Harmless for any other order, and when repeated.
    """
    file = _approved(order_id)
    if file is None:
        return
    file.status = PURCHASE_FILE_TRANSITIONS.after(file.status, PurchaseFileAct.CALL_OFF)
    file.ended_at, file.end_reason = clock.now(), _reason_of(order_id)
    db.session.flush()
    audit.record("purchase:ended", file, reason=file.end_reason)
    letters.tell_ended(file)


def accept_rest(order_id: int) -> None:
    """Something of an approved request was called off: if all the rest is accepted, it is done."""
    file = _approved(order_id)
    if file is None:
        return
    statuses = set(db.session.scalars(select(Parcel.status).filter_by(order_id=order_id)))
    if ParcelStatus.ACCEPTED in statuses and statuses <= set(DONE):
        file.status = PURCHASE_FILE_TRANSITIONS.after(file.status, PurchaseFileAct.ACCEPT)
        db.session.flush()
        audit.record("purchase:accepted", file)


def _approved(order_id: int) -> PurchaseFile | None:
    query = select(PurchaseFile).filter_by(order_id=order_id, status=PurchaseFileStatus.APPROVED)
    found: PurchaseFile | None = db.session.scalar(query.execution_options(populate_existing=True))
    return found


def _reason_of(order_id: int) -> str:
    query = (
        select(BookingOutcome.reason)
        .join(OrderLine, OrderLine.id == BookingOutcome.order_line_id)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .where(Parcel.order_id == order_id)
        .order_by(BookingOutcome.order_line_id.desc())
        .limit(1)
    )
    return f"{CALLED_OFF} {db.session.scalar(query) or ''}".strip()[:MOST_REASON]
