"""What procurement hears from below: orders cannot call it."""

from __future__ import annotations

from sqlalchemy import select, update

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, listens_to
from marketplace.orders.models import Parcel
from marketplace.procurement import letters
from marketplace.procurement.models import (
    PURCHASE_FILE_TRANSITIONS,
    PurchaseFile,
    PurchaseFileAct,
    PurchaseFileStatus,
)

CALLED_OFF = "판매 기업이 체험 날짜를 취소했습니다."


@listens_to(News.PARCEL_SHIPPED)
def hear_shipped(parcel_id: int) -> None:
    """A parcel left; when a public body ordered it, somebody there will have to inspect it."""
    parcel = db.session.get_one(Parcel, parcel_id)
    file = db.session.scalar(select(PurchaseFile).filter_by(order_id=parcel.order_id))
    if file is not None:
        letters.tell_delivery(file, parcel)


@listens_to(News.ORDER_CALLED_OFF)
def hear_called_off(order_id: int) -> None:
    """A firm called a date off before anybody approved: the request ends with its order."""
    file_id = db.session.scalar(
        update(PurchaseFile)
        .where(
            PurchaseFile.order_id == order_id,
            PurchaseFile.status == PurchaseFileStatus.SUBMITTED,
        )
        .values(
            status=PURCHASE_FILE_TRANSITIONS.after(
                PurchaseFileStatus.SUBMITTED, PurchaseFileAct.REJECT
            ),
            decided_at=clock.now(),
            decision_note=CALLED_OFF,
            version=PurchaseFile.version + 1,
        )
        .returning(PurchaseFile.id),
        execution_options={"synchronize_session": False},
    )
    if file_id is not None:
        file = db.session.get_one(PurchaseFile, file_id, populate_existing=True)
        audit.record("purchase:called_off", file)
        letters.tell_requester(file, "purchase_rejected")
