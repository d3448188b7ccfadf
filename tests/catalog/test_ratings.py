"""Means from whole sums, and the written rule by which stars order a listing."""

from __future__ import annotations

import pytest
from flask import Flask

from marketplace.catalog.listing import Wanted, list_ids
from marketplace.catalog.ratings import add_rating, mean_text, place_of
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.search import worker
from marketplace.search.queries import find_products
from marketplace.search.request import SearchRequest, Sort
from tests.support import factories
from tests.support.search_index import forget_index


@pytest.mark.parametrize(
    ("rating_sum", "count", "said"),
    [
        *((0, 0, None), (5, 1, "5.0"), (9, 2, "4.5"), (14, 3, "4.7"), (1, 1, "1.0")),
        *((85, 20, "4.3"), (84, 20, "4.2"), (4_999_999, 1_000_000, "5.0")),
    ],
)
def test_the_mean_has_one_decimal_halves_rounded_up(
    rating_sum: int, count: int, said: str | None
) -> None:
    assert mean_text(rating_sum, count) == said


def test_one_five_does_not_beat_many_that_are_nearly_five() -> None:
    twenty_of_4_8 = place_of(96, 20)
    assert place_of(5, 1) < twenty_of_4_8
    assert place_of(10, 2) < twenty_of_4_8
    # but a hundred fives do, and one bad word does not bury a good product
    assert place_of(500, 100) > twenty_of_4_8
    assert place_of(97, 21) > place_of(5, 1)


class TestListing:
    def test_index_and_database_order_alike_and_page_without_gaps(self, app: Flask) -> None:
        forget_index(app)
        with transaction():
            rated = [(96, 20), (5, 1), (1, 1), (0, 0), (0, 0), (5, 1), (40, 10)]
            ids = [factories.product().id for _ in rated]
            for product_id, (stars, count) in zip(ids, rated, strict=True):
                add_rating(product_id, stars, count)
        expected = [ids[n] for n in (0, 5, 1, 6, 2, 4, 3)]
        assert list(list_ids(Wanted(), "rating").items) == expected
        assert self.pages_of_the_database() == expected
        worker.rebuild()
        found = find_products(SearchRequest(clock.today(), sort=Sort.RATING))
        assert (list(found.ids), found.degraded) == (expected, False)
        forget_index(app)

    def pages_of_the_database(self) -> list[int]:
        seen: list[int] = []
        cursor: str | None = None
        while True:
            page = list_ids(Wanted(), "rating", cursor, 2)
            seen += page.items
            cursor = page.next_cursor
            if cursor is None:
                return seen
