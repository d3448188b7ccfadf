"""What the product resource says, put together from rows without a query of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from marketplace.catalog.models import Product, ProductKind, ProductOption
from marketplace.catalog.queries import CardRow
from marketplace.catalog.ratings import mean_text
from marketplace.core import clock
from marketplace.enterprises.models import Enterprise
from marketplace.search.documents import FAIR_TRADE, FREE_DELIVERY, IN_STOCK, Facet
from marketplace.search.request import FacetCount
from marketplace.web.cards import PRODUCTS
from marketplace.web.directory import Directory, Named, directory
from marketplace.web.images import Image, image_from, image_of

KINDS = {
    ProductKind.GOODS.value: Named("goods", "상품", "Goods"),
    ProductKind.SERVICE.value: Named("service", "서비스", "Service"),
    ProductKind.EXPERIENCE.value: Named("experience", "체험", "Experience"),
}
EXTRAS = {
    IN_STOCK: Named(IN_STOCK, "바로 살 수 있음", "Available now"),
    FAIR_TRADE: Named(FAIR_TRADE, "공정무역", "Fair trade"),
    FREE_DELIVERY: Named(FREE_DELIVERY, "무료 배송", "Free delivery"),
}


def items_of_cards(cards: Iterable[CardRow], names: Directory) -> list[dict[str, Any]]:
    """Products in a list."""
    return [_item(card, names) for card in cards]


def _item(card: CardRow, names: Directory) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "kind": card.kind,
        "price_won": card.price_won,
        "has_dearer_options": card.has_dearer,
        "unit": card.unit,
        "in_stock": card.in_stock,
        "rating_average": mean_text(card.rating_sum, card.rating_count),
        "rating_count": card.rating_count,
        "enterprise": {
            "id": card.enterprise_id,
            "name": card.enterprise_name,
            "region": card.region_name,
            "certifications": certifications_of(card.certification_codes, names),
        },
        "picture": _card_picture(card),
        "url": f"{PRODUCTS}{card.id}",
    }


def whole_product(product: Product) -> dict[str, Any]:
    """A product as `get_product_on_sale` loads it."""
    active = [option for option in product.options if option.is_active]
    prices = [option.price_won for option in active if option.price_won is not None]
    names = directory()
    images = [image for each in product.pictures if (image := image_of(each.picture))]
    return {
        "id": product.id,
        "name": product.name,
        "kind": product.kind,
        "price_won": min(prices, default=product.price_won),
        "has_dearer_options": len(set(prices)) > 1,
        "unit": product.unit,
        "in_stock": any(_can_be_had(option, product.min_quantity) for option in active),
        "rating_average": mean_text(product.rating_sum, product.rating_count),
        "rating_count": product.rating_count,
        "enterprise": _seller(product.enterprise, names),
        "picture": images[0] if images else None,
        "url": f"{PRODUCTS}{product.id}",
        "summary": product.summary,
        "description": product.description,
        "category": _category_path(product.category.code, names),
        "tags": product.tags,
        "origin": product.origin,
        "vat_class": product.vat_class,
        "min_quantity": product.min_quantity,
        "lead_days": product.lead_days,
        "options": [
            {
                "id": option.id,
                "name": option.name,
                "price_won": option.price_won,
                "in_stock": _can_be_had(option, product.min_quantity),
            }
            for option in active
        ],
        "pictures": images,
    }


def facet_values(
    counts: Mapping[Facet, Sequence[FacetCount]], names: Directory
) -> dict[str, list[dict[str, Any]]]:
    """Counts of every facet with the names of their codes."""
    known: dict[Facet, Mapping[str, Named]] = {
        Facet.CATEGORY: names.categories,
        Facet.CERTIFICATION: names.certifications,
        Facet.REGION: names.regions,
        Facet.BRAND: names.brands,
        Facet.OUTLET: names.outlets,
        Facet.KIND: KINDS,
        Facet.EXTRA: EXTRAS,
    }
    return {
        facet.value: [_counted(each, known[facet]) for each in counts.get(facet, ())]
        for facet in Facet
    }


def certifications_of(held: Iterable[str], names: Directory) -> list[Named]:
    """The kinds behind codes, each once, in the order badges stand."""
    codes = set(held)
    return [kind for code, kind in names.certifications.items() if code in codes]


def _counted(found: FacetCount, names: Mapping[str, Named]) -> dict[str, Any]:
    named = names.get(found.code, Named(found.code, found.code, found.code))
    return {
        "code": named.code,
        "korean": named.korean,
        "english": named.english,
        "count": found.count,
        "chosen": found.chosen,
    }


def _seller(enterprise: Enterprise, names: Directory) -> dict[str, Any]:
    today = clock.today()
    held = [each.kind.code for each in enterprise.certifications if each.holds_on(today)]
    return {
        "id": enterprise.id,
        "name": enterprise.name,
        "region": enterprise.region.name,
        "certifications": certifications_of(held, names),
    }


def _category_path(code: str, names: Directory) -> list[Named]:
    path: list[Named] = []
    while code and len(path) < 5:
        path.insert(0, names.categories[code])
        code = names.categories[code].parent
    return path


def _can_be_had(option: ProductOption, min_quantity: int) -> bool:
    return option.stock is None or option.stock.available >= min_quantity


def _card_picture(card: CardRow) -> Image | None:
    if card.digest is None:
        return None
    return image_from(card.digest, card.width, card.height, card.alt)
