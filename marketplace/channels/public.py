"""What the shop shows of channels: ids for cards, and outlets with what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, distinct, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.catalog.models import Product, ProductOption, ProductStatus
from marketplace.channels.errors import OutletNotFound
from marketplace.channels.models import (
    Brand,
    BrandProduct,
    BrandProductKind,
    BrandProductStatus,
    Exhibition,
    ExhibitionEntry,
    Outlet,
    Placement,
)
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import NotFound
from marketplace.core.text import T
from marketplace.enterprises.models import Region


class ExhibitionNotFound(NotFound):
    """No such exhibition, or one that has not begun."""

    def __init__(self) -> None:
        super().__init__(T("그런 기획전은 없거나 아직 열리지 않았어요."))


def exhibited_ids(exhibition_id: int, limit: int = 60) -> list[int]:
    """Product ids of an exhibition in its order."""
    query = (
        select(ExhibitionEntry.product_id)
        .where(ExhibitionEntry.exhibition_id == exhibition_id)
        .order_by(ExhibitionEntry.position, ExhibitionEntry.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def get_exhibition(slug: str) -> Exhibition:
    """An exhibition that has begun, over or not, with its picture; raises ExhibitionNotFound."""
    query = (
        select(Exhibition)
        .where(Exhibition.slug == slug, Exhibition.starts_on <= clock.today())
        .options(joinedload(Exhibition.picture))
    )
    found: Exhibition | None = db.session.scalar(query)
    if found is None:
        raise ExhibitionNotFound
    return found


def list_started_exhibitions(limit: int = 30) -> Sequence[Exhibition]:
    """Every exhibition that has begun: those running in the office's order, then the past ones."""
    over = (Exhibition.ends_on < clock.today()).label("over")
    query = (
        select(Exhibition)
        .where(Exhibition.starts_on <= clock.today())
        .options(joinedload(Exhibition.picture))
        .order_by(over, Exhibition.position, Exhibition.ends_on.desc(), Exhibition.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class BrandStanding:
    """Under which brand a product stands, and as whose."""

    slug: str
    name: str
    tagline: str
    kind: BrandProductKind


def brand_product_ids(brand_id: int) -> dict[BrandProductKind, list[int]]:
    """Product ids of a brand by kind, in the order they were approved."""
    query = (
        select(BrandProduct.kind, BrandProduct.product_id)
        .where(
            BrandProduct.brand_id == brand_id, BrandProduct.status == BrandProductStatus.APPROVED
        )
        .order_by(BrandProduct.id)
    )
    found: dict[BrandProductKind, list[int]] = {kind: [] for kind in BrandProductKind}
    for kind, product_id in db.session.execute(query):
        found[kind].append(product_id)
    return found


def brand_standings(product_id: int) -> list[BrandStanding]:
    """The brands a product stands under."""
    query = (
        select(Brand.slug, Brand.name, Brand.tagline, BrandProduct.kind)
        .join(BrandProduct, BrandProduct.brand_id == Brand.id)
        .where(
            BrandProduct.product_id == product_id,
            BrandProduct.status == BrandProductStatus.APPROVED,
        )
        .order_by(Brand.name)
    )
    return [BrandStanding(*row) for row in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet for the public; `products` stand there today, `stated_*` is what a paper says."""

    slug: str
    name: str
    kind: str
    region_code: str
    region_name: str
    region_name_en: str
    host: str
    address: str
    opening_hours: str
    stated_firms: int | None
    stated_items: int | None
    products: int


def list_running_outlets(
    limit: int = 300,
    product_id: int | None = None,
    enterprise_id: int | None = None,
    slugs: Sequence[str] | None = None,
) -> list[OutletRow]:
    """Outlets that have not closed, those with most on the shelf first; of `slugs` only these.

    With `product_id` or `enterprise_id` only those where that product, or something of that
    maker, stands today; `products` then counts these alone.
    """
    running = or_(Outlet.closed_on.is_(None), Outlet.closed_on >= clock.today())
    query = _outlet_rows().where(running).limit(limit)
    if slugs is not None:
        query = query.where(Outlet.slug.in_(list(slugs)))
    if product_id is not None:
        query = query.where(ProductOption.product_id == product_id)
    if enterprise_id is not None:
        made = select(Product.id).where(
            Product.enterprise_id == enterprise_id, Product.status == ProductStatus.PUBLISHED
        )
        query = query.where(ProductOption.product_id.in_(made))
    return _read_outlets(query)


def list_closed_outlets(limit: int = 60) -> list[OutletRow]:
    """Outlets that are over, the latest first."""
    query = _outlet_rows().where(Outlet.closed_on < clock.today()).order_by(None)
    return _read_outlets(query.order_by(Outlet.closed_on.desc(), Outlet.id).limit(limit))


def _read_outlets(query: Select[*tuple[Any, ...]]) -> list[OutletRow]:
    return [OutletRow(**row) for row in db.session.execute(query).mappings()]


def _outlet_rows() -> Select[*tuple[Any, ...]]:
    products = func.count(distinct(ProductOption.product_id)).label("products")
    return (
        select(*_outlet_columns(), products)
        .join(Region, Region.id == Outlet.region_id)
        .outerjoin(Placement, and_(Placement.outlet_id == Outlet.id, _standing_today()))
        .outerjoin(ProductOption, ProductOption.id == Placement.option_id)
        .group_by(*_outlet_columns(), Outlet.id)
        .order_by(products.desc(), Outlet.id)
    )


def _outlet_columns() -> tuple[Any, ...]:
    return (
        Outlet.slug,
        Outlet.name,
        Outlet.kind,
        Region.code.label("region_code"),
        Region.name.label("region_name"),
        Region.name_en.label("region_name_en"),
        Outlet.host,
        Outlet.address,
        Outlet.opening_hours,
        Outlet.stated_firms,
        Outlet.stated_items,
    )


def _standing_today() -> ColumnElement[bool]:
    today = clock.today()
    return and_(
        Placement.starts_on <= today,
        or_(Placement.ends_on.is_(None), Placement.ends_on >= today),
        Placement.on_hand > 0,
    )


def get_outlet(slug: str) -> Outlet:
    """An outlet with its region, running or closed; raises OutletNotFound."""
    query = select(Outlet).where(Outlet.slug == slug).options(joinedload(Outlet.region))
    found: Outlet | None = db.session.scalar(query)
    if found is None:
        raise OutletNotFound
    return found


def placed_ids(outlet_id: int, limit: int = 60) -> list[int]:
    """Ids of the products that stand in an outlet today."""
    query: Select[int] = (
        select(ProductOption.product_id)
        .join(Placement, Placement.option_id == ProductOption.id)
        .join(Product, Product.id == ProductOption.product_id)
        .where(
            Placement.outlet_id == outlet_id,
            _standing_today(),
            Product.status == ProductStatus.PUBLISHED,
        )
        .group_by(ProductOption.product_id)
        .order_by(func.max(Placement.on_hand).desc(), ProductOption.product_id)
        .limit(limit)
    )
    return list(db.session.scalars(query))
