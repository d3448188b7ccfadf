"""What the index knows of one product: plain values, no database, no request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Facet(StrEnum):
    """A side of a product that people filter by and counts are shown for."""

    CATEGORY = "category"
    CERTIFICATION = "certification"
    REGION = "region"
    BRAND = "brand"
    OUTLET = "outlet"
    KIND = "kind"
    EXTRA = "extra"


# Codes of EXTRA: can be bought or asked for today; fairly traded; delivered without a fee.
IN_STOCK, FAIR_TRADE, FREE_DELIVERY = "in_stock", "fair_trade", "free_delivery"


@dataclass(frozen=True, slots=True)
class ProductDocument:
    """One product on sale as search sees it.

    `facets` holds codes: a category with all its parents, a region with its city, so that
    asking for the parent finds the child. `price_won` is None for quote only. `context` are
    words people add to a question: where the maker is, what it is certified as, 서비스.
    `closes_at` is when the last date of an experience closes: in stock until then.
    """

    id: int
    enterprise_id: int
    title: str
    maker: str
    category_names: tuple[str, ...]
    tags: tuple[str, ...]
    description: str
    price_won: int | None
    created_at: datetime
    sales_count: int
    facets: dict[Facet, tuple[str, ...]]
    context: tuple[str, ...] = ()
    rating_sum: int = 0
    rating_count: int = 0
    closes_at: datetime | None = None

    @property
    def is_in_stock(self) -> bool:
        return IN_STOCK in self.facets.get(Facet.EXTRA, ())
