"""The default order: nobody is buried under a neighbour with a longer list."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

import pytest

from marketplace.search.builds import Builds
from marketplace.search.documents import IN_STOCK, Facet, ProductDocument
from marketplace.search.engine import Engine
from tests.search.conftest import DAY, ask, product, write

BIG, SMALL = 1, (2, 3, 4)


@pytest.fixture
def street(builds: Builds, engine: Engine) -> Engine:
    """One enterprise with forty soaps and three with one or two each."""
    many = [product(n, f"비누 {n}", enterprise=BIG, sales=n % 7) for n in range(1, 41)]
    few = [product(100 + n, f"비누 {n}", enterprise=SMALL[n % 3]) for n in range(5)]
    write(builds, many + few)
    return engine


def makers(engine: Engine, text: str = "비누", days: int = 0) -> list[int]:
    result = engine.search(ask(text, day=DAY + timedelta(days=days), limit=100))
    return [1 if number < 100 else SMALL[(number - 100) % 3] for number in result.ids]


class TestDefaultOrder:
    def test_shows_each_enterprise_once_before_any_twice(self, street: Engine) -> None:
        assert set(makers(street)[:4]) == {BIG, *SMALL}
        assert set(makers(street)[4:7]) == {BIG, 2, 3}

    def test_lets_nobody_follow_itself_while_others_wait(self, street: Engine) -> None:
        order = makers(street)
        while set(order) != {BIG}:
            assert order[0] != order[1] or order[1] != order[2]
            order = order[1:]

    def test_begins_with_another_enterprise_on_another_day(self, street: Engine) -> None:
        assert len({makers(street, days=n)[0] for n in range(30)}) == 4

    def test_is_the_same_all_day(self, street: Engine) -> None:
        assert makers(street) == makers(street)

    def test_shows_what_an_enterprise_sells_best(self, street: Engine) -> None:
        ids = street.search(ask("비누", limit=4)).ids
        best = next(number for number in ids if number < 100)
        assert best % 7 == 6
        assert best == 34  # the newest of those that sold six

    def test_puts_the_sold_out_after_the_rest_of_the_band(
        self, builds: Builds, engine: Engine
    ) -> None:
        write(
            builds,
            [
                product(1, "비누", enterprise=1, sales=90, facets={}),
                product(2, "비누", enterprise=1),
                product(3, "비누", enterprise=2),
                product(4, "비누통", enterprise=3),
            ],
        )
        assert engine.search(ask("비누")).ids[2:] == [1, 4]

    def test_mixes_everything_when_nothing_is_asked(self, street: Engine) -> None:
        assert set(makers(street, text="")[:4]) == {BIG, *SMALL}

    def test_agrees_with_a_plain_telling_of_the_rule(self, builds: Builds, engine: Engine) -> None:
        shelf = [
            product(n, "비누", enterprise=n * n % 11, sales=n % 3, facets=_stock(n % 5 > 0))
            for n in range(1, 120)
        ]
        write(builds, shelf)
        shown = engine.search(ask("비누", limit=200)).ids
        by_id = {p.id: p for p in shelf}
        told = sorted(shelf, key=lambda p: (not p.is_in_stock, _round(p, shelf)))
        rounds = [
            [p.enterprise_id for p in group]
            for _, group in groupby(told, key=lambda p: (p.is_in_stock, _round(p, shelf)))
        ]
        at = 0
        for members in rounds:
            seen = [by_id[number].enterprise_id for number in shown[at : at + len(members)]]
            assert sorted(seen) == sorted(members)
            at += len(members)
        assert at == len(shown)


def _stock(yes: bool) -> dict[Facet, tuple[str, ...]]:
    return {Facet.EXTRA: (IN_STOCK,)} if yes else {}


def _round(one: ProductDocument, shelf: list[ProductDocument]) -> int:
    """How many of the same enterprise and stock sell better, or are newer and sell the same."""
    return sum(
        other.enterprise_id == one.enterprise_id
        and other.is_in_stock == one.is_in_stock
        and (other.sales_count, other.id) > (one.sales_count, one.id)
        for other in shelf
    )
