"""What an enterprise has to send and what it has sold: counts and sums for its first page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import contains_eager, selectinload

from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.core.database import db
from marketplace.orders.models import Order, OrderLine, Parcel, ParcelStatus
from marketplace.orders.queries import SELLER_SEES

SOLD_UNITS = OrderLine.quantity - OrderLine.cancelled_quantity - OrderLine.returned_quantity
SOLD_WON = OrderLine.unit_price_won * SOLD_UNITS


@dataclass(frozen=True, slots=True)
class SalesSum:
    """Orders, units and won with VAT, delivery left out."""

    orders: int
    units: int
    gross_won: int


def count_parcels_by_status(enterprise_ids: Collection[int]) -> dict[ParcelStatus, int]:
    """How many parcels are in each state a seller sees; states without any are left out."""
    query = (
        select(Parcel.status, func.count(Parcel.id))
        .where(Parcel.enterprise_id.in_(enterprise_ids), Parcel.status.in_(SELLER_SEES))
        .group_by(Parcel.status)
    )
    return {status: int(count) for status, count in db.session.execute(query)}


def list_longest_waiting(enterprise_ids: Collection[int], limit: int) -> Sequence[Parcel]:
    """Parcels still to be sent, the longest wait first."""
    query = (
        select(Parcel)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            Parcel.enterprise_id.in_(enterprise_ids),
            Parcel.status == ParcelStatus.PREPARING,
            _is_sent(),
        )
        .options(contains_eager(Parcel.order), selectinload(Parcel.lines))
        .order_by(Order.confirmed_at, Parcel.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def _is_sent() -> ColumnElement[bool]:
    """A parcel with anything that is no booked date: bookings wait for their day, not for us."""
    dates = select(ExperienceSession.option_id)
    lines = select(OrderLine.id).where(
        OrderLine.parcel_id == Parcel.id, OrderLine.option_id.not_in(dates)
    )
    return exists(lines.correlate(Parcel))


def sales_since(enterprise_ids: Collection[int], since: datetime) -> SalesSum:
    """What was confirmed since an instant, without what was cancelled or returned after."""
    query = (
        select(
            func.count(Parcel.id.distinct()),
            func.coalesce(func.sum(SOLD_UNITS), 0),
            func.coalesce(func.sum(SOLD_WON), 0),
        )
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            Parcel.enterprise_id.in_(enterprise_ids),
            Parcel.status.in_(SELLER_SEES),
            Parcel.status != ParcelStatus.CANCELLED,
            Order.confirmed_at >= since,
        )
    )
    orders, units, gross = db.session.execute(query).one()
    return SalesSum(int(orders), int(units), int(gross))
