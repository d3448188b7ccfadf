"""Listings for tests: a published one with everything a buyer must be told."""

from __future__ import annotations

from typing import Any

from marketplace.catalog.models import Product, ProductKind, ProductPicture
from marketplace.catalog.notices import notice_items
from marketplace.catalog.service import Listing
from marketplace.core.database import db
from marketplace.core.money import VatClass
from marketplace.enterprises.models import Enterprise
from marketplace.media.checking import check_picture
from marketplace.media.pictures import receive_picture
from tests.support import factories
from tests.support.pictures import photo


def said(**changes: Any) -> Listing:
    """What a seller types."""
    given: dict[str, Any] = {
        "name": "쑥비누",
        "summary": "쑥을 말려 넣은 비누",
        "description": "한 달을 말려요.",
        "category_id": factories.category().id,
        "kind": ProductKind.GOODS,
        "price_won": 9000,
        "vat_class": VatClass.TAXABLE,
        "unit": "100g",
        "origin": "국내산",
        "lead_days": 2,
        "min_quantity": 1,
        "tags": ["비누", "쑥"],
    }
    return Listing(**{**given, **changes})


def complete(seller: Enterprise | None = None, **values: Any) -> Product:
    """A published listing with picture, description and notice; one option, 10 units."""
    product = factories.product(seller, description="한 달을 말려요.", **values)
    answers = {item.key: "답" for item in notice_items(product.category.notice_schema)}
    product.notice = answers
    picture = receive_picture(photo(800, 600), "비누 한 개", None)
    db.session.add(ProductPicture(product_id=product.id, picture_id=picture.id))
    db.session.flush()
    db.session.refresh(product)
    return product


CHECKED = check_picture(photo(900, 700, colour="green"))
