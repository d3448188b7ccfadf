"""From the cart to the payment page: what is asked, agreed to, kept and refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.catalog.models import Stock
from marketplace.core.database import db, transaction
from marketplace.orders.models import Order, OrderStatus
from tests.support import factories
from tests.support.pages import csrf_of, visible_text
from tests.support.signing_in import SignIn
from tests.web.store.conftest import Shop, option_of, put_in_cart

HIDDEN = re.compile(r'name="(checkout_token|shown_total_won|line)"[^>]*value="([^"]*)"')
TYPED = {
    "buyer_name": "김시민",
    "buyer_email": "citizen@demo.example",
    "buyer_phone": "010-1234-5678",
    "is_same_person": "y",
    "postcode": "02856",
    "address": "서울 성북구 보문로 168",
    "address_detail": "302호",
    "delivery_note": "문 앞에",
    "agree_order": "y",
    "agree_privacy": "y",
    "agree_sellers": "y",
}


def filled(client: FlaskClient, **changes: Any) -> dict[str, Any]:
    """The checkout page as it is sent when everything is filled in."""
    page = client.get("/checkout")
    hidden: dict[str, Any] = {"csrf_token": csrf_of(page), "line": []}
    for name, value in HIDDEN.findall(page.text):
        if name == "line":
            hidden["line"].append(value)
        else:
            hidden[name] = value
    return {**hidden, **TYPED, **changes}


def orders() -> list[Order]:
    db.session.rollback()
    return list(db.session.scalars(select(Order).order_by(Order.id)))


class TestPage:
    def test_an_empty_cart_leads_back(self, client: FlaskClient, shop: Shop) -> None:
        answer = client.get("/checkout")
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/cart"

    def test_shows_sellers_sums_and_who_is_responsible(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        put_in_cart(client, shop.soap)
        put_in_cart(client, shop.bread)
        text = visible_text(client.get("/checkout"))
        for words in (
            "14,500원 결제하기",
            "배송비 3,000원",
            "홍가상",
            "통신판매중개자",
            "꼭 필요한 동의",
        ):
            assert words in text, words

    def test_nothing_is_ticked_beforehand(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        page = client.get("/checkout").text
        for name in ("agree_order", "agree_privacy", "agree_sellers", "agree_news"):
            box = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
            assert box is not None
            assert "checked" not in box.group()

    def test_a_member_finds_the_name_filled_in(
        self, app: Flask, shop: Shop, signed_in: SignIn
    ) -> None:
        with transaction():
            person = factories.account(name="한가람", phone="010-9999-0000")
        client = signed_in(person)
        put_in_cart(client, shop.soap)
        page = client.get("/checkout").text
        assert 'value="한가람"' in page
        assert 'value="010-9999-0000"' in page


class TestFaults:
    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"buyer_name": ""}, "이름을 적어 주세요"),
            ({"buyer_email": "nobody"}, "모양의 메일 주소"),
            ({"buyer_phone": "전화"}, "전화번호를 숫자로"),
            ({"postcode": "123"}, "숫자 다섯 자리"),
            ({"agree_sellers": ""}, "판매자가 상품을 보낼 수 있어요"),
            ({"is_same_person": "", "recipient_name": ""}, "받는 분 이름을 적어 주세요"),
        ],
    )
    def test_are_told_at_the_field_and_keep_what_was_typed(
        self, client: FlaskClient, shop: Shop, changes: dict[str, str], said: str
    ) -> None:
        put_in_cart(client, shop.soap)
        sent = {k: v for k, v in filled(client, **changes).items() if v}
        answer = client.post("/checkout", data=sent)
        assert answer.status_code == 422
        assert said in visible_text(answer)
        assert 'value="서울 성북구 보문로 168"' in answer.text
        assert orders() == []

    def test_html_in_every_field_is_only_words(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        nasty = '"><script>alert(1)</script>'
        sent = filled(client, buyer_name=nasty, address=nasty, delivery_note=nasty, postcode="x")
        answer = client.post("/checkout", data=sent)
        assert "<script>alert" not in answer.text


class TestOrdering:
    def test_a_guest_orders_of_two_sellers(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap, 2)
        put_in_cart(client, shop.bread)
        answer = client.post("/checkout", data=filled(client))
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sandbox/checkout/")
        (order,) = orders()
        assert order.status is OrderStatus.AWAITING_PAYMENT
        assert order.total_won == 2 * 6500 + 5000 + 3000
        assert len(order.parcels) == 2
        assert order.recipient_name == "김시민"
        assert order.consents["sellers"] == ["해솔비누협동조합", "느린빵 협동조합"]
        assert order.consents["news"] is False
        assert "장바구니가 비어 있어요" in visible_text(client.get("/cart"))

    def test_sends_to_somebody_else(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        sent = filled(client, recipient_name="이웃", recipient_phone="02-111-2222")
        del sent["is_same_person"]
        client.post("/checkout", data=sent)
        assert orders()[0].recipient_name == "이웃"

    def test_two_presses_are_one_order(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        sent = filled(client)
        client.post("/checkout", data=sent)
        again = client.post("/checkout", data=sent)
        assert again.status_code == 303
        assert again.headers["Location"] == f"/orders/{orders()[0].access_token}"
        assert len(orders()) == 1

    def test_what_was_not_picked_stays_in_the_cart(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        put_in_cart(client, shop.bread)
        sent = filled(client)
        soap_line = sent["line"][0]
        total = 6500 + 3000
        client.post("/checkout", data={**sent, "line": [soap_line], "shown_total_won": str(total)})
        assert orders()[0].total_won == total
        assert "통밀 식빵" in visible_text(client.get("/cart"))

    def test_needs_the_token_of_its_form(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        sent = filled(client)
        del sent["csrf_token"]
        assert client.post("/checkout", data=sent).status_code == 400
        assert orders() == []


class TestTrouble:
    def test_what_ran_out_is_named_and_nothing_is_lost(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        put_in_cart(client, shop.bread, 3)
        sent = filled(client)
        with transaction() as session:
            session.get_one(Stock, option_of(shop.bread)).available = 1
        answer = client.post("/checkout", data=sent)
        assert answer.headers["Location"] == "/cart"
        text = visible_text(client.get("/cart"))
        assert "재고가 1개 남아" in text
        assert "장바구니는 그대로 두었어요" in text
        assert "지금은 1개 남았어요" in text
        assert orders() == []
        with transaction() as session:
            session.get_one(Stock, option_of(shop.bread)).available = 3
        assert 'value="서울 성북구 보문로 168"' in client.get("/checkout").text

    def test_a_price_that_moved_is_shown_before_it_is_paid(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        put_in_cart(client, shop.soap)
        sent = filled(client)
        with transaction():
            db.session.merge(shop.soap).price_won = 9000
        answer = client.post("/checkout", data=sent)
        assert answer.headers["Location"].startswith("/checkout?line=")
        text = visible_text(client.get(answer.headers["Location"]))
        assert "9,500원에서 12,000원으로 바뀌었어요" in text
        assert "12,000원 결제하기" in text
        assert db.session.scalar(select(func.count()).select_from(Order)) == 0
