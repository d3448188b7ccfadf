"""Products: found by words and filters, and one whole."""

from __future__ import annotations

from typing import Any

from marketplace.catalog.queries import get_product_on_sale, read_cards
from marketplace.core import clock
from marketplace.search.documents import Facet
from marketplace.search.queries import find_products
from marketplace.search.request import Filters, SearchRequest
from marketplace.web.api.blueprint import api, may_be_missing, public
from marketplace.web.api.product_schemas import ProductPage, ProductQuery, ProductShape
from marketplace.web.api.product_values import facet_values, items_of_cards, whole_product
from marketplace.web.directory import directory


@api.route("/products")
@public
@api.arguments(ProductQuery, location="query")
@api.response(200, ProductPage)
def list_products(asked: dict[str, Any]) -> dict[str, Any]:
    """상품 찾기 · Find products."""
    filters = Filters(
        {facet: tuple(asked[facet.value]) for facet in Facet if asked[facet.value]},
        asked["min_price"],
        asked["max_price"],
    )
    found = find_products(
        SearchRequest(
            clock.today(), asked["q"], filters, asked["sort"], asked["cursor"], asked["limit"]
        )
    )
    names = directory()
    return {
        "items": items_of_cards(read_cards(found.ids), names),
        "total": found.total,
        "facets": facet_values(found.facets, names),
        "next_cursor": found.next_cursor,
        "corrected": found.corrected,
        "loosened": found.loosened,
        "degraded": found.degraded,
    }


@api.route("/products/<int(max=9223372036854775807):product_id>")
@public
@may_be_missing
@api.response(200, ProductShape)
def get_product(product_id: int) -> dict[str, Any]:
    """상품 하나 · One product on sale."""
    return whole_product(get_product_on_sale(product_id))
