"""Every product with its options, first stock and product-information notice."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.catalog.models import (
    Category,
    Product,
    ProductKind,
    ProductOption,
    ProductStatus,
    Stock,
    StockMove,
    StockMoveKind,
)
from marketplace.catalog.notices import notice_items
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.money import VatClass
from marketplace.demo.entries import EnterpriseEntry, OptionEntry, ProductEntry
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import enterprises, read
from marketplace.demo.sellers import get_enterprise
from marketplace.search import outbox


def list_products(watcher: Watcher) -> None:
    """List what each enterprise sells; what stands there by its name is left as it is."""
    for entry in watched(enterprises(), watcher, "상품과 서비스"):
        with transaction():
            made = [
                _list_one(entry, product)
                for product in entry.products
                if find_product(entry.slug, product.name) is None
            ]
            outbox.enqueue(*(product.id for product in made))


def find_product(slug: str, name: str) -> Product | None:
    """The product of an enterprise by its name."""
    query = select(Product).filter_by(enterprise_id=get_enterprise(slug).id, name=name)
    product: Product | None = db.session.scalar(query)
    return product


def get_product(slug: str, name: str) -> Product:
    """The product of an enterprise by its name, which an earlier step listed."""
    query = select(Product).filter_by(enterprise_id=get_enterprise(slug).id, name=name)
    return db.session.scalars(query).one()


def get_option(slug: str, name: str, option: str = "") -> ProductOption:
    """An option by its name; the first one when no name is said."""
    options = get_product(slug, name).options
    return next(o for o in options if not option or o.name == option)


def _list_one(seller: EnterpriseEntry, entry: ProductEntry) -> Product:
    category = db.session.scalars(select(Category).filter_by(code=entry.category)).one()
    with clock.frozen(_first_day(seller, entry)):
        product = _product(seller, entry, category)
        db.session.add(product)
        db.session.flush()
        for position, option in enumerate(entry.sellable):
            _stock_up(product, option, position)
        audit.record("product:listed", product, name=product.name)
    return product


def _first_day(seller: EnterpriseEntry, entry: ProductEntry) -> datetime:
    # By chance that always falls the same, so that "newest" shows many enterprises, not one.
    chance = Random(f"{seller.slug}:{entry.name}")
    return clock.now() - timedelta(days=chance.randrange(4, 420), minutes=chance.randrange(1440))


def _product(seller: EnterpriseEntry, entry: ProductEntry, category: Category) -> Product:
    status = ProductStatus(entry.status)
    return Product(
        enterprise_id=get_enterprise(seller.slug).id,
        category_id=category.id,
        name=entry.name,
        summary=entry.summary,
        description=entry.description,
        kind=ProductKind(entry.kind),
        status=status,
        price_won=entry.price_won,
        vat_class=VatClass(entry.vat_class),
        unit=entry.unit,
        origin=entry.origin,
        lead_days=entry.lead_days,
        min_quantity=entry.min_quantity,
        tags=list(entry.tags),
        notice=notice_of(category.notice_schema, seller, entry),
        published_at=clock.now() if status is ProductStatus.PUBLISHED else None,
    )


def _stock_up(product: Product, entry: OptionEntry, position: int) -> None:
    option = ProductOption(
        product_id=product.id,
        name=entry.name,
        price_delta_won=entry.price_delta_won,
        position=position,
    )
    db.session.add(option)
    db.session.flush()
    if entry.stock is None:
        return
    db.session.add(Stock(option_id=option.id, available=entry.stock))
    db.session.add(
        StockMove(
            option_id=option.id,
            kind=StockMoveKind.RECEIVED,
            quantity=entry.stock,
            reference="demo:first-stock",
        )
    )


def notice_of(schema: str, seller: EnterpriseEntry, entry: ProductEntry) -> dict[str, str]:
    """What the product says under each item of its notice schema."""
    said, facts = read("notices"), _facts(seller, entry)
    return {item.key: said[item.key].format(**facts) for item in notice_items(schema)}


def _facts(seller: EnterpriseEntry, entry: ProductEntry) -> dict[str, object]:
    return {
        "name": entry.name,
        "summary": entry.summary,
        "unit": entry.unit,
        "made_of": entry.made_of or "상품 설명 참조",
        "origin": entry.origin or "대한민국",
        "options": ", ".join(option.name for option in entry.options) or "상품 그림 참조",
        "lead_days": entry.lead_days,
        "enterprise": seller.name,
        "representative": seller.representative,
        "address": seller.address,
        "phone": seller.phone,
    }
