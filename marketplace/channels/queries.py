"""Reads of brands, outlets, exhibitions and of sales by channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalog.models import Product, ProductOption, ProductPicture
from marketplace.channels.errors import BrandNotFound
from marketplace.channels.models import (
    Brand,
    BrandMember,
    BrandProduct,
    BrandProductStatus,
    Exhibition,
    Outlet,
    OutletSale,
    Placement,
)
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.media.models import Picture
from marketplace.orders.models import Channel, Order, OrderLine, OrderStatus, Parcel, ParcelStatus
from marketplace.orders.selling import SOLD_UNITS, SOLD_WON

# What a product card shows, loaded in a fixed number of statements.
CARD = (
    joinedload(Product.enterprise),
    selectinload(Product.pictures).joinedload(ProductPicture.picture).selectinload(Picture.sizes),
)


def get_brand(slug: str) -> Brand:
    """A brand with its picture and members; raises BrandNotFound."""
    query = (
        select(Brand)
        .filter_by(slug=slug)
        .options(
            joinedload(Brand.picture).selectinload(Picture.sizes),
            selectinload(Brand.members).joinedload(BrandMember.enterprise),
        )
    )
    brand: Brand | None = db.session.scalar(query)
    if brand is None:
        raise BrandNotFound
    return brand


def list_brands() -> Sequence[Brand]:
    """Every brand by name, with its picture."""
    query = (
        select(Brand)
        .options(joinedload(Brand.picture).selectinload(Picture.sizes))
        .order_by(Brand.name)
    )
    return db.session.scalars(query).all()


def list_brand_entries(brand_id: int) -> Sequence[BrandProduct]:
    """Everything that stands, stood or waits under a brand: what waits comes first."""
    query = (
        select(BrandProduct)
        .where(BrandProduct.brand_id == brand_id)
        .options(joinedload(BrandProduct.product).joinedload(Product.enterprise))
        .order_by(BrandProduct.status != BrandProductStatus.PROPOSED, BrandProduct.id)
    )
    return db.session.scalars(query).all()


def list_outlets() -> Sequence[Outlet]:
    """Every outlet with its region: those still running first, then by name."""
    query = select(Outlet).options(joinedload(Outlet.region))
    rows = db.session.scalars(query.order_by(Outlet.name, Outlet.id)).all()
    today = clock.today()
    return sorted(rows, key=lambda outlet: bool(outlet.closed_on and outlet.closed_on < today))


def list_placements(outlet_id: int) -> Sequence[Placement]:
    """What stands in an outlet now, with product and maker."""
    query = (
        select(Placement)
        .where(
            Placement.outlet_id == outlet_id,
            Placement.ends_on.is_(None) | (Placement.ends_on >= clock.today()),
        )
        .options(
            joinedload(Placement.option)
            .joinedload(ProductOption.product)
            .joinedload(Product.enterprise)
        )
        .order_by(Placement.id)
    )
    return db.session.scalars(query).all()


def placement_counts() -> dict[int, int]:
    """How many products stand in each outlet now, by outlet id."""
    query = (
        select(Placement.outlet_id, func.count(Placement.id))
        .where(Placement.ends_on.is_(None) | (Placement.ends_on >= clock.today()))
        .group_by(Placement.outlet_id)
    )
    return {outlet_id: int(count) for outlet_id, count in db.session.execute(query)}


def outlet_totals(outlet_id: int, first: date, last: date) -> dict[int, tuple[int, int]]:
    """Units and won sold by placement id between two days, both included."""
    query = (
        select(
            OutletSale.placement_id, func.sum(OutletSale.quantity), func.sum(OutletSale.gross_won)
        )
        .join(Placement, Placement.id == OutletSale.placement_id)
        .where(Placement.outlet_id == outlet_id, OutletSale.sold_on.between(first, last))
        .group_by(OutletSale.placement_id)
    )
    return {key: (int(units), int(won)) for key, units, won in db.session.execute(query)}


def recent_outlet_days(outlet_id: int, limit: int = 14) -> Sequence[tuple[date, int, int]]:
    """The last reported days of an outlet: day, units, won, newest first."""
    query = (
        select(OutletSale.sold_on, func.sum(OutletSale.quantity), func.sum(OutletSale.gross_won))
        .join(Placement, Placement.id == OutletSale.placement_id)
        .where(Placement.outlet_id == outlet_id)
        .group_by(OutletSale.sold_on)
        .order_by(OutletSale.sold_on.desc())
        .limit(limit)
    )
    return [(day, int(units), int(won)) for day, units, won in db.session.execute(query)]


def list_exhibitions(day: date | None = None) -> Sequence[Exhibition]:
    """Exhibitions that run on `day` (today), with pictures, in the office's order."""
    day = day or clock.today()
    query = (
        select(Exhibition)
        .where(Exhibition.starts_on <= day, Exhibition.ends_on >= day)
        .options(joinedload(Exhibition.picture).selectinload(Picture.sizes))
        .order_by(Exhibition.position, Exhibition.id)
    )
    return db.session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class ChannelSales:
    """What one channel sold in a period: units and won including VAT."""

    channel: str
    name: str
    units: int
    gross_won: int


def sales_by_channel(first: date, last: date) -> list[ChannelSales]:
    """Sales of every channel between two days, both included.

    Store and public orders count from their confirmation, outlets from the reported day. A
    sale is in exactly one row: a shared brand is a view across channels, not another row.
    """
    return [*_order_sales(first, last), *_outlet_sales(first, last)]


def _order_sales(first: date, last: date) -> list[ChannelSales]:
    query = (
        select(Order.channel, func.sum(SOLD_UNITS), func.sum(SOLD_WON))
        .join(Parcel, Parcel.order_id == Order.id)
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .where(
            Order.status.in_([OrderStatus.CONFIRMED, OrderStatus.COMPLETED]),
            Parcel.status != ParcelStatus.CANCELLED,
            Order.confirmed_at >= clock.start_of_day(first),
            Order.confirmed_at < clock.end_of_day(last),
        )
        .group_by(Order.channel)
    )
    found = {channel: (int(units), int(won)) for channel, units, won in db.session.execute(query)}
    return [ChannelSales(channel.value, "", *found.get(channel, (0, 0))) for channel in Channel]


def _outlet_sales(first: date, last: date) -> list[ChannelSales]:
    query = (
        select(Outlet.name, func.sum(OutletSale.quantity), func.sum(OutletSale.gross_won))
        .join(Placement, Placement.id == OutletSale.placement_id)
        .join(Outlet, Outlet.id == Placement.outlet_id)
        .where(OutletSale.sold_on.between(first, last))
        .group_by(Outlet.id, Outlet.name)
        .order_by(func.sum(OutletSale.gross_won).desc(), Outlet.id)
    )
    return [
        ChannelSales("outlet", name, int(units), int(won))
        for name, units, won in db.session.execute(query)
    ]
