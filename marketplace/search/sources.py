"""Products on sale as documents, read in a fixed number of statements a batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from marketplace.catalog.models import Category, Product, ProductKind, ProductOption
from marketplace.catalog.queries import in_stock, on_sale
from marketplace.catalog.sessions.queries import last_closing
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.enterprises.models import Certification, CertificationKind, Enterprise, Region
from marketplace.enterprises.queries import holding_on
from marketplace.search.documents import (
    FAIR_TRADE,
    FREE_DELIVERY,
    IN_STOCK,
    Facet,
    ProductDocument,
)
from marketplace.search.labels import read_labels

BATCH = 1_000

# Said beside what is looked for ("청소 서비스") and seldom in a title.
KIND_WORDS = {
    ProductKind.GOODS: ("상품", "제품"),
    ProductKind.SERVICE: ("서비스",),
    ProductKind.EXPERIENCE: ("체험", "서비스"),
}


def count_on_sale() -> int:
    """How many products the index should hold."""
    query = select(func.count()).select_from(Product).join(Product.enterprise).where(on_sale())
    return int(db.session.scalar(query) or 0)


def all_documents() -> Iterator[ProductDocument]:
    """Every product on sale once, by id; the session is let go between batches."""
    last = 0
    while True:
        ids = list(
            db.session.scalars(
                select(Product.id).where(Product.id > last).order_by(Product.id).limit(BATCH)
            )
        )
        if not ids:
            return
        yield from documents_of(ids)
        db.session.rollback()
        last = ids[-1]


def documents_of(product_ids: Sequence[int]) -> list[ProductDocument]:
    """The documents of those products that are on sale today."""
    if not product_ids:
        return []
    rows = db.session.execute(_products().where(Product.id.in_(product_ids))).all()
    around = _read_surroundings(rows, clock.today())
    return [_document(row, around) for row in rows]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What a batch of products shares, by id."""

    categories: Mapping[int, Row[Any]]
    regions: Mapping[int, Row[Any]]
    certifications: Mapping[int, list[tuple[str, str]]]
    deltas: Mapping[int, int]
    brands: Mapping[int, list[str]]
    outlets: Mapping[int, list[str]]

    def category_path(self, category_id: int) -> list[Row[Any]]:
        return _path(self.categories, category_id)

    def region_path(self, region_id: int) -> list[Row[Any]]:
        return _path(self.regions, region_id)


def _products() -> Any:
    return (
        select(
            Product.id,
            Product.enterprise_id,
            Product.category_id,
            Product.name,
            Product.summary,
            Product.description,
            Product.kind,
            Product.price_won,
            Product.tags,
            Product.sales_count,
            Product.rating_sum,
            Product.rating_count,
            func.coalesce(Product.published_at, Product.created_at).label("since"),
            Enterprise.name.label("maker"),
            Enterprise.region_id,
            Enterprise.delivery_fee_won,
            in_stock().label("in_stock"),
            last_closing().label("closes_at"),
        )
        .join(Product.enterprise)
        .where(on_sale())
        .order_by(Product.id)
    )


def _read_surroundings(rows: Sequence[Row[Any]], day: date) -> _Surroundings:
    product_ids = [row.id for row in rows]
    return _Surroundings(
        categories=_tree(select(Category.id, Category.parent_id, Category.code, Category.name)),
        regions=_tree(select(Region.id, Region.parent_id, Region.code, Region.name)),
        certifications=_read_certifications({row.enterprise_id for row in rows}, day),
        deltas=_read_deltas(product_ids),
        brands=read_labels(Facet.BRAND, product_ids, day),
        outlets=read_labels(Facet.OUTLET, product_ids, day),
    )


def _document(row: Row[Any], around: _Surroundings) -> ProductDocument:
    categories = around.category_path(row.category_id)
    regions = around.region_path(row.region_id)
    held = around.certifications.get(row.enterprise_id, [])
    price = None if row.price_won is None else row.price_won + around.deltas.get(row.id, 0)
    return ProductDocument(
        id=row.id,
        enterprise_id=row.enterprise_id,
        title=row.name,
        maker=row.maker,
        category_names=tuple(category.name for category in categories),
        tags=tuple(row.tags),
        description=f"{row.summary}\n{row.description}",
        price_won=price,
        created_at=row.since,
        sales_count=row.sales_count,
        rating_sum=row.rating_sum,
        rating_count=row.rating_count,
        facets={
            Facet.CATEGORY: tuple(category.code for category in categories),
            Facet.CERTIFICATION: tuple(code for code, _ in held),
            Facet.REGION: tuple(region.code for region in regions),
            Facet.BRAND: tuple(around.brands.get(row.id, ())),
            Facet.OUTLET: tuple(around.outlets.get(row.id, ())),
            Facet.KIND: (row.kind.value,),
            Facet.EXTRA: tuple(_extras(row, {code for code, _ in held})),
        },
        context=(
            *(region.name for region in regions),
            *(name for _, name in held),
            *KIND_WORDS[row.kind],
        ),
        closes_at=row.closes_at,
    )


def _extras(row: Row[Any], held: set[str]) -> Iterator[str]:
    if row.in_stock or row.price_won is None:  # a quote can always be asked for
        yield IN_STOCK
    if FAIR_TRADE in held:
        yield FAIR_TRADE
    if row.delivery_fee_won == 0:
        yield FREE_DELIVERY


def _read_certifications(enterprise_ids: set[int], day: date) -> dict[int, list[tuple[str, str]]]:
    """Code and name of each kind an enterprise holds on `day`, each kind once."""
    query = (
        select(Certification.enterprise_id, CertificationKind.code, CertificationKind.name)
        .join(CertificationKind, CertificationKind.id == Certification.kind_id)
        .where(Certification.enterprise_id.in_(enterprise_ids), holding_on(day))
        .distinct()
        .order_by(Certification.enterprise_id, CertificationKind.code)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for enterprise_id, code, name in db.session.execute(query):
        found.setdefault(enterprise_id, []).append((code, name))
    return found


def _read_deltas(product_ids: Sequence[int]) -> dict[int, int]:
    """What the cheapest active option adds to the price, as the card shows it."""
    query = (
        select(ProductOption.product_id, func.min(ProductOption.price_delta_won))
        .where(ProductOption.product_id.in_(product_ids), ProductOption.is_active)
        .group_by(ProductOption.product_id)
    )
    return {product_id: int(delta) for product_id, delta in db.session.execute(query)}


def _tree(query: Any) -> dict[int, Row[Any]]:
    return {row.id: row for row in db.session.execute(query)}


def _path(rows: Mapping[int, Row[Any]], leaf_id: int | None) -> list[Row[Any]]:
    """A row and its parents, nearest first."""
    path: list[Row[Any]] = []
    while leaf_id is not None and len(path) < 5:
        path.append(rows[leaf_id])
        leaf_id = rows[leaf_id].parent_id
    return path
