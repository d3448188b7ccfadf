"""The listing without an index: slower and literal, so that the shop stays open."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Select, select

from marketplace.catalog import listing
from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.enterprises.models import Enterprise
from marketplace.search.analysis import question
from marketplace.search.documents import FAIR_TRADE, FREE_DELIVERY, IN_STOCK, Facet
from marketplace.search.labels import LABELLERS
from marketplace.search.request import Filters, SearchRequest, SearchResult


def list_plainly(request: SearchRequest) -> SearchResult:
    """Products whose name, summary or maker contain every word; no counts, no relevance.

    Relevance is newest first. Raises Invalid for a cursor that is not of this listing.
    """
    page = listing.list_ids(_wanted(request), request.sort.value, request.cursor, request.limit)
    return SearchResult(
        ids=page.items,
        total=page.total or 0,
        facets={facet: [] for facet in Facet},
        next_cursor=page.next_cursor,
        degraded=True,
    )


def _wanted(request: SearchRequest) -> listing.Wanted:
    filters = request.filters
    extras = filters.facets.get(Facet.EXTRA, ())
    certifications = filters.facets.get(Facet.CERTIFICATION, ())
    return listing.Wanted(
        text=" ".join(word.forms[-1] for word in question(request.text)),
        categories=filters.facets.get(Facet.CATEGORY, ()),
        certifications=certifications,
        regions=filters.facets.get(Facet.REGION, ()),
        kinds=filters.facets.get(Facet.KIND, ()),
        min_price=filters.min_price,
        max_price=filters.max_price,
        enterprise_id=filters.enterprise_id,
        in_stock=IN_STOCK in extras,
        among=tuple(_among(filters, extras)),
    )


def _among(filters: Filters, extras: tuple[str, ...]) -> Iterator[Select[int]]:
    """Ids of the products that fit what the catalogue does not know of."""
    for facet, pairs_on in LABELLERS.items():
        if codes := filters.facets.get(facet):
            pairs = pairs_on(clock.today()).subquery()
            yield select(pairs.c[0]).where(pairs.c[1].in_(codes))
    sellers = select(Product.id).join(Product.enterprise)
    for code in extras:
        if code == FREE_DELIVERY:
            yield sellers.where(Enterprise.delivery_fee_won == 0)
        elif code == FAIR_TRADE:
            yield sellers.where(Enterprise.id.in_(listing.holders((FAIR_TRADE,))))
        elif code != IN_STOCK:
            yield sellers.where(Product.id.is_(None))
