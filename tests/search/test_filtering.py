"""Filters, counts, orders and pages against a plain telling of the same rules."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.core.errors import Invalid
from marketplace.search.builds import Builds
from marketplace.search.documents import IN_STOCK, Facet, ProductDocument
from marketplace.search.engine import Engine
from marketplace.search.filtering import ALL_MUST_HOLD
from marketplace.search.request import Filters, Sort
from tests.search.conftest import DAY, ask, product, update, write

CODES: dict[Facet, list[str]] = {
    Facet.CATEGORY: ["food", "food-tofu", "home", "home-soap"],
    Facet.CERTIFICATION: ["certified_social", "village", "cooperative"],
    Facet.REGION: ["seoul", "seoul-seongbuk", "ulsan"],
    Facet.BRAND: ["malirang", "handa"],
    Facet.OUTLET: ["hall", "corner", "kiosk"],
    Facet.KIND: ["goods", "service"],
    Facet.EXTRA: [IN_STOCK, "fair_trade", "free_delivery"],
}
WORDS = ["비누", "두부", "쿠키"]

facet_codes = st.fixed_dictionaries(
    {facet: st.sets(st.sampled_from(codes)).map(tuple) for facet, codes in CODES.items()}
)
shelves = st.lists(
    st.builds(
        lambda word, enterprise, price, sales, facets, stars: (
            *(word, enterprise, price, sales, facets),
            (sum(stars), len(stars)),
        ),
        st.sampled_from(WORDS),
        st.integers(1, 4),
        st.none() | st.integers(0, 6).map(lambda n: n * 1_000),
        st.integers(0, 3),
        facet_codes,
        st.lists(st.integers(1, 5), max_size=4),
    ),
    max_size=25,
).map(
    lambda rows: [
        product(n, w, enterprise=e, price=p, sales=s, facets=f, rated=r)
        for n, (w, e, p, s, f, r) in enumerate(rows, 1)
    ]
)
bounds = st.none() | st.integers(0, 6_000)
all_filters = st.builds(
    lambda facets, low, high, enterprise: (facets, low, high, enterprise),
    facet_codes | st.just({}),
    bounds,
    bounds,
    st.none() | st.integers(1, 4),
).filter(lambda f: f[1] is None or f[2] is None or f[1] <= f[2])


def fits(one: ProductDocument, filters: Filters, without: Facet | None = None) -> bool:
    """The rule, told product by product."""
    for facet, codes in filters.facets.items():
        if facet is without or not codes:
            continue
        carried = set(one.facets.get(facet, ())) & set(codes)
        if not carried or (facet in ALL_MUST_HOLD and carried != set(codes)):
            return False
    price, low, high = one.price_won, filters.min_price, filters.max_price
    if (low is not None or high is not None) and price is None:
        return False
    return (
        (low is None or (price or 0) >= low)
        and (high is None or (price or 0) <= high)
        and filters.enterprise_id in (None, one.enterprise_id)
    )


def stars_worth(one: ProductDocument) -> Fraction:
    """As if ten more people had given four stars; what nobody has rated is worth nothing."""
    if not one.rating_count:
        return Fraction(0)
    return Fraction(one.rating_sum + 40, one.rating_count + 10)


def sorted_ids(shelf: list[ProductDocument], sort: Sort) -> list[int]:
    dearest = 10**15
    keys = {
        Sort.NEW: lambda p: (-p.created_at.timestamp(), -p.id),
        Sort.SALES: lambda p: (-p.sales_count, -p.id),
        Sort.RATING: lambda p: (-stars_worth(p), -p.id),
        Sort.PRICE_ASC: lambda p: (dearest if p.price_won is None else p.price_won, -p.id),
        Sort.PRICE_DESC: lambda p: (dearest if p.price_won is None else -p.price_won, -p.id),
    }
    return [p.id for p in sorted(shelf, key=keys[sort])]


@pytest.fixture(scope="module")
def workshop() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        yield Engine(Path(folder))


relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class TestAgainstAPlainTelling:
    @relaxed
    @given(
        shelf=shelves,
        said=all_filters,
        word=st.sampled_from([*WORDS, ""]),
        sort=st.sampled_from(Sort),
    )
    def test_results_counts_and_order(
        self,
        workshop: Engine,
        shelf: list[ProductDocument],
        said: tuple[dict[Facet, tuple[str, ...]], int | None, int | None, int | None],
        word: str,
        sort: Sort,
    ) -> None:
        write(workshop.builds, shelf)
        filters = Filters(*said)
        answering = [p for p in shelf if word in p.title]
        left = [p for p in answering if fits(p, filters)]
        result = workshop.search(ask(word, filters=filters, sort=sort, limit=50))
        assert result.total == len(left)
        assert sorted(result.ids) == [p.id for p in left]
        if sort is not Sort.RELEVANCE:
            assert list(result.ids) == sorted_ids(left, sort)
        for facet in Facet:
            own = None if facet in ALL_MUST_HOLD else facet
            seen = [p for p in answering if fits(p, filters, without=own)]
            expected = Counter(code for p in seen for code in p.facets[facet])
            shown = {c.code: c.count for c in result.facets[facet] if c.count}
            assert shown == dict(expected)
            chosen = set(filters.facets.get(facet, ()))
            assert {c.code for c in result.facets[facet] if c.chosen} == chosen

    @relaxed
    @given(shelf=shelves, sort=st.sampled_from(Sort), limit=st.integers(1, 7))
    def test_pages_hold_everything_once(
        self, workshop: Engine, shelf: list[ProductDocument], sort: Sort, limit: int
    ) -> None:
        write(workshop.builds, shelf)
        whole = workshop.search(ask(sort=sort, limit=100)).ids
        assert pages(workshop, sort, limit) == list(whole)


def pages(engine: Engine, sort: Sort, limit: int, text: str = "") -> list[int]:
    out: list[int] = []
    cursor = None
    while True:
        result = engine.search(ask(text, sort=sort, limit=limit, cursor=cursor))
        assert 0 < len(result.ids) <= limit or result.next_cursor is None
        out += result.ids
        cursor = result.next_cursor
        if cursor is None:
            return out


class TestPages:
    @pytest.mark.parametrize("sort", Sort)
    def test_survive_changes_between_them(self, builds: Builds, engine: Engine, sort: Sort) -> None:
        shelf = [product(n, "비누", enterprise=n % 5, price=n % 4 * 1000) for n in range(1, 41)]
        write(builds, shelf)
        first = engine.search(ask("비누", sort=sort, limit=10))
        update(builds, product(99, "비누", enterprise=9), gone=[first.ids[0]])
        seen = list(first.ids)
        cursor = first.next_cursor
        while cursor:
            result = engine.search(ask("비누", sort=sort, limit=10, cursor=cursor))
            seen += result.ids
            cursor = result.next_cursor
        if sort is Sort.RELEVANCE:  # the removed one's neighbours of the same maker move up
            assert set(range(1, 41)) - set(seen) <= {
                n for n in range(1, 41) if n % 5 == seen[0] % 5
            }
        else:
            assert set(seen) >= set(range(1, 41))
        assert len(seen) == len(set(seen))

    def test_keep_their_day_past_midnight(self, builds: Builds, engine: Engine) -> None:
        write(builds, [product(n, "비누", enterprise=n) for n in range(1, 31)])
        today = engine.search(ask("비누", limit=30)).ids
        first = engine.search(ask("비누", limit=10))
        rest = engine.search(
            ask("비누", limit=20, cursor=first.next_cursor, day=DAY + timedelta(days=1))
        )
        assert [*first.ids, *rest.ids] == today

    @pytest.mark.parametrize(
        "cursor",
        [
            "x",
            "!!!",
            "비누",
            "W10",
            "bnVsbA",
            "WzEsMiwzLDRd",
            "A" * 5_000,
            "WyIxIiwyLDMsNF0",
            "W05hTiwxLDIsM10",
            "WzEsMiwxZTk5OSw0XQ",
        ],
    )
    def test_refuse_a_cursor_nobody_gave(self, builds: Builds, engine: Engine, cursor: str) -> None:
        write(builds, [product(1)])
        with pytest.raises(Invalid) as refused:
            engine.search(ask(cursor=cursor))
        assert "cursor" in refused.value.fields

    def test_refuse_the_cursor_of_another_question(self, builds: Builds, engine: Engine) -> None:
        write(builds, [product(n, "비누") for n in range(1, 10)])
        cursor = engine.search(ask("비누", limit=2)).next_cursor
        with pytest.raises(Invalid):
            engine.search(ask("천연", limit=2, cursor=cursor))
        with pytest.raises(Invalid):
            engine.search(ask("비누", limit=2, cursor=cursor, sort=Sort.NEW))


class TestFilters:
    @pytest.mark.parametrize(
        "said",
        [{"min_price": -1}, {"max_price": 10**13}, {"min_price": 2, "max_price": 1}],
    )
    def test_refuse_impossible_prices(self, said: dict[str, int]) -> None:
        with pytest.raises(Invalid):
            Filters(**said)

    def test_with_an_unknown_code_find_nothing(self, builds: Builds, engine: Engine) -> None:
        write(builds, [product(1)])
        filters = Filters({Facet.BRAND: ("nobody",)})
        assert engine.search(ask(filters=filters)).total == 0
