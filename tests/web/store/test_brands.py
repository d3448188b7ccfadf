"""Shared brands: the maker stays the maker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.channels.models import Brand, BrandOwner, BrandProductKind, BrandProductStatus
from marketplace.core import clock
from marketplace.core.database import transaction
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.statements import counting
from tests.web.store.conftest import Shop


@pytest.fixture
def brand(app: Flask, shop: Shop) -> Brand:
    with transaction():
        made = factories.brand(
            slug="gyeol",
            name="마을결",
            tagline="결이 고운 살림",
            story="두 달에 한 번 모입니다.",
            owner_kind=BrandOwner.COMMITTEE,
            owner_name="마을결 운영위원회",
            bodies=["가상구청", "가상생협"],
        )
        factories.brand_member(made, shop.soap_maker)
        factories.brand_product(made, shop.soap, kind=BrandProductKind.OWN)
        factories.brand_product(made, shop.bread, kind=BrandProductKind.PARTNER)
        factories.brand_product(made, shop.cleaning, status=BrandProductStatus.PROPOSED)
    return made


class TestBrandPage:
    def test_tells_whose_it_is_and_names_the_real_makers(
        self, client: FlaskClient, brand: Brand
    ) -> None:
        text = visible_text(client.get("/brands/gyeol"))
        assert "마을결 운영위원회 · 운영위원회가 함께 정하는 브랜드" in text
        assert "가상구청, 가상생협" in text
        assert "두 달에 한 번 모입니다." in text
        own, partner = text.split("독자상품")[1].split("제휴상품")
        assert "해솔비누협동조합" in own
        assert "쑥 숙성비누" in own
        assert "느린빵 협동조합" in partner
        assert "통밀 식빵" in partner

    def test_shows_only_what_was_approved(self, client: FlaskClient, brand: Brand) -> None:
        assert "행사 청소" not in visible_text(client.get("/brands/gyeol"))

    def test_forgets_members_that_left(self, client: FlaskClient, shop: Shop, brand: Brand) -> None:
        with transaction():
            left = factories.brand_member(brand, shop.baker)
            left.until = clock.today() - timedelta(days=1)
        page = client.get("/brands/gyeol")
        assert "함께하는 기업 1곳" in visible_text(page)
        assert 'href="/enterprises/baker"' not in page.text

    def test_stands_without_products(self, client: FlaskClient, app: Flask) -> None:
        with transaction():
            factories.brand(slug="new")
        assert "지금 판매하는 상품이 없어요" in visible_text(client.get("/brands/new"))

    def test_an_unknown_one_is_told(self, client: FlaskClient) -> None:
        assert client.get("/brands/none").status_code == 404

    def test_costs_the_same_with_more_products(
        self, app: Flask, client: FlaskClient, shop: Shop, brand: Brand
    ) -> None:
        client.get("/brands/gyeol")
        with counting(app) as before:
            client.get("/brands/gyeol")
        with transaction():
            for number in range(8):
                made = factories.product(shop.baker, name=f"빵 {number}")
                factories.brand_product(brand, made)
        with counting(app) as after:
            client.get("/brands/gyeol")
        assert len(after) == len(before) <= 12, "\n".join(after)


def test_the_list_leads_to_each_brand(client: FlaskClient, brand: Brand) -> None:
    page = client.get("/brands")
    assert 'href="/brands/gyeol"' in page.text
    assert "결이 고운 살림" in visible_text(page)
