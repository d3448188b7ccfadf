"""What has happened to an order, newest first: paid, sent, taken off, sent back, refunded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.core.database import db
from marketplace.orders.models import Order, OrderLine, OrderStatus, Parcel
from marketplace.orders.shipping import CARRIERS
from marketplace.orders.units import LineCancellation
from marketplace.payments.models import Refund, RefundStatus
from marketplace.returns.models import ReturnRequest
from marketplace.web.filters import datetime_ko, won
from marketplace.web.return_view import happened
from marketplace.web.translation import translate

Event = tuple[datetime, str, str]


def history(
    order: Order, refunds: Sequence[Refund], asked: Sequence[ReturnRequest]
) -> list[dict[str, str]]:
    """Everything, newest first, as the timeline shows it."""
    events = [
        *_of_order(order),
        *_of_cancellations(order),
        *(event for each in asked for event in happened(each)),
        *_of_refunds(refunds),
    ]
    return [
        {"at": datetime_ko(at), "datetime": at.isoformat(), "title": title, "body": body}
        for at, title, body in sorted(events, key=lambda each: each[0], reverse=True)
    ]


def _of_order(order: Order) -> Iterator[Event]:
    yield order.created_at, str(_("주문을 받았어요")), ""
    if order.confirmed_at:
        yield order.confirmed_at, str(_("결제를 확인했어요")), won(order.total_won)
    for parcel in order.parcels:
        name = parcel.seller["name"]
        if parcel.shipped_at:
            yield parcel.shipped_at, str(_("%(name)s에서 보냈어요", name=name)), _way(parcel)
        if parcel.delivered_at:
            yield parcel.delivered_at, str(_("%(name)s의 상품을 받으셨어요", name=name)), ""
    if order.closed_at and order.status is OrderStatus.CANCELLED:
        yield order.closed_at, str(_("주문을 취소했어요")), ""
    if order.closed_at and order.status is OrderStatus.EXPIRED:
        yield order.closed_at, str(_("결제 시간이 지나 주문이 닫혔어요")), ""


def _of_cancellations(order: Order) -> Iterator[Event]:
    lines: dict[int, OrderLine] = {
        line.id: line
        for parcel in order.parcels
        for line in parcel.lines
        if line.cancelled_quantity
    }
    if not lines:
        return
    query = select(LineCancellation).where(LineCancellation.line_id.in_(lines))
    for each in db.session.scalars(query):
        body = f"{lines[each.line_id].product_name} × {each.quantity}"
        yield each.at, str(_("주문에서 상품을 뺐어요")), body


def _of_refunds(refunds: Sequence[Refund]) -> Iterator[Event]:
    for refund in refunds:
        yield refund.created_at, str(_("환불을 시작했어요")), won(refund.amount_won)
        if refund.status is RefundStatus.DONE and refund.settled_at:
            yield refund.settled_at, str(_("환불을 마쳤어요")), won(refund.amount_won)
        if refund.by_hand_at:
            yield refund.by_hand_at, str(_("다른 방법으로 돌려드렸어요")), won(refund.amount_won)


def _way(parcel: Parcel) -> str:
    carrier = CARRIERS.get(parcel.carrier)
    return f"{translate(carrier.name)} {parcel.tracking_number}".strip() if carrier else ""
