"""Units taken out of stock for an order, and put back when the order comes to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import insert, select, update

from marketplace.audit import service as audit
from marketplace.catalog.models import Product, ProductOption, Stock, StockMove, StockMoveKind
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.orders.booking_models import CALLED_OFF, BookingOutcome
from marketplace.orders.errors import NotForSale, Shortage, StockRanOut
from marketplace.orders.models import (
    ORDER_TRANSITIONS,
    Order,
    OrderAct,
    OrderLine,
    OrderStatus,
    Parcel,
    ParcelStatus,
)
from marketplace.orders.queries import lock_order
from marketplace.search import outbox

HOLD = timedelta(minutes=35)  # a hosted payment page lives at least 30 minutes
# A payment made in the last second of the hold is still on its way to us.
GRACE = timedelta(minutes=2)
MOST_AT_ONCE = 200


def take(
    quantities: Mapping[int, int],
    reference: str,
    kind: StockMoveKind = StockMoveKind.ORDERED,
) -> None:
    """Take units of every counted option or raise StockRanOut naming each that is short.

    Ordered by option id so that two orders never wait for each other in a circle. The
    caller's transaction must roll back on StockRanOut: units may have been taken before it.
    """
    emptied: list[int] = []
    taken: dict[int, int] = {}
    for option_id in sorted(quantities):
        left = _take_one(option_id, quantities[option_id])
        if left is None:
            if _is_counted(option_id):
                untaken = {key: quantities[key] for key in quantities if key >= option_id}
                raise StockRanOut(_shortages(untaken))
            continue
        taken[option_id] = -quantities[option_id]
        if left == 0:
            emptied.append(option_id)
    _write_moves(taken, kind, reference)
    _tell_search(emptied)


def _take_one(option_id: int, quantity: int) -> int | None:
    return db.session.scalar(
        update(Stock)
        .where(Stock.option_id == option_id, Stock.available >= quantity)
        .values(available=Stock.available - quantity)
        .returning(Stock.available),
        execution_options={"synchronize_session": False},
    )


def _is_counted(option_id: int) -> bool:
    return db.session.scalar(select(Stock.option_id).filter_by(option_id=option_id)) is not None


def _shortages(quantities: Mapping[int, int]) -> list[Shortage]:
    rows = db.session.execute(
        select(Stock.option_id, Product.name, ProductOption.name, Stock.available)
        .join(ProductOption, ProductOption.id == Stock.option_id)
        .join(Product, Product.id == ProductOption.product_id)
        .where(Stock.option_id.in_(sorted(quantities)))
        .order_by(Stock.option_id)
    ).all()
    return [
        Shortage(option_id, product, option, quantities[option_id], available)
        for option_id, product, option, available in rows
        if available < quantities[option_id]
    ]


def refuse_closed_dates(quantities: Iterable[int]) -> None:
    """Look at the dates once more, now that their seats are ours; raises NotForSale.

    Whoever calls a date off empties its stock row first, so that we either find no seat or,
    having waited for the row, see that the date is gone.
    """
    now = clock.now()
    query = (
        select(ExperienceSession, Product.name)
        .join(Product, Product.id == ExperienceSession.product_id)
        .where(ExperienceSession.option_id.in_(sorted(quantities)))
        .execution_options(populate_existing=True)
    )
    for session, name in db.session.execute(query):
        if not session.is_open(now):
            raise NotForSale(name)


def put_back(quantities: Mapping[int, int], kind: StockMoveKind, reference: str) -> None:
    """Return units to every counted option, with a row in the ledger for each."""
    refilled: list[int] = []
    returned: dict[int, int] = {}
    for option_id in sorted(quantities):
        left = db.session.scalar(
            update(Stock)
            .where(Stock.option_id == option_id)
            .values(available=Stock.available + quantities[option_id])
            .returning(Stock.available),
            execution_options={"synchronize_session": False},
        )
        if left is None:
            continue
        returned[option_id] = quantities[option_id]
        if left == quantities[option_id]:
            refilled.append(option_id)
    _write_moves(returned, kind, reference)
    _tell_search(refilled)


def _write_moves(quantities: Mapping[int, int], kind: StockMoveKind, reference: str) -> None:
    rows = [
        {"option_id": option_id, "kind": kind, "quantity": quantity, "reference": reference}
        for option_id, quantity in quantities.items()
    ]
    if rows:
        db.session.execute(insert(StockMove), rows)


def _tell_search(option_ids: list[int]) -> None:
    if option_ids:
        products = select(ProductOption.product_id).where(ProductOption.id.in_(option_ids))
        outbox.enqueue(*db.session.scalars(products))


def quantities_of(parcels: Iterable[Parcel]) -> dict[int, int]:
    """Units by option that lines of parcels that are not cancelled hold.

    Not those at an agreed price, which took none, nor bookings that were called off.
    """
    ids = [parcel.id for parcel in parcels if parcel.status is not ParcelStatus.CANCELLED]
    called_off = select(BookingOutcome.order_line_id).where(BookingOutcome.how.in_(CALLED_OFF))
    query = select(OrderLine.option_id, OrderLine.quantity - OrderLine.cancelled_quantity).where(
        OrderLine.parcel_id.in_(ids),
        OrderLine.agreed_line == 0,
        OrderLine.quantity > OrderLine.cancelled_quantity,  # none moves nothing
        OrderLine.id.not_in(called_off),
    )
    totals: dict[int, int] = {}
    for option_id, quantity in db.session.execute(query):
        totals[option_id] = totals.get(option_id, 0) + quantity
    return totals


def release_one(order_id: int) -> bool:
    """End the hold of one unpaid order whose time is over; False when there is none to end."""
    order = lock_order(order_id)
    over = order.reserved_until is not None and order.reserved_until + GRACE <= clock.now()
    if order.status is not OrderStatus.AWAITING_PAYMENT or not over:
        return False
    order.status = ORDER_TRANSITIONS.after(order.status, OrderAct.EXPIRE)
    order.closed_at = clock.now()
    put_back(quantities_of(order.parcels), StockMoveKind.RELEASED, order.number)
    announce(News.ORDER_CLOSED, order.id)
    audit.record("order:expired", order, number=order.number)
    return True


def list_overdue(limit: int = MOST_AT_ONCE) -> list[int]:
    """Ids of unpaid orders whose hold is over, oldest first."""
    query = (
        select(Order.id)
        .where(
            Order.status == OrderStatus.AWAITING_PAYMENT,
            Order.reserved_until <= clock.now() - GRACE,
        )
        .order_by(Order.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))
