"""What is erased of returns when a member leaves.

Where a thing was fetched from served its carrier, and is erased. What was asked, why, the photos
that show it and what was decided are records of a withdrawal (five years) and of a dispute
(three), which the law keeps with the order (전자상거래법 시행령 제6조). Nothing is open any more:
a member with a return under way cannot leave.
"""

from __future__ import annotations

from sqlalchemy import select, update

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.orders.models import Order, Parcel
from marketplace.returns.models import ReturnRequest


def forget(account_id: int) -> None:
    """Erase name, phone and address of where a member's returns were fetched."""
    parcels = (
        select(Parcel.id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.account_id == account_id)
    )
    ids = db.session.scalars(
        update(ReturnRequest)
        .where(ReturnRequest.parcel_id.in_(parcels))
        .values(
            pickup_name="",
            pickup_phone="",
            pickup_postcode="",
            pickup_address="",
            pickup_detail="",
        )
        .returning(ReturnRequest.id),
        execution_options={"synchronize_session": False},
    ).all()
    db.session.expire_all()
    for request_id in sorted(ids):
        audit.record("return:buyer_left", db.session.get_one(ReturnRequest, request_id))
