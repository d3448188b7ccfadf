"""Public pages: composed of the database, the same for everybody, at a bounded cost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.channels.models import (
    Exhibition,
    ExhibitionEntry,
    Outlet,
    Placement,
    PlacementTerms,
)
from marketplace.core import clock
from marketplace.core.database import transaction
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting
from tests.web.store.conftest import Shop, option_of, put_in_cart


@pytest.fixture
def full(app: Flask, indexed: Shop) -> Shop:
    """The shop with an exhibition, an outlet and thirty more products."""
    today = clock.today()
    with transaction() as session:
        shown = Exhibition(
            slug="thanks",
            title="고마운 마음",
            lead="선물을 모았어요",
            starts_on=today,
            ends_on=today + timedelta(days=7),
        )
        over = Exhibition(
            slug="old",
            title="지난 기획전",
            starts_on=today - timedelta(days=30),
            ends_on=today - timedelta(days=1),
        )
        place = Outlet(
            slug="hall", name="구청 이음가게", kind="숍인숍", region_id=factories.region().id
        )
        session.add_all([shown, over, place])
        session.flush()
        session.add_all(
            [
                ExhibitionEntry(exhibition_id=shown.id, product_id=indexed.soap.id),
                Placement(
                    outlet_id=place.id,
                    option_id=option_of(indexed.soap),
                    terms=PlacementTerms.CONSIGNMENT,
                    starts_on=today,
                    on_hand=2,
                ),
            ]
        )
        for number in range(30):
            factories.certified(factories.enterprise(name=f"기업 {number:02d}", story="이야기"))
    return indexed


class TestHome:
    def test_begins_with_the_exhibition_of_the_day(self, client: FlaskClient, full: Shop) -> None:
        text = visible_text(client.get("/"))
        for words in (
            "지금 열린 기획전",
            "고마운 마음",
            "새로 나온 상품",
            "구청 이음가게",
            "공공기관",
        ):
            assert words in text
        assert "지난 기획전" not in text

    def test_stands_on_an_empty_database(self, client: FlaskClient) -> None:
        answer = client.get("/")
        assert answer.status_code == 200
        assert "동네가 만들고, 동네를 살리는 물건" in visible_text(answer)


class TestEnterprises:
    def test_narrows_by_certificate_and_words(self, client: FlaskClient, full: Shop) -> None:
        text = visible_text(client.get("/enterprises?certification=certified_social&q=해솔"))
        assert "기업 1곳" in text
        assert "해솔비누협동조합" in text

    def test_goes_on_to_the_next_page(self, client: FlaskClient, full: Shop) -> None:
        page = client.get("/enterprises").text
        assert "기업 00" in page
        href = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert "해솔비누협동조합" in client.get(href).text

    def test_shows_what_was_declared_and_says_what_was_not(
        self, client: FlaskClient, full: Shop
    ) -> None:
        text = visible_text(client.get("/enterprises/soap-maker"))
        assert "2025 14명 밝히지 않음 밝히지 않음" in text
        assert "쑥 숙성비누" in text

    def test_an_unknown_one_is_told(self, client: FlaskClient) -> None:
        answer = client.get("/enterprises/nobody")
        assert answer.status_code == 404
        assert "찾는 기업이 없거나" in visible_text(answer)


class TestChannels:
    def test_a_past_exhibition_says_so(self, client: FlaskClient, full: Shop) -> None:
        assert "끝난 기획전이에요" in visible_text(client.get("/exhibitions/old"))

    def test_an_exhibition_shows_its_products(self, client: FlaskClient, full: Shop) -> None:
        assert "쑥 숙성비누" in visible_text(client.get("/exhibitions/thanks"))

    def test_an_outlet_shows_what_stands_there(self, client: FlaskClient, full: Shop) -> None:
        assert "쑥 숙성비누" in visible_text(client.get("/outlets/hall"))
        assert "이음장터 상품 1가지" in visible_text(client.get("/outlets"))
        assert "구청 이음가게" in visible_text(client.get(f"/products/{full.soap.id}"))


class TestWords:
    @pytest.mark.parametrize("path", ["/guide", "/terms", "/privacy", "/accessibility"])
    def test_stand(self, client: FlaskClient, path: str) -> None:
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1

    def test_crawlers_are_told_where_to_go(self, client: FlaskClient, full: Shop) -> None:
        robots = client.get("/robots.txt").text
        assert "Disallow: /cart" in robots
        assert "Sitemap: http://localhost/sitemap.xml" in robots
        places = client.get("/sitemap.xml").text
        for path in (f"/products/{full.soap.id}", "/categories/food", "/enterprises/baker"):
            assert f"<loc>http://localhost{path}</loc>" in places


SHARED = ["/", "/products", "/categories/food", "/enterprises", "/outlets", "/guide"]


class TestShared:
    @pytest.mark.parametrize("path", SHARED)
    def test_says_nothing_of_the_visitor(self, client: FlaskClient, full: Shop, path: str) -> None:
        answer = client.get(path)
        assert answer.headers["Cache-Control"].startswith("public")
        assert "Set-Cookie" not in answer.headers
        assert "csrf" not in answer.text

    def test_has_the_visitors_own_frame_once_known(
        self, client: FlaskClient, full: Shop, signed_in: SignIn
    ) -> None:
        put_in_cart(client, full.soap, 2)
        assert ">2<span" in client.get("/products").text
        with transaction():
            person = factories.account()
        assert "내 계정" in visible_text(signed_in(person).get("/products"))

    def test_speaks_english_when_asked(self, client: FlaskClient, full: Shop) -> None:
        client.set_cookie("lang", "en")
        text = visible_text(client.get(f"/products/{full.soap.id}"))
        assert "Buy now" in text
        assert "VAT included" in text
        assert "₩6,500" in text


class TestCost:
    """SQL statements of each page; a page costs the same however much it lists."""

    @pytest.mark.parametrize(
        ("path", "most"),
        [
            ("/", 26),
            ("/products", 8),
            ("/products?kind=goods&certification=certified_social", 8),
            ("/categories/living", 10),
            ("/search?q=비누", 8),
            ("/search/suggestions?q=비", 0),
            ("/enterprises", 14),
            ("/enterprises/soap-maker", 16),
            ("/exhibitions/thanks", 12),
            ("/outlets", 8),
            ("/outlets/hall", 10),
            ("/guide", 6),
        ],
    )
    def test_is_bounded(
        self, app: Flask, client: FlaskClient, full: Shop, path: str, most: int
    ) -> None:
        client.get(path)
        with counting(app) as sent:
            assert client.get(path).status_code == 200
        assert len(sent) <= most, "\n".join(sent)

    def test_of_a_product_page(self, app: Flask, client: FlaskClient, full: Shop) -> None:
        path = f"/products/{full.soap.id}"
        client.get(path)
        with counting(app) as sent:
            client.get(path)
        assert len(sent) <= 30, "\n".join(sent)

    def test_of_a_cart_does_not_grow_with_its_lines(
        self, app: Flask, client: FlaskClient, full: Shop
    ) -> None:
        put_in_cart(client, full.soap)
        with counting(app) as one:
            client.get("/cart")
        put_in_cart(client, full.bread)
        with counting(app) as two:
            client.get("/cart")
        assert len(two) == len(one) <= 16, "\n".join(two)


class TestCards:
    """What a link looks like where somebody shares it, and the path search engines show."""

    @pytest.mark.parametrize("path", ["/", "/products", "/categories/food", "/brands", "/guide"])
    def test_every_page_has_a_picture(self, client: FlaskClient, full: Shop, path: str) -> None:
        page = client.get(path).text
        image = page.split('property="og:image" content="')[1].split('"')[0]
        with client.get(image.removeprefix("http://localhost")) as picture:
            assert (picture.status_code, picture.mimetype) == (200, "image/png")
        assert 'name="twitter:card" content="summary_large_image"' in page
        assert 'property="og:locale" content="ko_KR"' in page

    def test_a_category_tells_its_path(self, client: FlaskClient, full: Shop) -> None:
        page = client.get("/categories/food").text
        told = json.loads(
            page.split('type="application/ld+json"')[1].split(">", 1)[1].split("<")[0]
        )
        assert told["@type"] == "BreadcrumbList"
        assert told["itemListElement"][0]["item"] == "http://localhost/"
        assert "item" not in told["itemListElement"][-1]

    def test_a_narrowed_list_tells_none(self, client: FlaskClient, full: Shop) -> None:
        assert "application/ld+json" not in client.get("/products?min_price=5000").text
