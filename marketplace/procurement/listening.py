"""What procurement hears from below: orders cannot call it."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.core.events import News, listens_to
from marketplace.orders.models import Parcel
from marketplace.procurement import letters
from marketplace.procurement.models import PurchaseFile


@listens_to(News.PARCEL_SHIPPED)
def hear_shipped(parcel_id: int) -> None:
    """A parcel left; when a public body ordered it, somebody there will have to inspect it."""
    parcel = db.session.get_one(Parcel, parcel_id)
    file = db.session.scalar(select(PurchaseFile).filter_by(order_id=parcel.order_id))
    if file is not None:
        letters.tell_delivery(file, parcel)
