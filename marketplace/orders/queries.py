"""Reading orders and parcels, each scoped to who asks: somebody else's is not found."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from marketplace.core.database import db, hold
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.orders.errors import OrderNotFound, ParcelNotFound
from marketplace.orders.models import Order, OrderLine, OrderStatus, Parcel, ParcelStatus

# What an enterprise may see: nothing of an order that is not yet certain.
SELLER_SEES = (
    ParcelStatus.PREPARING,
    ParcelStatus.SHIPPED,
    ParcelStatus.DELIVERED,
    ParcelStatus.ACCEPTED,
    ParcelStatus.CANCELLED,
)
WHOLE_ORDER = selectinload(Order.parcels).options(
    selectinload(Parcel.lines), joinedload(Parcel.enterprise)
)


def lock_order(order_id: int) -> Order:
    """The whole order as it stands, held until the transaction ends; raises OrderNotFound.

    Whoever changes a parcel or a line holds its order first, so what is read here stays true.
    """
    order = hold(Order, order_id)
    if order is None:
        raise OrderNotFound
    parcels = select(Parcel).where(Parcel.order_id == order_id).options(selectinload(Parcel.lines))
    rows = db.session.scalars(
        parcels.order_by(Parcel.id).execution_options(populate_existing=True)
    ).all()
    set_committed_value(order, "parcels", list(rows))  # whoever asks next need not read again
    return order


def lock_parcel(parcel_id: int) -> Parcel:
    """The parcel with its order held; raises ParcelNotFound."""
    order_id = db.session.scalar(select(Parcel.order_id).where(Parcel.id == parcel_id))
    if order_id is None:
        raise ParcelNotFound
    lock_order(order_id)
    return db.session.get_one(Parcel, parcel_id)


def get_order_by_token(access_token: str) -> Order:
    """The order whoever holds its unguessable token may open; raises OrderNotFound."""
    return _one(select(Order).where(Order.access_token == access_token))


def get_order_of_account(account_id: int, number: str) -> Order:
    """A member's own order; raises OrderNotFound."""
    return _one(select(Order).where(Order.account_id == account_id, Order.number == number))


def get_guest_order(number: str, buyer_email: str) -> Order:
    """An order by its number and the buyer's mail address; raises OrderNotFound."""
    return _one(
        select(Order).where(
            Order.number == number.strip().upper(),
            Order.buyer_email == buyer_email.strip().lower(),
        )
    )


def _one(query: Select[Order]) -> Order:
    order: Order | None = db.session.scalar(query.options(WHOLE_ORDER))
    if order is None:
        raise OrderNotFound
    return order


def find_by_checkout_token(checkout_token: str) -> Order | None:
    """The order a checkout page has already made, None when it has made none."""
    return db.session.scalar(select(Order).where(Order.checkout_token == checkout_token))


def list_orders_of_account(
    account_id: int, cursor: str | None = None, limit: int | None = None
) -> Page[Order]:
    """A member's orders, newest first, without those that were never paid in time."""
    query = (
        select(Order)
        .where(Order.account_id == account_id, Order.status != OrderStatus.EXPIRED)
        .options(WHOLE_ORDER)
        .order_by(Order.id.desc())
    )
    if cursor:
        (last_id,) = decode_cursor(cursor, [int])
        query = query.where(Order.id < last_id)
    size = clamp_limit(limit, 10)
    rows = db.session.scalars(query.limit(size + 1)).all()
    return _page(rows, size)


def _page(rows: Sequence[Order], size: int) -> Page[Order]:
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


def get_parcel_of_enterprises(public_id: str, enterprise_ids: Collection[int]) -> Parcel:
    """A parcel one of the enterprises sends; raises ParcelNotFound for anybody else's."""
    parcel: Parcel | None = db.session.scalar(
        _parcels(enterprise_ids).where(Parcel.public_id == public_id)
    )
    if parcel is None:
        raise ParcelNotFound
    return parcel


def list_parcels_of_enterprises(
    enterprise_ids: Collection[int],
    statuses: Collection[ParcelStatus] = SELLER_SEES,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Parcel]:
    """Parcels the enterprises send, newest first."""
    query = (
        _parcels(enterprise_ids)
        .where(Parcel.status.in_(set(statuses) & set(SELLER_SEES)))
        .order_by(Parcel.id.desc())
    )
    if cursor:
        (last_id,) = decode_cursor(cursor, [int])
        query = query.where(Parcel.id < last_id)
    size = clamp_limit(limit)
    rows = db.session.scalars(query.limit(size + 1)).all()
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


def _parcels(enterprise_ids: Collection[int]) -> Select[Parcel]:
    return (
        select(Parcel)
        .where(Parcel.enterprise_id.in_(enterprise_ids), Parcel.status.in_(SELLER_SEES))
        .options(joinedload(Parcel.order), selectinload(Parcel.lines))
    )


def list_lines_of_order(order_id: int) -> list[OrderLine]:
    """Every line of an order, by parcel and line."""
    query = (
        select(OrderLine)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .where(Parcel.order_id == order_id)
        .order_by(Parcel.id, OrderLine.id)
    )
    return list(db.session.scalars(query))
