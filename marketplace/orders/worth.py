"""What a member's orders paid to whom: real sums of what was bought and kept.

In won with VAT, after coupons and points, delivery left out, and what was
cancelled or sent back. An order counts from the moment it
is certain (paid). Who was certified is as it was on the day of the order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from marketplace.core.database import db
from marketplace.enterprises.models import Enterprise, Region
from marketplace.orders.models import Order, OrderLine, OrderStatus, Parcel, ParcelStatus

CERTAIN = (OrderStatus.CONFIRMED, OrderStatus.COMPLETED)
# What was paid for the units that were neither taken off nor given back.
PAID = func.sum(
    OrderLine.gross_won - OrderLine.reduced_won - OrderLine.cancelled_won - OrderLine.returned_won
)
UNITS = func.sum(OrderLine.quantity - OrderLine.cancelled_quantity - OrderLine.returned_quantity)


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything together; `since` is the first order, None when there is none."""

    paid_won: int
    orders: int
    units: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Paid:
    """What went to one enterprise while it held exactly these kinds (code → name)."""

    enterprise_id: int
    kinds: dict[str, str]
    paid_won: int
    units: int


@dataclass(frozen=True, slots=True)
class PaidInRegion:
    """What went to makers of one region, where they are registered now."""

    name: str
    name_en: str
    makers: int
    paid_won: int


def whole_of(account_id: int) -> Whole:
    """The sums of all that counts."""
    query = _mine(account_id).with_only_columns(
        func.coalesce(PAID, 0),
        func.count(Order.id.distinct()),
        func.coalesce(UNITS, 0),
        func.min(Order.created_at),
    )
    paid, orders, units, since = db.session.execute(query).one()
    return Whole(int(paid), int(orders), int(units), since)


def paid_by_maker(account_id: int) -> list[Paid]:
    """By enterprise and by what it held on each day of order, the largest sum first."""
    query = (
        _mine(account_id)
        .with_only_columns(
            Parcel.enterprise_id,
            OrderLine.certifications,
            PAID.label("paid"),
            UNITS.label("units"),
        )
        .group_by(Parcel.enterprise_id, OrderLine.certifications)
        .order_by(PAID.desc(), Parcel.enterprise_id)
    )
    return [
        Paid(
            row.enterprise_id,
            {held["kind"]: held["name"] for held in row.certifications},
            int(row.paid),
            int(row.units),
        )
        for row in db.session.execute(query)
    ]


def paid_by_region(account_id: int) -> list[PaidInRegion]:
    """By region of the maker, the largest sum first."""
    query = (
        _mine(account_id)
        .join(Enterprise, Enterprise.id == Parcel.enterprise_id)
        .join(Region, Region.id == Enterprise.region_id)
        .with_only_columns(
            Region.name,
            Region.name_en,
            func.count(Enterprise.id.distinct()).label("makers"),
            PAID.label("paid"),
        )
        .group_by(Region.id, Region.name, Region.name_en)
        .order_by(PAID.desc(), Region.name)
    )
    return [
        PaidInRegion(row.name, row.name_en, int(row.makers), int(row.paid))
        for row in db.session.execute(query)
    ]


def _mine(account_id: int) -> Select[OrderLine]:
    return (
        select(OrderLine)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            Order.account_id == account_id,
            Order.status.in_(CERTAIN),
            Parcel.status != ParcelStatus.CANCELLED,
            OrderLine.quantity > OrderLine.cancelled_quantity + OrderLine.returned_quantity,
        )
    )
