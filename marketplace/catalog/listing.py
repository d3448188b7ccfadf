"""Listings straight from the database, for as long as there is no usable search index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, func, literal, or_, select, tuple_

from marketplace.catalog.models import Category, Product
from marketplace.catalog.queries import in_stock, on_sale
from marketplace.catalog.ratings import place_column
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.core.types import UtcDateTime
from marketplace.enterprises.models import (
    Certification,
    CertificationKind,
    Enterprise,
    Region,
)
from marketplace.enterprises.queries import holding_on

Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which products: any of the codes of each side, every side that is asked.

    A category stands for those under it, a region for the districts in it. Prices are
    VAT-inclusive won, bounds included. `among`: ids of products, all of these selects.
    """

    text: str = ""
    categories: Codes = ()
    certifications: Codes = ()
    regions: Codes = ()
    kinds: Codes = ()
    min_price: int | None = None
    max_price: int | None = None
    enterprise_id: int | None = None
    in_stock: bool = False
    among: tuple[Select[int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Order:
    """A sort: its column, which way, and how its value travels in a cursor."""

    column: Any
    descending: bool
    kind: type
    pack: Callable[[Any], Any] = lambda value: value
    unpack: Callable[[Any], Any] = lambda value: value
    type_: Any = None


def _moment(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except ValueError:
        raise Invalid from None


ORDERS: Mapping[str, _Order] = {
    "new": _Order(Product.published_at, True, str, lambda v: v.isoformat(), _moment, UtcDateTime()),
    "price_asc": _Order(func.coalesce(Product.price_won, 10**15), False, int, type_=BigInteger()),
    "price_desc": _Order(func.coalesce(Product.price_won, -1), True, int, type_=BigInteger()),
    "sales": _Order(Product.sales_count, True, int, type_=BigInteger()),
    "rating": _Order(place_column(), True, int, type_=BigInteger()),
}


def list_ids(
    wanted: Wanted, order: str = "new", cursor: str | None = None, limit: int | None = None
) -> Page[int]:
    """One page of product ids, in `order` (`new` for one it does not know), with the total."""
    by = ORDERS.get(order, ORDERS["new"])
    query = _matching(wanted).add_columns(by.column.label("place"))
    query = query.order_by(*_directions(by))
    if cursor:
        query = query.where(_after(by, cursor))
    size = clamp_limit(limit)
    rows = db.session.execute(query.limit(size + 1)).all()
    last = rows[size - 1] if len(rows) > size else None
    return Page(
        [row.id for row in rows[:size]],
        encode_cursor(by.pack(last.place), last.id) if last else None,
        count(wanted),
    )


def count(wanted: Wanted) -> int:
    """How many products fit."""
    query = _matching(wanted).with_only_columns(func.count())
    return int(db.session.scalar(query) or 0)


def _directions(by: _Order) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if by.descending:
        return by.column.desc(), Product.id.desc()
    return by.column.asc(), Product.id.asc()


def _after(by: _Order, cursor: str) -> ColumnElement[bool]:
    value, last_id = decode_cursor(cursor, [by.kind, int])
    # A row value, because the same written with OR cannot use the index.
    place = tuple_(by.column, Product.id)
    seen = tuple_(literal(by.unpack(value), by.type_), literal(last_id, BigInteger()))
    return place < seen if by.descending else place > seen


def _matching(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    query = (
        select(Product.id)
        .join(Enterprise, Enterprise.id == Product.enterprise_id)
        .where(on_sale(), *_conditions(wanted))
    )
    for word in wanted.text.split()[:5]:
        query = query.where(_says(word[:40]))
    return query


def _says(word: str) -> ColumnElement[bool]:
    sides = (Product.name, Product.summary, Enterprise.name)
    return or_(*(side.icontains(word, autoescape=True) for side in sides))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.categories:
        found.append(Product.category_id.in_(_categories(wanted.categories)))
    if wanted.regions:
        found.append(Enterprise.region_id.in_(_regions(wanted.regions)))
    if wanted.certifications:
        found.append(Enterprise.id.in_(holders(wanted.certifications)))
    if wanted.kinds:
        found.append(Product.kind.in_(wanted.kinds))
    if wanted.min_price is not None:
        found.append(Product.price_won >= wanted.min_price)
    if wanted.max_price is not None:
        found.append(Product.price_won <= wanted.max_price)
    if wanted.enterprise_id is not None:
        found.append(Product.enterprise_id == wanted.enterprise_id)
    if wanted.in_stock:
        found.append(in_stock())
    return [*found, *(Product.id.in_(chosen) for chosen in wanted.among)]


def _categories(codes: Codes) -> Select[int]:
    named = select(Category.id).where(Category.code.in_(codes))
    return select(Category.id).where(or_(Category.id.in_(named), Category.parent_id.in_(named)))


def _regions(codes: Codes) -> Select[int]:
    named = select(Region.id).where(Region.code.in_(codes))
    return select(Region.id).where(or_(Region.id.in_(named), Region.parent_id.in_(named)))


def holders(codes: Codes) -> Select[int]:
    """Ids of the enterprises that hold any of the kinds today."""
    return (
        select(Certification.enterprise_id)
        .join(CertificationKind, CertificationKind.id == Certification.kind_id)
        .where(CertificationKind.code.in_(codes), holding_on(clock.today()))
    )
