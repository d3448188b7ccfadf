"""Undoing an order, or one enterprise's part of it, while nothing of it has left."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.audit import service as audit
from marketplace.catalog.models import StockMoveKind
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.orders import letters, reservations
from marketplace.orders.errors import AlreadyShipped, NotCancellable
from marketplace.orders.models import (
    ORDER_TRANSITIONS,
    PARCEL_TRANSITIONS,
    Order,
    OrderAct,
    OrderStatus,
    Parcel,
    ParcelAct,
    ParcelStatus,
)
from marketplace.orders.queries import lock_order, lock_parcel
from marketplace.orders.sales_counts import count_sales
from marketplace.orders.shipping import complete_arrived
from marketplace.orders.units import Canceller

GONE = (ParcelStatus.SHIPPED, ParcelStatus.DELIVERED, ParcelStatus.ACCEPTED)


def cancel_order(order_id: int, reason: str) -> Order:
    """Cancel a whole order and put its units back.

    Raises AlreadyShipped when anything has left, NotCancellable when it is closed. Money is
    given back by the payments package, in the same transaction.
    """
    return _close(lock_order(order_id), OrderAct.CANCEL, "order:cancelled", reason)


def reject_order(order_id: int, reason: str) -> Order:
    """Refuse an order that waits for approval and put its units back; raises NotCancellable."""
    return _close(lock_order(order_id), OrderAct.REJECT, "order:rejected", reason)


def _close(order: Order, act: OrderAct, action: str, reason: str) -> Order:
    if any(parcel.status in GONE for parcel in order.parcels):
        raise AlreadyShipped
    if not ORDER_TRANSITIONS.allows(order.status, act):
        raise NotCancellable
    was_certain = order.status is OrderStatus.CONFIRMED
    order.status = ORDER_TRANSITIONS.after(order.status, act)
    order.closed_at = clock.now()
    order.reserved_until = None
    _cancel_parcels(order, [p for p in order.parcels if p.status is not ParcelStatus.CANCELLED])
    announce(News.ORDER_CLOSED, order.id)
    audit.record(action, order, number=order.number, reason=reason)
    if was_certain:
        letters.tell_cancelled(order, reason)
    return order


def _cancel_parcels(order: Order, parcels: Sequence[Parcel]) -> None:
    quantities = reservations.quantities_of(parcels)
    for parcel in parcels:
        if parcel.status is ParcelStatus.PREPARING:
            letters.tell_seller(parcel, "parcel_cancelled", f"parcel-cancelled:{parcel.id}")
            count_sales((line, -line.sent_quantity) for line in parcel.lines)
        parcel.status = PARCEL_TRANSITIONS.after(parcel.status, ParcelAct.CANCEL)
    reservations.put_back(quantities, StockMoveKind.RELEASED, order.number)
    db.session.flush()
    for parcel in parcels:
        announce(News.PARCEL_CANCELLED, parcel.id)


def cancel_parcel(parcel_id: int, reason: str, by: Canceller = Canceller.SELLER) -> Parcel:
    """Cancel one enterprise's part before it leaves; the last one cancels the order.

    Raises AlreadyShipped when it has left, NotCancellable when it is cancelled already, or
    when a part would leave an order nobody has paid or approved: its sum is agreed as a whole.
    """
    parcel = lock_parcel(parcel_id)
    if parcel.status in GONE:
        raise AlreadyShipped
    if not PARCEL_TRANSITIONS.allows(parcel.status, ParcelAct.CANCEL):
        raise NotCancellable
    order = parcel.order
    if all(each is parcel or each.status is ParcelStatus.CANCELLED for each in order.parcels):
        _close(order, OrderAct.CANCEL, "order:cancelled", reason)
    elif order.status is not OrderStatus.CONFIRMED:
        raise NotCancellable
    else:
        _cancel_parcels(order, [parcel])
        letters.tell_part_cancelled(parcel, reason, by)
        complete_arrived(order)
    audit.record("parcel:cancelled", parcel, number=order.number, reason=reason, by=by.value)
    return parcel
