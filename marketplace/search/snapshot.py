"""One generation of the index, opened once and never changed."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from marketplace.catalog.ratings import place_of
from marketplace.search.columns import FacetColumn, SegmentColumns
from marketplace.search.documents import IN_STOCK, Facet
from marketplace.search.fields import NUMBERS
from marketplace.search.numbers import Numbers
from marketplace.search.postings import DocNumbers

Mask = NDArray[np.bool_]
REMEMBERED_ANSWERS = 128  # each is one byte a product
REMEMBERED_RESULTS = 512


class Snapshot:
    """All segments of a generation side by side; document numbers run through them."""

    def __init__(self, storage: FileStorage, toc: TOC, known: Mapping[str, SegmentColumns]) -> None:
        """Open the segments of `toc` that are not `known` already.

        A reader of a segment copies its files into memory, so one that has not changed is
        never opened twice.
        """
        self.segments: dict[str, SegmentColumns] = {}
        self._offsets: list[int] = []
        self.size = 0
        for segment in toc.segments:
            name = segment.segment_id()
            self.segments[name] = known.get(name) or SegmentColumns(
                SegmentReader(storage, toc.schema, segment)
            )
            self._offsets.append(self.size)
            self.size += self.segments[name].size
        self.alive = self._alive(toc.segments)
        columns = [segment.numbers for segment in self.segments.values()]
        self._numbers = {name: _joined([c[name] for c in columns]) for name in NUMBERS}
        self.answers = Remembered(REMEMBERED_ANSWERS)
        self.results = Remembered(REMEMBERED_RESULTS)

    @property
    def ids(self) -> Numbers:
        return self._numbers["id"]

    @property
    def enterprises(self) -> Numbers:
        return self._numbers["enterprise"]

    @property
    def prices(self) -> Numbers:
        return self._numbers["price"]

    @property
    def created(self) -> Numbers:
        return self._numbers["created"]

    @property
    def sales(self) -> Numbers:
        return self._numbers["sales"]

    @cached_property
    def ratings(self) -> Numbers:
        """Where their stars put them, 0 for what nobody has rated (catalog/ratings.py)."""
        count = self._numbers["rating_count"]
        return np.where(count == 0, 0, place_of(self._numbers["rating_sum"], count))

    @cached_property
    def _closings(self) -> Numbers:
        """When products with dates close, ascending, in seconds."""
        closes = self._numbers["closes"]
        return np.sort(closes[(closes > 0) & self.alive])

    def count_closed(self, at: datetime) -> int:
        """How many products have closed by an instant: as it grows, answers change."""
        return int(np.searchsorted(self._closings, int(at.timestamp()), side="right"))

    def in_stock(self, at: datetime) -> Mask:
        """The products that can be had at an instant: their last date has not closed."""
        closes = self._numbers["closes"]
        closed = (closes > 0) & (closes <= int(at.timestamp()))
        return self.facets[Facet.EXTRA].documents_of([IN_STOCK]) & ~closed

    @cached_property
    def facets(self) -> dict[Facet, FacetColumn]:
        """Every facet over all segments."""
        parts = list(zip(self._offsets, self.segments.values(), strict=True))
        return {
            facet: FacetColumn([(o, segment.facets[facet]) for o, segment in parts], self.size)
            for facet in Facet
        }

    @cached_property
    def by_enterprise(self) -> DocNumbers:
        """Documents by enterprise, best sold first, newest id first: the order of its window."""
        order = np.lexsort((-self.ids, -self.sales, self.enterprises))
        return order.astype(np.int32)

    def documents(self, field: str, term: str) -> DocNumbers:
        """The documents that carry a term, ascending; some may be deleted."""
        parts = []
        for offset, segment in zip(self._offsets, self.segments.values(), strict=True):
            found = segment.documents(field, term)
            if len(found):
                parts.append(found + np.int32(offset))
        return np.concatenate(parts) if parts else np.empty(0, np.int32)

    def numbers_of(self, product_ids: Collection[int]) -> list[int]:
        """The document numbers under which products stand, alive ones only."""
        wanted = np.isin(self.ids, np.fromiter(product_ids, np.int64))
        return [int(number) for number in np.flatnonzero(wanted & self.alive)]

    def has(self, field: str, term: str) -> bool:
        """Whether any document alive carries a term."""
        return bool(self.alive[self.documents(field, term)].any())

    def terms_with_prefix(self, field: str, prefix: str, most: int = 2_000) -> Counter[str]:
        """Terms beginning with `prefix` with the number of documents of each."""
        found: Counter[str] = Counter()
        for segment in self.segments.values():
            found.update(dict(segment.terms_with_prefix(field, prefix, most)))
        return found

    def _alive(self, segments: list[Any]) -> Mask:
        alive = np.ones(self.size, np.bool_)
        for segment, offset in zip(segments, self._offsets, strict=True):
            alive[np.fromiter(segment.deleted_docs(), np.int64) + offset] = False
        return alive


class Remembered:
    """The last answers given, by question; safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._turn = Lock()

    def get(self, key: Any) -> Any:
        """What was kept under `key`, or None."""
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Any, value: Any) -> None:
        """Keep `value`, forgetting the one asked for longest ago when there are too many."""
        with self._turn:
            self._kept[key] = value
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _joined(parts: list[Numbers]) -> Numbers:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)
