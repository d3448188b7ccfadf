"""The product page says all there is to know before buying."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from marketplace.catalog.models import ProductOption, ProductStatus, Stock
from marketplace.channels.models import (
    Brand,
    BrandOwner,
    BrandProduct,
    BrandProductKind,
    BrandProductStatus,
)
from marketplace.core.database import db, transaction
from marketplace.enterprises.models import EnterpriseStatus
from tests.support.pages import visible_text
from tests.web.store.conftest import Shop

LD = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)


class TestProduct:
    def test_says_price_delivery_and_whom_one_buys_from(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        text = visible_text(client.get(f"/products/{shop.soap.id}"))
        for words in (
            *(
                "쑥 숙성비누",
                "6,500원",
                "부가가치세 포함",
                "3,000원 · 이 기업 상품 50,000원부터 무료",
            ),
            *("판매자 정보", "홍가상", "02-000-0000", "성북구 가상로 1", "통신판매중개자"),
            *("제2025-", "고용노동부", "기름이 비누가 됩니다", "14명", "2025년, 기업이 밝힌 값"),
            *("받은 날부터 7일", "올리브유", "대한민국"),
        ):
            assert words in text, words

    def test_says_it_to_search_engines_too(self, client: FlaskClient, shop: Shop) -> None:
        said = [
            json.loads(found) for found in LD.findall(client.get(f"/products/{shop.soap.id}").text)
        ]
        product = next(each for each in said if each["@type"] == "Product")
        assert product["offers"]["price"] == 6500
        assert product["offers"]["priceCurrency"] == "KRW"
        assert product["offers"]["availability"].endswith("InStock")
        trail = next(each for each in said if each["@type"] == "BreadcrumbList")
        assert [each["name"] for each in trail["itemListElement"]] == [
            "처음",
            "생활용품",
            "쑥 숙성비누",
        ]

    def test_a_name_cannot_break_out_of_the_page(self, client: FlaskClient, shop: Shop) -> None:
        with transaction():
            db.session.merge(shop.soap).name = "</script><script>alert(1)</script>"
        assert "<script>alert" not in client.get(f"/products/{shop.soap.id}").text

    def test_quote_only_has_no_price_and_no_cart(self, client: FlaskClient, shop: Shop) -> None:
        page = client.get(f"/products/{shop.cleaning.id}")
        text = visible_text(page)
        assert "견적 문의" in text
        assert "02-000-0000" in text
        assert 'action="/cart/lines"' not in page.text

    def test_sold_out_is_said_and_cannot_be_pressed(self, client: FlaskClient, shop: Shop) -> None:
        with transaction() as session:
            session.get_one(Stock, shop.bread.options[0].id).available = 0
        page = client.get(f"/products/{shop.bread.id}")
        assert "지금은 품절이에요" in visible_text(page)
        assert 'action="/cart/lines"' not in page.text

    def test_options_have_their_own_price_and_stock(self, client: FlaskClient, shop: Shop) -> None:
        with transaction() as session:
            one = ProductOption(product_id=shop.soap.id, name="다섯 장", price_delta_won=20000)
            gone = ProductOption(product_id=shop.soap.id, name="열 장", price_delta_won=50000)
            session.add_all([one, gone])
            session.flush()
            session.add_all(
                [Stock(option_id=one.id, available=2), Stock(option_id=gone.id, available=0)]
            )
        page = client.get(f"/products/{shop.soap.id}")
        text = visible_text(page)
        assert "6,500원부터" in text
        assert "다섯 장 2개 남음 26,500원" in text
        assert "열 장 품절" in text
        assert page.text.count("disabled") == 1

    def test_an_expired_certificate_is_called_so(self, client: FlaskClient, shop: Shop) -> None:
        with transaction():
            for certificate in db.session.merge(shop.soap_maker).certifications:
                certificate.expires_on = certificate.issued_on
        assert "인증사회적기업 만료" in visible_text(client.get(f"/products/{shop.soap.id}"))

    def test_a_brand_product_names_its_real_maker(self, client: FlaskClient, shop: Shop) -> None:
        with transaction() as session:
            brand = Brand(
                slug="on", name="온", owner_kind=BrandOwner.COMMITTEE, owner_name="위원회"
            )
            session.add(brand)
            session.flush()
            session.add(
                BrandProduct(
                    brand_id=brand.id,
                    product_id=shop.soap.id,
                    kind=BrandProductKind.OWN,
                    status=BrandProductStatus.APPROVED,
                )
            )
        text = visible_text(client.get(f"/products/{shop.soap.id}"))
        assert "공동브랜드 온 상품 · 만든 곳 해솔비누협동조합" in text
        assert "해솔비누협동조합" in visible_text(client.get("/brands/on"))

    @pytest.mark.parametrize("status", [ProductStatus.HIDDEN, ProductStatus.SUSPENDED])
    def test_what_is_not_sold_is_not_there(
        self, client: FlaskClient, shop: Shop, status: ProductStatus
    ) -> None:
        with transaction():
            db.session.merge(shop.soap).status = status
        answer = client.get(f"/products/{shop.soap.id}")
        assert answer.status_code == 404
        assert "지금은 판매하지 않는 상품이에요" in visible_text(answer)

    def test_a_suspended_seller_sells_nothing(self, client: FlaskClient, shop: Shop) -> None:
        with transaction():
            db.session.merge(shop.baker).status = EnterpriseStatus.SUSPENDED
        assert client.get(f"/products/{shop.bread.id}").status_code == 404
        assert client.get("/enterprises/baker").status_code == 404
