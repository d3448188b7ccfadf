"""Orders as pairs of whole numbers, so that a page begins after a pair and not at an offset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from marketplace.core import clock
from marketplace.search.answering import Bands
from marketplace.search.fields import NO_PRICE
from marketplace.search.numbers import Numbers
from marketplace.search.postings import DocNumbers
from marketplace.search.request import MAX_PRICE_WON, Sort
from marketplace.search.snapshot import Mask, Snapshot

# How a default-order key is laid out: 8 bits of band, 1 of stock, 22 of round, 32 of turn.
BAND_SHIFT, STOCK_SHIFT, ROUND_SHIFT = 55, 54, 32
LAST_ROUND = (1 << 22) - 1
TOP_BAND = 255


@dataclass(frozen=True, slots=True)
class Ordered:
    """Documents with their place: ascending (key, tie); `tie` is the id, newest first."""

    documents: DocNumbers
    keys: Numbers
    ties: Numbers

    def page(self, after: tuple[int, int] | None, limit: int) -> Ordered:
        """The next `limit` documents after a place, in order."""
        chosen = np.arange(len(self.keys)) if after is None else self._beyond(*after)
        if len(chosen) > limit:
            edge = np.partition(self.keys[chosen], limit - 1)[limit - 1]
            chosen = chosen[self.keys[chosen] <= edge]
        best = np.lexsort((self.ties[chosen], self.keys[chosen]))[:limit]
        at = chosen[best]
        return Ordered(self.documents[at], self.keys[at], self.ties[at])

    def _beyond(self, key: int, tie: int) -> NDArray[np.int64]:
        later = (self.keys > key) | ((self.keys == key) & (self.ties > tie))
        return np.flatnonzero(later)


def ordered(snapshot: Snapshot, mask: Mask, bands: Bands, sort: Sort, day: date) -> Ordered:
    """The masked documents with the keys of an order."""
    if sort is Sort.RELEVANCE:
        documents = snapshot.by_enterprise[mask[snapshot.by_enterprise]]
        keys = mixed_keys(snapshot, documents, bands, day)
    else:
        documents = np.flatnonzero(mask).astype(np.int32)
        keys = _plain_keys(snapshot, documents, sort)
    return Ordered(documents, keys, -snapshot.ids[documents])


def mixed_keys(snapshot: Snapshot, documents: DocNumbers, bands: Bands, day: date) -> Numbers:
    """The default order: bands first; in a band each enterprise once, then each once more.

    So two products of one enterprise follow each other in a band only where a round ends or
    nobody else is left, however many products it lists. Who begins a round changes with the
    day. What is sold out comes after everything else of its band. `documents` come by
    enterprise with its best sold first.
    """
    band = TOP_BAND - bands[documents].astype(np.int64)
    sold_out = ~snapshot.in_stock(clock.now())[documents]
    group = (band << 1 | sold_out).astype(np.uint16)
    by_group = np.argsort(group, kind="stable")
    rounds = np.empty(len(documents), np.int64)
    rounds[by_group] = _places(group[by_group], snapshot.enterprises[documents[by_group]])
    turns = turn_of(snapshot.enterprises[documents], day)
    stock = sold_out.astype(np.int64) << STOCK_SHIFT
    return band << BAND_SHIFT | stock | np.minimum(rounds, LAST_ROUND) << ROUND_SHIFT | turns


def turn_of(enterprises: Numbers, day: date) -> Numbers:
    """A 32-bit number for each enterprise that is drawn anew every day (splitmix64)."""
    mixed = enterprises.astype(np.uint64) + np.uint64(day.toordinal() * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(32)).astype(np.int64)


def _places(groups: NDArray[np.uint16], enterprises: Numbers) -> NDArray[np.int64]:
    """For rows sorted by group and enterprise: how many of the same came before each."""
    if not len(groups):
        return np.empty(0, np.int64)
    begins = np.ones(len(groups), np.bool_)
    begins[1:] = (groups[1:] != groups[:-1]) | (enterprises[1:] != enterprises[:-1])
    rows = np.arange(len(groups))
    return rows - np.maximum.accumulate(np.where(begins, rows, 0))


def _plain_keys(snapshot: Snapshot, documents: DocNumbers, sort: Sort) -> Numbers:
    """Newest, cheapest, dearest, best sold or best rated first; without a price or stars last."""
    if sort is Sort.NEW:
        return -snapshot.created[documents]
    if sort is Sort.SALES:
        return -snapshot.sales[documents]
    if sort is Sort.RATING:
        return -snapshot.ratings[documents]
    prices = snapshot.prices[documents]
    keys = prices if sort is Sort.PRICE_ASC else -prices
    return np.where(prices == NO_PRICE, MAX_PRICE_WON + 1, keys)
