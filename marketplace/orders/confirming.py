"""An order becomes certain: it was paid, or somebody with the right approved it."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.enterprises.models import Enterprise, EnterpriseStatus
from marketplace.orders import letters, reservations
from marketplace.orders.errors import SellerStopped
from marketplace.orders.models import (
    ORDER_TRANSITIONS,
    PARCEL_TRANSITIONS,
    Order,
    OrderAct,
    OrderStatus,
    Parcel,
    ParcelAct,
)
from marketplace.orders.queries import lock_order
from marketplace.orders.sales_counts import count_sales


def confirm_paid(order_id: int) -> Order:
    """Make a paid order certain.

    One whose hold had ended takes its units and its coupon anew: raises StockRanOut or another
    Conflict when they are gone or a date has closed, SellerStopped when one of its firms may not
    sell any more, ImpossibleTransition when it is closed or already certain.
    """
    order = lock_order(order_id)
    refuse_stopped_sellers(order)
    was_released = order.status is OrderStatus.EXPIRED
    order.status = ORDER_TRANSITIONS.after(order.status, OrderAct.PAY)
    if was_released:
        quantities = reservations.quantities_of(order.parcels)
        reservations.take(quantities, order.number)
        reservations.refuse_closed_dates(quantities)
        order.closed_at = None
        announce(News.ORDER_REVIVED, order.id)
    return _make_certain(order, "order:paid")


def refuse_stopped_sellers(order: Order) -> None:
    """Nobody pays a firm that was suspended meanwhile; raises SellerStopped with its name."""
    name = db.session.scalar(
        select(Enterprise.name)
        .join(Parcel, Parcel.enterprise_id == Enterprise.id)
        .where(Parcel.order_id == order.id, Enterprise.status == EnterpriseStatus.SUSPENDED)
        .order_by(Parcel.id)
        .limit(1)
    )
    if name is not None:
        raise SellerStopped(name)


def approve_order(order_id: int) -> Order:
    """Make an order on pay-later terms certain; raises ImpossibleTransition when decided."""
    order = lock_order(order_id)
    order.status = ORDER_TRANSITIONS.after(order.status, OrderAct.APPROVE)
    return _make_certain(order, "order:approved")


def _make_certain(order: Order, action: str) -> Order:
    order.confirmed_at = clock.now()
    order.reserved_until = None
    for parcel in order.parcels:
        parcel.status = PARCEL_TRANSITIONS.after(parcel.status, ParcelAct.RELEASE)
    db.session.flush()
    count_sales((line, line.quantity) for parcel in order.parcels for line in parcel.lines)
    audit.record(action, order, number=order.number, total_won=order.total_won)
    letters.tell_confirmed(order)
    return order
