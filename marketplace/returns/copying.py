"""What we hold of a member's returns, as plain values for the member."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.core.database import db
from marketplace.orders.models import Order, Parcel
from marketplace.returns.models import ReturnLine, ReturnPhoto, ReturnRequest

AT_ONCE = 100


def returns_of(account_id: int) -> list[dict[str, Any]]:
    """Everything a member asked to give back, oldest first."""
    found: list[dict[str, Any]] = []
    last = 0
    while True:
        rows = db.session.execute(_of(account_id, last)).all()
        found += [_return(request, order) for request, order in rows]
        if len(rows) < AT_ONCE:
            return found
        last = rows[-1][0].id


def _of(account_id: int, after: int) -> Any:
    return (
        select(ReturnRequest, Order)
        .join(Parcel, Parcel.id == ReturnRequest.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.account_id == account_id, ReturnRequest.id > after)
        .options(
            selectinload(ReturnRequest.lines).joinedload(ReturnLine.line),
            selectinload(ReturnRequest.photos).joinedload(ReturnPhoto.picture),
        )
        .order_by(ReturnRequest.id)
        .limit(AT_ONCE)
    )


def _return(request: ReturnRequest, order: Order) -> dict[str, Any]:
    page = f"/orders/{order.access_token}/returns/{request.public_id}"
    return {
        "order": order.number,
        "kind": request.kind.value,
        "status": request.status.value,
        "reason": request.reason.value,
        "said": request.said,
        "lines": [
            {
                "product": each.line.product_name,
                "quantity": each.quantity,
                "exchanged_for": each.wanted_option_name,
            }
            for each in request.lines
        ],
        "pickup": {
            "name": request.pickup_name,
            "phone": request.pickup_phone,
            "postcode": request.pickup_postcode,
            "address": f"{request.pickup_address} {request.pickup_detail}".strip(),
        },
        "photos": [f"{page}/photos/{each.picture.public_id}" for each in request.photos],
        "answer": request.answer,
        "objection": request.objection,
        "decision": request.decision,
        "refunded_won": request.refunded_won,
        "requested_at": request.requested_at.isoformat(),
    }
