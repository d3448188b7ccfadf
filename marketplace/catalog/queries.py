"""Public reads of the catalogue: cards in one statement, one product whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalog.models import (
    Category,
    Product,
    ProductKind,
    ProductOption,
    ProductPicture,
    ProductStatus,
    Stock,
)
from marketplace.catalog.sessions.queries import has_no_date_or_open
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import NotFound
from marketplace.core.text import T
from marketplace.enterprises.models import Enterprise, EnterpriseStatus, Region
from marketplace.enterprises.queries import held_kind_codes
from marketplace.media.models import Picture, PictureState


class ProductNotFound(NotFound):
    """No such product, or one that is not on sale."""

    def __init__(self) -> None:
        super().__init__(
            T("지금은 판매하지 않는 상품이에요."), action=T("다른 상품을 둘러봐 주세요")
        )


class CategoryNotFound(NotFound):
    """No category of this code."""

    def __init__(self) -> None:
        super().__init__(T("그런 갈래는 없어요."), action=T("모든 상품에서 찾아봐 주세요"))


@dataclass(frozen=True, slots=True)
class CardRow:
    """What a product card shows. Prices in won with VAT; None means quote only.

    `price_won` is the cheapest option's and `has_dearer` says that others cost more.
    `certification_codes` are the kinds the maker holds today, in no order.
    """

    id: int
    name: str
    price_won: int | None
    has_dearer: bool
    unit: str
    kind: ProductKind
    in_stock: bool
    enterprise_id: int
    enterprise_name: str
    region_name: str
    region_name_en: str
    certification_codes: tuple[str, ...]
    rating_sum: int
    rating_count: int
    digest: str | None
    width: int
    height: int
    alt: str


def on_sale() -> ColumnElement[bool]:
    """Published by an enterprise that is selling: the one rule of what the public sees."""
    return (Product.status == ProductStatus.PUBLISHED) & (
        Enterprise.status == EnterpriseStatus.ACTIVE
    )


def read_cards(product_ids: Sequence[int]) -> list[CardRow]:
    """Cards of products on sale in the order asked for, in one statement."""
    if not product_ids:
        return []
    rows = db.session.execute(_cards().where(Product.id.in_(product_ids)))
    found = {row.id: card_row(row) for row in rows}
    return [found[each] for each in product_ids if each in found]


def card_row(row: Row[Any]) -> CardRow:
    """A row of the card statement as a value."""
    dearest, cheapest = row.dearest or 0, row.cheapest or 0
    ready = row.state is PictureState.READY
    return CardRow(
        id=row.id,
        name=row.name,
        price_won=None if row.price_won is None else row.price_won + cheapest,
        has_dearer=dearest > cheapest,
        unit=row.unit,
        kind=row.kind,
        in_stock=bool(row.in_stock),
        enterprise_id=row.enterprise_id,
        enterprise_name=row.enterprise_name,
        region_name=row.region_name,
        region_name_en=row.region_name_en,
        certification_codes=tuple((row.certifications or "").split(",")),
        rating_sum=row.rating_sum,
        rating_count=row.rating_count,
        digest=row.digest if ready else None,
        width=row.width or 0,
        height=row.height or 0,
        alt=row.alt or "",
    )


def _cards() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Product.id,
            Product.name,
            Product.price_won,
            Product.unit,
            Product.kind,
            Product.enterprise_id,
            Product.rating_sum,
            Product.rating_count,
            Enterprise.name.label("enterprise_name"),
            Region.name.label("region_name"),
            Region.name_en.label("region_name_en"),
            Picture.digest,
            Picture.width,
            Picture.height,
            Picture.alt,
            Picture.state,
            _delta(func.min(ProductOption.price_delta_won)).label("cheapest"),
            _delta(func.max(ProductOption.price_delta_won)).label("dearest"),
            in_stock().label("in_stock"),
            held_kind_codes(clock.today()).scalar_subquery().label("certifications"),
        )
        .join(Enterprise, Enterprise.id == Product.enterprise_id)
        .join(Region, Region.id == Enterprise.region_id)
        .outerjoin(Picture, Picture.id == _face())
        .where(on_sale())
    )


def _delta(aggregate: ColumnElement[int]) -> ScalarSelect[int]:
    return (
        select(aggregate)
        .where(ProductOption.product_id == Product.id, ProductOption.is_active)
        .correlate(Product)
        .scalar_subquery()
    )


def _face() -> ScalarSelect[int]:
    return (
        select(ProductPicture.picture_id)
        .where(ProductPicture.product_id == Product.id)
        .order_by(ProductPicture.position, ProductPicture.id)
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def in_stock() -> ColumnElement[bool]:
    """Whether any active option can be had in the smallest quantity; correlated to Product."""
    enough = or_(Stock.option_id.is_(None), Stock.available >= Product.min_quantity)
    options = (
        select(ProductOption.id)
        .outerjoin(Stock, Stock.option_id == ProductOption.id)
        .where(
            ProductOption.product_id == Product.id,
            ProductOption.is_active,
            enough,
            has_no_date_or_open(clock.now()),
        )
        .correlate(Product)
    )
    return exists(options)


def options_shown() -> Any:
    """The options of a product but for dates that are over, closed or cancelled."""
    return Product.options.and_(has_no_date_or_open(clock.now()))


def get_product_on_sale(product_id: int) -> Product:
    """A product with all its page shows, in a fixed number of statements; or ProductNotFound."""
    query = (
        select(Product)
        .join(Product.enterprise)
        .where(Product.id == product_id, on_sale())
        .options(
            joinedload(Product.category, innerjoin=True).joinedload(Category.parent),
            selectinload(options_shown()).joinedload(ProductOption.stock),
            selectinload(Product.pictures).joinedload(ProductPicture.picture, innerjoin=True),
            joinedload(Product.enterprise, innerjoin=True).options(
                joinedload(Enterprise.region, innerjoin=True),
                joinedload(Enterprise.emblem),
                selectinload(Enterprise.certifications),
                selectinload(Enterprise.social_values),
            ),
        )
    )
    found: Product | None = db.session.scalar(query)
    if found is None:
        raise ProductNotFound
    return found


def list_categories() -> Sequence[Category]:
    """Every category, tops and leaves, in the order of the shop."""
    query = select(Category).order_by(Category.position, Category.id)
    return db.session.scalars(query).all()


def list_newest(limit: int, most_of_one: int = 2) -> list[CardRow]:
    """The newest products on sale, newest first, few of any one enterprise."""
    recent = (
        select(Product.id, Product.enterprise_id)
        .join(Enterprise, Enterprise.id == Product.enterprise_id)
        .where(on_sale())
        .order_by(Product.published_at.desc(), Product.id.desc())
        .limit(limit * 6)
    )
    shown: Counter[int] = Counter()
    chosen: list[int] = []
    for product_id, enterprise_id in db.session.execute(recent):
        shown[enterprise_id] += 1
        if shown[enterprise_id] <= most_of_one:
            chosen.append(product_id)
    return read_cards(chosen[:limit])


def list_of_enterprise(
    enterprise_id: int, limit: int, without_product_id: int | None = None
) -> list[CardRow]:
    """What an enterprise sells, best sold first."""
    chosen = (
        select(Product.id)
        .join(Enterprise, Enterprise.id == Product.enterprise_id)
        .where(on_sale(), Product.enterprise_id == enterprise_id)
        .order_by(Product.sales_count.desc(), Product.id.desc())
        .limit(limit)
    )
    if without_product_id is not None:
        chosen = chosen.where(Product.id != without_product_id)
    return read_cards(list(db.session.scalars(chosen)))
