"""Which products fit the filters, and how many each further choice would leave."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from marketplace.core import clock
from marketplace.search.documents import IN_STOCK, Facet
from marketplace.search.fields import NO_PRICE
from marketplace.search.request import FacetCount, Filters
from marketplace.search.snapshot import Mask, Snapshot

# Choosing two of these asks for both; choosing two of any other facet asks for either.
ALL_MUST_HOLD = frozenset({Facet.EXTRA})


class Filtered:
    """The products that answer a question, seen through its filters."""

    def __init__(self, snapshot: Snapshot, answering: Mask, filters: Filters) -> None:
        self.snapshot = snapshot
        self.filters = filters
        self._base = answering & _fits_numbers(snapshot, filters)
        self._masks = {
            Facet(name): _fits_facet(snapshot, Facet(name), codes)
            for name, codes in filters.asked()
        }

    def mask(self, without: Facet | None = None) -> Mask:
        """The products that fit every filter, or every one but a facet's own."""
        out = self._base
        for facet, fits in self._masks.items():
            if facet is not without:
                out = out & fits
        return out

    def counts(self) -> dict[Facet, list[FacetCount]]:
        """For each facet, what choosing a code would find beside the other filters.

        A facet's own filter is left aside, so its other codes keep their counts; not so
        where all chosen codes must hold. Most frequent first; chosen ones always stand.
        """
        whole = np.flatnonzero(self.mask())
        return {facet: self._count(facet, whole) for facet in Facet}

    def _count(self, facet: Facet, whole: NDArray[np.intp]) -> list[FacetCount]:
        own = facet in self._masks and facet not in ALL_MUST_HOLD
        seen = np.flatnonzero(self.mask(without=facet)) if own else whole
        found = self.snapshot.facets[facet].counts(seen)
        if facet is Facet.EXTRA and IN_STOCK in found:
            found[IN_STOCK] = int(self.snapshot.in_stock(clock.now())[seen].sum())
        chosen = set(self.filters.facets.get(facet, ()))
        codes = sorted(found.keys() | chosen, key=lambda code: (-found.get(code, 0), code))
        return [FacetCount(code, found.get(code, 0), code in chosen) for code in codes]


def _fits_facet(snapshot: Snapshot, facet: Facet, codes: Iterable[str]) -> Mask:
    column = snapshot.facets[facet]
    if facet not in ALL_MUST_HOLD:
        return column.documents_of(codes)
    out = np.ones(snapshot.size, np.bool_)
    for code in codes:
        in_stock = code == IN_STOCK and facet is Facet.EXTRA
        out &= snapshot.in_stock(clock.now()) if in_stock else column.documents_of([code])
    return out


def _fits_numbers(snapshot: Snapshot, filters: Filters) -> Mask:
    out = np.ones(snapshot.size, np.bool_)
    if filters.min_price is not None or filters.max_price is not None:
        out &= snapshot.prices != NO_PRICE
    if filters.min_price is not None:
        out &= snapshot.prices >= filters.min_price
    if filters.max_price is not None:
        out &= snapshot.prices <= filters.max_price
    if filters.enterprise_id is not None:
        out &= snapshot.enterprises == filters.enterprise_id
    return out
