"""What happens between a cart and a payment, and what its person reads."""

from __future__ import annotations

from flask.testing import FlaskClient

from marketplace.core.database import db, transaction
from marketplace.enterprises.models import Enterprise, EnterpriseStatus
from marketplace.orders.models import OrderStatus
from tests.support.pages import csrf_of, visible_text
from tests.web.store.conftest import Shop, put_in_cart
from tests.web.store.test_after_paying import attempts
from tests.web.store.test_checkout import filled, orders


def suspend(maker: Enterprise) -> None:
    with transaction():
        db.session.get_one(Enterprise, maker.id).status = EnterpriseStatus.SUSPENDED


class TestSellerSuspended:
    def test_in_the_cart_its_line_says_so_and_the_rest_is_ordered(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        for product in (shop.soap, shop.bread):
            put_in_cart(client, product)
        suspend(shop.soap_maker)
        text = visible_text(client.get("/cart"))
        assert "지금은 주문할 수 없는 상품이에요." in text
        assert "1가지 주문하기" in text
        assert client.post("/checkout", data=filled(client)).status_code == 303
        [order] = orders()
        assert [each.seller["name"] for each in order.parcels] == ["느린빵 협동조합"]

    def test_while_the_form_is_filled_in_it_is_named_and_nothing_is_lost(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        put_in_cart(client, shop.soap)
        form = filled(client)
        suspend(shop.soap_maker)
        answer = client.post("/checkout", data=form, follow_redirects=True)
        text = visible_text(answer)
        assert "'쑥 숙성비누' 상품은 지금 온라인으로 주문할 수 없어요." in text
        assert orders() == []

    def test_an_order_of_before_is_not_paid_any_more(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        client.post("/checkout", data=filled(client))
        [order] = orders()
        suspend(shop.soap_maker)
        token = csrf_of(client.get("/orders/find"))
        answer = client.post(f"/payments/{order.access_token}/attempts", data={"csrf_token": token})
        assert answer.status_code == 409
        text = visible_text(answer)
        assert "해솔비누협동조합의 판매가 멈춰 이 주문은 결제할 수 없어요." in text
        assert "결제된 금액은 없어요." in text
        assert attempts() == 1
        assert orders()[0].status is OrderStatus.AWAITING_PAYMENT


class TestCertificateLapsed:
    def test_between_cart_and_order_it_is_not_on_the_order(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        put_in_cart(client, shop.soap)
        with transaction():
            for each in db.session.get_one(Enterprise, shop.soap_maker.id).certifications:
                each.expires_on = each.issued_on
        assert client.post("/checkout", data=filled(client)).status_code == 303
        [order] = orders()
        assert order.parcels[0].lines[0].certifications == []


def test_a_consent_left_out_is_said_once_and_not_as_a_label(
    client: FlaskClient, shop: Shop
) -> None:
    put_in_cart(client, shop.soap)
    left_out = filled(client)
    left_out.pop("agree_order", None)
    text = visible_text(client.post("/checkout", data=left_out))
    assert "구매에 동의해 주셔야 주문할 수 있어요." in text
    assert "동의해요.:" not in text
