"""Answering a listing: ids from search, their cards in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marketplace.catalog.queries import CardRow, read_cards
from marketplace.core.errors import Invalid
from marketplace.search.queries import find_products
from marketplace.search.request import SearchResult
from marketplace.web.store.asking import Asked


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a listing: what search said, and the cards of it."""

    asked: Asked
    result: SearchResult
    rows: Sequence[CardRow]


def find(asked: Asked) -> Found:
    """The page asked for; the first one when its cursor belongs to another question."""
    try:
        result = find_products(asked.search_request())
    except Invalid as error:
        if asked.cursor is None or "cursor" not in error.fields:
            raise
        return find(replace(asked, cursor=None))
    return Found(asked, result, read_cards(result.ids))
