"""The cart in the browser: by cookie as a guest, by account as a member."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts import passwords
from marketplace.catalog.models import Stock
from marketplace.core.database import db, transaction
from marketplace.orders.models import CartLine
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.web.store.conftest import FROM_HERE, Shop, option_of, put_in_cart


def line_ids(client: FlaskClient) -> list[str]:
    return re.findall(r'id="line-(\d+)"', client.get("/cart").text)


class TestAdding:
    def test_keeps_a_guests_cart_in_a_cookie_of_its_own(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        answer = put_in_cart(client, shop.soap, 2)
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/cart"
        cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("ieum_cart"))
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        text = visible_text(client.get("/cart"))
        assert "쑥 숙성비누" in text
        assert "13,000원" in text
        assert "37,000원 더 담으면 배송비가 없어요" in text

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        ],
    )
    def test_refuses_what_another_site_sends(
        self, client: FlaskClient, shop: Shop, headers: dict[str, str]
    ) -> None:
        data = {"option": option_of(shop.soap), "quantity": 1}
        assert client.post("/cart/lines", data=data, headers=headers).status_code == 403
        assert line_ids(client) == []

    def test_says_how_many_are_left(self, client: FlaskClient, shop: Shop) -> None:
        answer = put_in_cart(client, shop.bread, 4)
        assert answer.headers["Location"] == f"/products/{shop.bread.id}"
        assert "재고가 3개 남아" in visible_text(client.get(f"/products/{shop.bread.id}"))

    def test_asks_for_an_option(self, client: FlaskClient, shop: Shop) -> None:
        data = {"quantity": 1, "product": shop.soap.id}
        client.post("/cart/lines", data=data, headers=FROM_HERE)
        assert "무엇을 담을지 골라 주세요" in visible_text(client.get(f"/products/{shop.soap.id}"))

    def test_buying_at_once_leads_to_checkout_with_that_line(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        put_in_cart(client, shop.bread)
        data = {"option": option_of(shop.soap), "quantity": 1, "then": "checkout"}
        answer = client.post("/cart/lines", data=data, headers=FROM_HERE)
        assert answer.headers["Location"].startswith("/checkout?line=")
        text = visible_text(client.get(answer.headers["Location"]))
        assert "쑥 숙성비누" in text
        assert "통밀 식빵" not in text

    def test_htmx_is_told_in_place_with_the_new_count(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        data = {"option": option_of(shop.soap), "quantity": 3}
        answer = client.post("/cart/lines", data=data, headers={**FROM_HERE, "HX-Request": "true"})
        assert "장바구니에 담았어요" in answer.text
        assert 'hx-swap-oob="true"' in answer.text
        assert ">3<" in answer.text

    def test_htmx_is_told_what_is_missing(self, client: FlaskClient, shop: Shop) -> None:
        data = {"option": option_of(shop.bread), "quantity": 9}
        answer = client.post("/cart/lines", data=data, headers={**FROM_HERE, "HX-Request": "true"})
        assert answer.status_code == 422
        assert "재고가 3개 남아" in answer.text


class TestChanging:
    def test_sets_a_quantity(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        (line,) = line_ids(client)
        submit(client, "/cart", {"quantity": 4}, f"/cart/lines/{line}/quantity")
        assert "26,000원" in visible_text(client.get("/cart"))

    def test_a_quantity_too_large_changes_nothing(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.bread, 2)
        (line,) = line_ids(client)
        submit(client, "/cart", {"quantity": 8}, f"/cart/lines/{line}/quantity")
        text = visible_text(client.get("/cart"))
        assert "재고가 3개 남아" in text
        assert "10,000원" in text

    def test_takes_a_line_out(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        (line,) = line_ids(client)
        submit(client, "/cart", {}, f"/cart/lines/{line}/removal")
        assert "장바구니가 비어 있어요" in visible_text(client.get("/cart"))

    def test_somebody_elses_line_is_not_there(
        self, app: Flask, client: FlaskClient, shop: Shop
    ) -> None:
        put_in_cart(client, shop.soap)
        (line,) = line_ids(client)
        other = app.test_client()
        put_in_cart(other, shop.bread)
        answer = submit(other, "/cart", {}, f"/cart/lines/{line}/removal")
        assert answer.status_code == 404
        assert line_ids(client) == [line]


class TestSinceThen:
    def test_says_that_a_price_moved(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        with transaction():
            db.session.merge(shop.soap).price_won = 7000
        text = visible_text(client.get("/cart"))
        assert "담을 때 6,500원에서 7,000원으로 바뀌었어요" in text

    def test_offers_what_is_left(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.bread, 3)
        put_in_cart(client, shop.soap)
        with transaction() as session:
            session.get_one(Stock, option_of(shop.bread)).available = 2
        page = client.get("/cart")
        text = visible_text(page)
        assert "지금은 2개 남았어요" in text
        assert "2개로 바꾸기" in text
        assert "1가지 주문하기" in text  # the other can still be ordered
        assert csrf_of(page)

    def test_sums_only_what_is_ticked(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.bread)
        put_in_cart(client, shop.soap)
        bread = next(
            line for line in db.session.query(CartLine) if line.option_id == option_of(shop.bread)
        )
        text = visible_text(client.get(f"/cart?picking=1&line={bread.id}"))
        assert "모두 5,000원" in text


class TestSigningIn:
    def test_brings_the_cart_along(self, client: FlaskClient, shop: Shop) -> None:
        password = "a-long-enough-password"
        hashed = passwords.hash_password(password)
        with transaction():
            person = factories.account(email="member@demo.example", password_hash=hashed)
        put_in_cart(client, shop.soap, 2)
        answer = submit(client, "/sign-in", {"email": person.email, "password": password})
        assert answer.status_code == 302
        assert client.get_cookie("ieum_cart") is None
        assert "쑥 숙성비누" in visible_text(client.get("/cart"))
