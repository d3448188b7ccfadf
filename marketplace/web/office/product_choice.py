"""Finding one product among all: by name or maker, twenty at a time."""

from __future__ import annotations

from typing import Any

from flask import request
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalog.models import Product, ProductOption, ProductStatus
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.pagination import LARGEST_INTEGER
from marketplace.core.text import T
from marketplace.enterprises.models import Enterprise

MOST = 20


def choices_for(chosen_id: int | None) -> dict[str, Any]:
    """What a page that asks for a product shows: the words, what they found, the choice."""
    words = request.args.get("q", "").strip()[:80]
    chosen = _load(chosen_id or request.args.get("product", type=int))
    return {"words": words, "found": _find(words) if words else [], "chosen": chosen}


def _find(words: str) -> list[Product]:
    like = f"%{words.replace('%', '').replace('_', '')}%"
    query = (
        select(Product)
        .join(Enterprise, Enterprise.id == Product.enterprise_id)
        .where(
            Product.status == ProductStatus.PUBLISHED,
            or_(Product.name.ilike(like), Enterprise.name.ilike(like)),
        )
        .options(joinedload(Product.enterprise))
        .order_by(Product.name, Product.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def _load(product_id: int | None) -> Product | None:
    if product_id is None or not 0 < product_id <= LARGEST_INTEGER:
        return None
    query = (
        select(Product)
        .where(Product.id == product_id, Product.status == ProductStatus.PUBLISHED)
        .options(
            joinedload(Product.enterprise),
            selectinload(Product.options).joinedload(ProductOption.stock),
        )
    )
    product: Product | None = db.session.scalar(query)
    return product


def published_product(product_id: int | None) -> Product:
    """The chosen product; raises Invalid when it is not for sale any more."""
    product = _load(product_id)
    if product is None:
        said = T("판매 중인 상품이 아닙니다. 다시 찾아 주세요.")
        raise Invalid(said, {"product_id": [said]})
    return product


def option_of(product: Product, option_id: int | None) -> ProductOption:
    """The chosen option of a product; raises Invalid for another product's."""
    for option in product.options:
        if option.id == option_id:
            return option
    said = T("상품의 선택지를 골라 주세요.")
    raise Invalid(said, {"option_id": [said]})
