"""Outlets: whose things stand there today, and what papers say beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.catalog.models import Product
from marketplace.channels.models import Outlet, Placement, PlacementTerms
from marketplace.channels.taking_part import stated_doubts
from marketplace.core import clock
from marketplace.core.database import transaction
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.statements import counting
from tests.web.store.conftest import Shop, option_of


def put(place: Outlet, product: Product, on_hand: int = 2, **values: date) -> Placement:
    values = {"starts_on": clock.today(), **values}
    return Placement(
        outlet_id=place.id,
        option_id=option_of(product),
        terms=PlacementTerms.CONSIGNMENT,
        on_hand=on_hand,
        **values,
    )


@pytest.fixture
def hall(app: Flask, shop: Shop) -> Outlet:
    with transaction() as session:
        place = factories.outlet(
            slug="hall",
            name="구청 이음가게",
            host="가상구청",
            operator="가상운영",
            address="가상로 1",
            opening_hours="평일 09:00–18:00",
            opened_on=date(2016, 4, 29),
            area_hundredths_m2=34200,
            stated_firms=119,
            stated_items=3300,
            source="우수사례 소개서",
        )
        session.add(put(place, shop.soap))
    return place


class TestOutletPage:
    def test_says_where_whose_and_when(self, client: FlaskClient, hall: Outlet) -> None:
        text = visible_text(client.get("/outlets/hall"))
        for words in (
            "가상로 1",
            "가상구청",
            "가상운영",
            "평일 09:00–18:00",
            "2016. 4. 29.부터",
            "342 m²",
            "우수사례 소개서",
            "해솔비누협동조합 1",
            "쑥 숙성비누",
        ):
            assert words in text

    @pytest.mark.parametrize("path", ["/outlets/hall", "/outlets"])
    def test_says_its_kind_in_english(self, client: FlaskClient, hall: Outlet, path: str) -> None:
        with transaction() as session:
            session.get_one(Outlet, hall.id).kind = "전시판매장"
        client.set_cookie("lang", "en")
        assert "Display and sales hall" in visible_text(client.get(path))

    def test_keeps_a_kind_nobody_has_english_for(self, client: FlaskClient, hall: Outlet) -> None:
        with transaction() as session:
            session.get_one(Outlet, hall.id).kind = "마을 사랑방"
        client.set_cookie("lang", "en")
        assert "마을 사랑방" in visible_text(client.get("/outlets/hall"))

    def test_puts_the_papers_figures_beside_todays(self, client: FlaskClient, hall: Outlet) -> None:
        text = visible_text(client.get("/outlets/hall"))
        assert "참여 기업 수 119 1 품목 수 3,300 1" in text
        assert "서로 맞지 않아요" not in text

    def test_shows_that_stated_figures_contradict(self, client: FlaskClient, hall: Outlet) -> None:
        with transaction() as session:
            session.get_one(Outlet, hall.id).stated_items = 12
        text = visible_text(client.get("/outlets/hall"))
        assert "적힌 값이 서로 맞지 않아요" in text
        assert "참여 기업은 119곳인데 품목은 12가지" in text
        client.set_cookie("lang", "en")
        assert "119 enterprises but 12 items" in visible_text(client.get("/outlets/hall"))

    def test_says_nothing_of_papers_that_are_silent(self, client: FlaskClient, app: Flask) -> None:
        with transaction():
            factories.outlet(slug="quiet")
        text = visible_text(client.get("/outlets/quiet"))
        assert "문서에 적힌 값" not in text
        assert "여기 놓인 것은 아직 없어요" in text

    def test_counts_only_what_stands_there_today(
        self, client: FlaskClient, shop: Shop, hall: Outlet
    ) -> None:
        today = clock.today()
        with transaction() as session:
            session.add_all(
                [
                    put(hall, shop.bread, on_hand=0),
                    put(hall, shop.cleaning, starts_on=today + timedelta(days=1)),
                ]
            )
        page = client.get("/outlets/hall")
        assert "통밀 식빵" not in page.text
        assert "행사 청소" not in page.text
        assert 'href="/enterprises/baker"' not in page.text

    def test_a_closed_one_says_so(self, client: FlaskClient, app: Flask) -> None:
        yesterday = clock.today() - timedelta(days=1)
        with transaction():
            factories.outlet(slug="over", name="지난 장터", closed_on=yesterday)
        assert "지금은 문을 닫은 곳이에요" in visible_text(client.get("/outlets/over"))

    def test_costs_the_same_with_more_products(
        self, app: Flask, client: FlaskClient, shop: Shop, hall: Outlet
    ) -> None:
        client.get("/outlets/hall")
        with counting(app) as before:
            client.get("/outlets/hall")
        with transaction() as session:
            for number in range(8):
                session.add(put(hall, factories.product(name=f"새것 {number}")))
        with counting(app) as after:
            client.get("/outlets/hall")
        assert len(after) == len(before) <= 10, "\n".join(after)


class TestOutletList:
    def test_gathers_the_closed_below_the_running(self, client: FlaskClient, hall: Outlet) -> None:
        yesterday = clock.today() - timedelta(days=1)
        with transaction():
            factories.outlet(name="지난 장터", closed_on=yesterday)
            factories.outlet(name="오늘까지", closed_on=clock.today())
        running, closed = visible_text(client.get("/outlets")).split("문을 닫은 곳")
        assert "구청 이음가게" in running
        assert "오늘까지" in running
        assert "지난 장터" in closed
        assert "지난 장터" not in running


class TestStatedDoubts:
    @pytest.mark.parametrize(
        ("firms", "items", "doubted"),
        [(7, 12, False), (7, 7, False), (7, 6, True), (None, 3, False), (7, None, False)],
    )
    def test_doubts_fewer_items_than_firms(
        self, firms: int | None, items: int | None, doubted: bool
    ) -> None:
        shown = Outlet(stated_firms=firms, stated_items=items)
        assert bool(stated_doubts(shown, 0)) is doubted

    @pytest.mark.parametrize(
        ("days", "here", "doubted"), [(1, 2, True), (1, 0, False), (0, 2, False)]
    )
    def test_doubts_a_closed_place_with_things_in_it(
        self, app: Flask, days: int, here: int, doubted: bool
    ) -> None:
        shown = Outlet(closed_on=clock.today() - timedelta(days=days))
        assert bool(stated_doubts(shown, here)) is doubted
