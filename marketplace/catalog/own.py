"""An enterprise's own listings, in whatever state; another's is not found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalog.errors import ListingNotFound
from marketplace.catalog.models import (
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
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor

LOW_STOCK = 5  # units; below it the seller's first page says so


@dataclass(frozen=True, slots=True)
class LowStock:
    """One option on sale that runs out soon."""

    product_id: int
    product_name: str
    option_name: str
    available: int


def get_own_product(product_id: int, enterprise_ids: Collection[int]) -> Product:
    """A listing with options, stock, pictures and category; raises ListingNotFound."""
    product: Product | None = db.session.scalar(
        _own(enterprise_ids)
        .where(Product.id == product_id)
        .options(
            joinedload(Product.category, innerjoin=True),
            joinedload(Product.enterprise, innerjoin=True),
            selectinload(Product.options.and_(has_no_date_or_open(clock.now()))).joinedload(
                ProductOption.stock
            ),
            selectinload(Product.pictures).joinedload(ProductPicture.picture, innerjoin=True),
        )
    )
    if product is None:
        raise ListingNotFound
    return product


def lock_product(product_id: int) -> Product:
    """The listing, held against others until the transaction ends; raises ListingNotFound."""
    product = db.session.get(Product, product_id, populate_existing=True, with_for_update=True)
    if product is None:
        raise ListingNotFound
    return product


def list_own_products(
    enterprise_ids: Collection[int],
    status: ProductStatus | None = None,
    words: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Product]:
    """Listings, newest first, with what a row of the list shows."""
    query = _own(enterprise_ids).where(*_narrowed(status, words)).order_by(Product.id.desc())
    if cursor:
        (last_id,) = decode_cursor(cursor, [int])
        query = query.where(Product.id < last_id)
    size = clamp_limit(limit)
    rows = db.session.scalars(
        query.options(
            joinedload(Product.category, innerjoin=True),
            selectinload(Product.options.and_(has_no_date_or_open(clock.now()))).joinedload(
                ProductOption.stock
            ),
            selectinload(Product.pictures).joinedload(ProductPicture.picture, innerjoin=True),
        ).limit(size + 1)
    ).all()
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


def _narrowed(status: ProductStatus | None, words: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if status is not None:
        found.append(Product.status == status)
    if words:
        found.append(Product.name.icontains(words, autoescape=True))
    return found


def count_own_by_status(enterprise_ids: Collection[int]) -> dict[ProductStatus, int]:
    """How many listings are in each state; states without any are left out."""
    query = (
        select(Product.status, func.count(Product.id))
        .where(Product.enterprise_id.in_(enterprise_ids))
        .group_by(Product.status)
    )
    return {status: int(count) for status, count in db.session.execute(query)}


def list_low_stock(enterprise_ids: Collection[int], limit: int = 8) -> Sequence[LowStock]:
    """Counted options on sale with fewer than five units, emptiest first."""
    query = (
        select(Product.id, Product.name, ProductOption.name, Stock.available)
        .join(ProductOption, ProductOption.product_id == Product.id)
        .join(Stock, Stock.option_id == ProductOption.id)
        .where(
            Product.enterprise_id.in_(enterprise_ids),
            Product.status == ProductStatus.PUBLISHED,
            ProductOption.is_active,
            Product.kind != ProductKind.EXPERIENCE,  # seats that fill up are no shortage
            Stock.available < LOW_STOCK,
        )
        .order_by(Stock.available, Product.id, ProductOption.position)
        .limit(limit)
    )
    return [LowStock(*row) for row in db.session.execute(query)]


def _own(enterprise_ids: Collection[int]) -> Select[Product]:
    return select(Product).where(Product.enterprise_id.in_(enterprise_ids))
