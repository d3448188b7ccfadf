"""Open coupons on product pages and in the cart."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.database import transaction
from marketplace.promotions.models import CouponAudience, CouponScope
from tests.promotions.coupons import coupon
from tests.support.pages import visible_text
from tests.support.statements import counting
from tests.web.store.conftest import Shop, put_in_cart


class TestProduct:
    def test_shows_open_coupons_that_mean_it(self, client: FlaskClient, shop: Shop) -> None:
        with transaction():
            coupon(name="비누 쿠폰", enterprise_id=shop.soap.enterprise_id)
            coupon(name="빵 쿠폰", enterprise_id=shop.bread.enterprise_id)
            coupon(name="비밀 쿠폰", audience=CouponAudience.CODE)
            coupon(CouponScope(category_id=shop.bread.category_id), name="먹거리 쿠폰")
            coupon(name="다 쓴 쿠폰", total_uses=1, used=1)
        soap = visible_text(client.get(f"/products/{shop.soap.id}"))
        assert "비누 쿠폰 1,000원 할인" in soap
        for other in ("빵 쿠폰", "비밀 쿠폰", "먹거리 쿠폰", "다 쓴 쿠폰"):
            assert other not in soap
        bread = visible_text(client.get(f"/products/{shop.bread.id}"))
        assert "빵 쿠폰" in bread
        assert "먹거리 쿠폰" in bread


class TestCart:
    def test_shows_one_on_its_line_in_bounded_statements(
        self, app: Flask, client: FlaskClient, shop: Shop
    ) -> None:
        spent = []
        for product in (shop.soap, shop.bread):
            put_in_cart(client, product)
            with transaction():
                coupon(name="모두의 쿠폰")
            with counting(app) as sent:
                page = client.get("/cart")
            spent.append(len(sent))
        assert "모두의 쿠폰 · 1,000원 할인" in visible_text(page)
        assert spent[0] == spent[1]
