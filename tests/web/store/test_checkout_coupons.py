"""Coupons at checkout: proposed, typed, refused with everything kept, said on every line."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.core.database import db, transaction
from marketplace.orders.models import Order, OrderStatus
from marketplace.promotions.models import Coupon, CouponAudience, CouponStatus
from tests.promotions.coupons import coupon, given
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting
from tests.web.store.conftest import Shop, put_in_cart
from tests.web.store.test_checkout import filled, orders

AGREED = re.compile(r'name="agreed" value="([^"]*)"')
TICKED = re.compile(r'name="coupon" value="([^"]+)" id="[^"]+" checked')


def with_coupons(client: FlaskClient, **changes: Any) -> dict[str, Any]:
    """The checkout page as it is sent with what it ticked by itself."""
    form = filled(client, **changes)
    page = client.get("/checkout").text
    form.setdefault("agreed", AGREED.findall(page)[0])
    form.setdefault("coupon", TICKED.findall(page))
    return form


def ticked(page: TestResponse) -> list[str]:
    return TICKED.findall(page.text)


class TestPage:
    def test_ticks_the_best_coupon_and_says_what_it_does(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        with transaction():
            small, large = coupon(name="작은 쿠폰"), coupon(name="큰 쿠폰", amount=2_000)
            codes = small.code, large.code
        put_in_cart(client, shop.soap)
        put_in_cart(client, shop.bread)
        page = client.get("/checkout")
        assert ticked(page) == [codes[1]]
        text = visible_text(page)
        for words in (
            "12,500원 결제하기",
            "큰 쿠폰 −1,130원",
            "큰 쿠폰 −870원",
            "가장 많이 아껴요",
        ):
            assert words in text, words

    def test_costs_a_bounded_number_of_statements(
        self, app: Flask, client: FlaskClient, shop: Shop
    ) -> None:
        put_in_cart(client, shop.soap)
        spent = []
        for _ in range(2):
            with transaction():
                for _ in range(5):
                    coupon(is_combinable=True)
            with counting(app) as sent:
                client.get("/checkout")
            spent.append(len(sent))
        assert spent[0] == spent[1] <= 16

    def test_shows_a_gift_to_its_owner_only(
        self, client: FlaskClient, shop: Shop, signed_in: SignIn
    ) -> None:
        with transaction():
            owner = factories.account()
            given(owner.id, name="생일 쿠폰")
        mine = signed_in(owner)
        for who in (client, mine):
            put_in_cart(who, shop.soap)
        assert "생일 쿠폰" not in visible_text(client.get("/checkout"))
        assert "생일 쿠폰" in visible_text(mine.get("/checkout"))


class TestApplying:
    def test_a_typed_code_is_counted_before_anything_is_ordered(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        with transaction():
            code = coupon(audience=CouponAudience.CODE, name="비밀 쿠폰").code
        put_in_cart(client, shop.soap)
        assert "비밀 쿠폰" not in visible_text(client.get("/checkout"))
        page = client.post("/checkout", data=filled(client, coupon_code=f" {code.lower()} "))
        assert page.status_code == 200
        assert orders() == []
        assert ticked(page) == [code]
        assert "8,500원 결제하기" in visible_text(page)
        for kept in ("김시민", "010-1234-5678", "서울 성북구 보문로 168", "302호"):
            assert f'value="{kept}"' in page.text
        assert re.search(
            r'name="agree_order"[^>]*checked|checked[^>]*name="agree_order"', page.text
        )
        assert 'name="shown_total_won" type="hidden" value="8500"' in page.text

    @pytest.mark.parametrize(
        "typed", ["없는코드", "' OR 1=1 --", "<script>alert(1)</script>", "가" * 20_000]
    )
    def test_a_wrong_code_is_said_at_its_field_and_stays(
        self, client: FlaskClient, shop: Shop, typed: str
    ) -> None:
        put_in_cart(client, shop.soap)
        page = client.post("/checkout", data=filled(client, coupon_code=typed))
        assert page.status_code == 422
        assert "쿠폰 코드를 찾지 못했어요" in visible_text(page)
        assert "<script>alert" not in page.text
        assert 'value="서울 성북구 보문로 168"' in page.text
        assert orders() == []

    def test_another_tick_is_counted_before_it_is_paid(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        with transaction():
            other, _best = coupon(amount=500).code, coupon()
        put_in_cart(client, shop.soap)
        page = client.post("/checkout", data=with_coupons(client, coupon=[other]))
        assert page.status_code == 200
        assert "9,000원 결제하기" in visible_text(page)
        assert orders() == []

    def test_goes_back_to_the_choice_when_the_address_book_was_asked(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        with transaction():
            coupon()
        put_in_cart(client, shop.soap)
        client.post("/checkout", data=with_coupons(client, coupon=[], apply="1"))
        assert ticked(client.get("/checkout")) == []


class TestOrdering:
    def test_orders_for_the_reduced_sum(self, client: FlaskClient, shop: Shop) -> None:
        with transaction():
            coupon(name="첫 구매 쿠폰", amount=1_500)
        put_in_cart(client, shop.soap)
        answer = client.post("/checkout", data=with_coupons(client))
        assert answer.status_code == 303
        [order] = orders()
        assert (order.discount_won, order.total_won) == (1_500, 8_000)
        page = visible_text(client.get(f"/orders/{order.access_token}"))
        assert "첫 구매 쿠폰 −1,500원" in page
        assert "8,000원 결제하기" in page

    def test_one_that_ran_out_meanwhile_keeps_everything_typed(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        with transaction():
            made = coupon(name="끝난 쿠폰")
        put_in_cart(client, shop.soap)
        form = with_coupons(client)
        with transaction():
            db.session.get_one(Coupon, made.id).status = CouponStatus.PAUSED
        page = client.post("/checkout", data=form)
        assert page.status_code == 409
        text = visible_text(page)
        assert "'끝난 쿠폰' 쿠폰은 쓸 수 있는 기간이 끝났어요." in text
        assert "적어 주신 내용은 그대로 두었어요. 결제된 금액은 없어요." in text
        assert "9,500원 결제하기" in text
        assert 'value="서울 성북구 보문로 168"' in page.text
        assert orders() == []
        again = {**form, "coupon": [], "agreed": "", "shown_total_won": "9500"}
        assert client.post("/checkout", data=again).status_code == 303

    def test_an_order_for_nothing_is_certain_without_a_payment(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        with transaction():
            coupon(amount=50_000)
        put_in_cart(client, shop.bread)
        answer = client.post("/checkout", data=with_coupons(client))
        [order] = orders()
        assert (order.total_won, order.status) == (0, OrderStatus.CONFIRMED)
        assert answer.headers["Location"].endswith(f"/payments/{order.access_token}/return")
        assert "0원" in visible_text(client.get(f"/payments/{order.access_token}/return"))

    def test_less_than_can_be_paid_is_left_at_100_won(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        with transaction():
            coupon(amount=4_950)
        put_in_cart(client, shop.bread)
        assert "50원을 덜 뺐어요" in visible_text(client.get("/checkout"))
        client.post("/checkout", data=with_coupons(client))
        [total] = db.session.scalars(select(Order.total_won))
        assert total == 100

    def test_a_members_uses_count_for_their_own_address(
        self, shop: Shop, signed_in: SignIn
    ) -> None:
        with transaction():
            member = factories.account(email="member@demo.example")
            coupon(name="한 번 쿠폰")
        mine = signed_in(member)
        put_in_cart(mine, shop.soap)
        mine.post("/checkout", data=with_coupons(mine, buyer_email="someone@demo.example"))
        put_in_cart(mine, shop.bread)
        page = mine.get("/checkout")
        assert "'한 번 쿠폰' 쿠폰은 이미 쓰셨어요." in visible_text(page)
        assert ticked(page) == []
