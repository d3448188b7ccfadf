"""Facets that packages above search own: they say which products carry which code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import Select

from marketplace.core.database import db
from marketplace.search.documents import Facet

Pairs = Callable[[date], Select[int, str]]

LABELLERS: dict[Facet, Pairs] = {}


def labels(facet: Facet) -> Callable[[Pairs], Pairs]:
    """Declare who selects (product id, code) of a facet for a day; the columns' order counts."""

    def declare(pairs: Pairs) -> Pairs:
        LABELLERS[facet] = pairs
        return pairs

    return declare


def read_labels(facet: Facet, product_ids: Sequence[int], day: date) -> dict[int, list[str]]:
    """The codes of some products; empty for a facet nobody declared."""
    if facet not in LABELLERS:
        return {}
    pairs = LABELLERS[facet](day).subquery()
    rows = db.session.execute(
        pairs.select().where(pairs.c[0].in_(product_ids)).order_by(pairs.c[0], pairs.c[1])
    )
    found: dict[int, list[str]] = {}
    for product_id, code in rows:
        found.setdefault(product_id, []).append(code)
    return found
