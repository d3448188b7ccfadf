"""What procurement hears from below: orders cannot call it."""

from __future__ import annotations

from sqlalchemy import select, update

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, listens_to
from marketplace.orders.models import Parcel
from marketplace.procurement import letters
from marketplace.procurement.ending import (
    CALLED_OFF,
    accept_rest,
    end_called_off,
    hold_file_of,
)
from marketplace.procurement.models import (
    PURCHASE_FILE_TRANSITIONS,
    PurchaseFile,
    PurchaseFileAct,
    PurchaseFileStatus,
)


@listens_to(News.PARCEL_SHIPPED)
def hear_shipped(parcel_id: int) -> None:
    """A parcel left; when a public body ordered it, somebody there will have to inspect it."""
    parcel = db.session.get_one(Parcel, parcel_id)
    file = db.session.scalar(select(PurchaseFile).filter_by(order_id=parcel.order_id))
    if file is not None:
        letters.tell_delivery(file, parcel)


@listens_to(News.ORDER_CALLED_OFF)
def hear_called_off(order_id: int) -> None:
    """A firm called a date off: before anybody approved the request ends with its order.

    Approved, it is held until its order says what is left of it.
    """
    hold_file_of(order_id)
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


@listens_to(News.ORDER_CLOSED)
def hear_closed(order_id: int) -> None:
    """Nothing of an order will come: an approved request of it ends."""
    end_called_off(order_id)


@listens_to(News.PARCEL_CANCELLED)
def hear_parcel_cancelled(parcel_id: int) -> None:
    """One enterprise's part will not come: the rest may have been accepted already."""
    accept_rest(db.session.get_one(Parcel, parcel_id).order_id)
