"""Shares add up to the whole, corrections leave where they came from, few sellers are seen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.database import transaction
from marketplace.procurement.correcting import correct_record
from marketplace.procurement.overview.rows import each_row, page_rows, sum_rows
from marketplace.procurement.overview.selecting import UNKNOWN, Channel, Selection, Share
from marketplace.procurement.overview.shares import divide, mean_won, median_won, read_shares
from marketplace.procurement.standing import institution_standing
from tests.procurement.purchasing import accepted, make_scene
from tests.procurement.quota.ledger import bought, uncounted
from tests.support import factories
from tests.support.statements import counting

YEAR = 2026


def test_divides_by_everything_and_opens_the_rows_behind(app: Flask) -> None:
    scene = make_scene(year=YEAR)
    (own,) = accepted(scene)
    day = own.counted_on
    with transaction():
        far = factories.enterprise(region_id=factories.region("부산", "busan").id)
        bought(scene.place, day, 60_000, enterprise_id=far.id, seller_business_number="1234567890")
        bought(scene.place, day, 18_000, seller_name="모르는 기업")
        uncounted(scene.place, day, 500_000)
    body_id = scene.body.id
    with counting(app) as sent:
        found = read_shares(body_id, day.year)
    assert len(sent) == 1
    assert found.counted_won == 100_000 == institution_standing(scene.body.id).counted_won
    for share, parts in found.parts.items():
        assert sum(each.counted_won for each in parts) == found.counted_won, share
        for part in parts:
            asked = Selection(scene.body.id, day.year, counts=True, within=((share, part.code),))
            assert sum_rows(asked).counted_won == part.counted_won
            assert len(page_rows(asked).items) == part.record_count
    channels = {each.code: each.percent for each in found.parts[Share.CHANNEL]}
    assert channels == {Channel.OUTSIDE: Decimal("78.0"), Channel.PLATFORM: Decimal("22.0")}
    assert {each.code for each in found.parts[Share.CATEGORY]} == {"living", UNKNOWN}


def test_a_correction_leaves_the_channel_it_came_from(app: Flask) -> None:
    scene = make_scene(year=YEAR)
    (own,) = accepted(scene)
    with transaction():
        correct_record(own.id, "반품")
    found = read_shares(scene.body.id, own.counted_on.year)
    (channel,) = found.parts[Share.CHANNEL]
    assert (channel.code, channel.counted_won, channel.percent) == (Channel.PLATFORM, 0, None)
    assert found.concentration.seller_count == 0


def test_rows_come_in_pages_and_all(app: Flask) -> None:
    with transaction():
        place = factories.department()
        for day in range(1, 8):
            bought(place, date(YEAR, 3, day), 1_000)
        bought(place, date(YEAR, 4, 1), 1_000)
    asked = Selection(place.institution_id, YEAR, place.id, month=3)
    first = page_rows(asked, limit=4)
    second = page_rows(asked, first.next_cursor, limit=4)
    days = [each.record.counted_on.day for each in (*first.items, *second.items)]
    assert days == [7, 6, 5, 4, 3, 2, 1]
    assert second.next_cursor is None
    assert [each.record.counted_on.day for each in each_row(asked)] == days[::-1]
    assert sum_rows(asked).record_count == 7


groups = st.lists(
    st.tuples(
        st.lists(st.sampled_from("ab"), min_size=len(Share), max_size=len(Share)),
        st.just("기업"),
        st.integers(-1000, 10**9),
        st.integers(1, 5),
    ),
    max_size=12,
)


@given(groups, st.randoms())
def test_parts_are_the_whole_in_any_order(
    given_groups: list[tuple[list[str], str, int, int]], chance: object
) -> None:
    found = divide(given_groups)
    shuffled = list(given_groups)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert divide(shuffled) == found
    for parts in found.parts.values():
        assert sum(each.counted_won for each in parts) == found.counted_won
    if found.concentration.hhi is not None:
        assert 0 < found.concentration.hhi <= 10_000


def sold(*amounts: int) -> list[tuple[list[str], str, int, int]]:
    filler = ["x"] * (len(Share) - 1)
    return [([*filler, f"s{n}"], f"기업{n}", won, 1) for n, won in enumerate(amounts)]


def test_concentration_of_one_many_and_few_sellers() -> None:
    assert divide(sold(100)).concentration.hhi == 10_000
    even = divide(sold(*[10] * 10)).concentration
    assert (even.hhi, even.level, even.top_percent) == (1_000, "low", Decimal("50.0"))
    few = divide(sold(50, 30, 20)).concentration
    assert (few.hhi, few.level) == (3_800, "high")
    assert divide([]).concentration.level == ""


def test_means_and_medians() -> None:
    assert (mean_won([1, 2]), mean_won([]), median_won([1, 9, 2]), median_won([])) == (
        2,
        None,
        2,
        None,
    )
