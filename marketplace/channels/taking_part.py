"""Who takes part: the brands of a maker and the makers of a shelf, with what papers say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, func, or_, select

from marketplace.catalog.models import Product, ProductOption
from marketplace.catalog.queries import on_sale
from marketplace.channels.models import Brand, BrandMember, Outlet, Placement
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.enterprises.models import Enterprise


@dataclass(frozen=True, slots=True)
class MakerHere:
    """A maker whose products stand in an outlet today, with how many of them."""

    slug: str
    name: str
    products: int


def list_brands_of(enterprise_id: int) -> Sequence[Brand]:
    """The brands an enterprise is a member of today, by name."""
    today = clock.today()
    member = select(BrandMember.brand_id).where(
        BrandMember.enterprise_id == enterprise_id,
        BrandMember.since <= today,
        or_(BrandMember.until.is_(None), BrandMember.until >= today),
    )
    query = select(Brand).where(Brand.id.in_(member)).order_by(Brand.name)
    return db.session.scalars(query).all()


def list_makers_here(outlet_id: int) -> list[MakerHere]:
    """The makers whose products stand in an outlet today, those with most first."""
    today = clock.today()
    products = func.count(distinct(Product.id))
    query = (
        select(Enterprise.slug, Enterprise.name, products)
        .join(Product, Product.enterprise_id == Enterprise.id)
        .join(ProductOption, ProductOption.product_id == Product.id)
        .join(Placement, Placement.option_id == ProductOption.id)
        .where(
            on_sale(),
            Placement.outlet_id == outlet_id,
            Placement.starts_on <= today,
            or_(Placement.ends_on.is_(None), Placement.ends_on >= today),
            Placement.on_hand > 0,
        )
        .group_by(Enterprise.id, Enterprise.slug, Enterprise.name)
        .order_by(products.desc(), Enterprise.name)
    )
    return [MakerHere(*row) for row in db.session.execute(query)]


def stated_doubts(outlet: Outlet, items_here: int) -> list[T]:
    """Why what papers state of an outlet cannot all be true; a silent paper is never doubted."""
    firms, items, closed_on = outlet.stated_firms, outlet.stated_items, outlet.closed_on
    found = []
    if firms is not None and items is not None and items < firms:
        found.append(
            T(
                "참여 기업은 %(firms)d곳인데 품목은 %(items)d가지라고 적혀 있어요. "
                "기업마다 적어도 하나는 내놓았을 테니 둘 가운데 하나는 틀린 값이에요.",
                firms=firms,
                items=items,
            )
        )
    if closed_on is not None and closed_on < clock.today() and items_here:
        found.append(
            T("문을 닫았다고 적혀 있는데 상품 %(n)d가지가 아직 놓여 있어요.", n=items_here)
        )
    return found
