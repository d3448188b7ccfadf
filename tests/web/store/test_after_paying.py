"""A lost payment page, the back button after paying, and guesses at somebody's order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.core.database import db, transaction
from marketplace.orders.confirming import confirm_paid
from marketplace.orders.models import Order
from marketplace.payments.models import PaymentAttempt
from marketplace.web.extensions import limiter
from tests.support.pages import csrf_of, submit, visible_text
from tests.web.store.conftest import Shop, put_in_cart
from tests.web.store.test_checkout import filled, orders


def attempts() -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(PaymentAttempt)) or 0)


def paid(client: FlaskClient, shop: Shop) -> tuple[Order, dict[str, object]]:
    """An order that was just paid, and the checkout form it came from."""
    put_in_cart(client, shop.soap)
    form = filled(client)
    assert client.post("/checkout", data=form).status_code == 303
    [order] = orders()
    with transaction():
        confirm_paid(order.id)
    return order, form


class TestLostPage:
    def test_is_found_again_from_the_orders_page(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        first = client.post("/checkout", data=filled(client))
        [order] = orders()
        at = f"/orders/{order.access_token}"
        assert "9,500원 결제하기" in visible_text(client.get(at))
        again = submit(client, at, {}, to=f"/payments/{order.access_token}/attempts")
        assert again.headers["Location"] == first.headers["Location"]
        assert attempts() == 1


class TestBackAfterPaying:
    def test_the_checkout_sent_again_shows_the_order(self, client: FlaskClient, shop: Shop) -> None:
        order, form = paid(client, shop)
        put_in_cart(client, shop.bread)
        answer = client.post("/checkout", data=form)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/orders/{order.access_token}"
        assert (len(orders()), attempts()) == (1, 1)
        assert "결제하기" not in visible_text(client.get(f"/orders/{order.access_token}"))

    def test_the_button_to_pay_sent_again_opens_nothing(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        order, _form = paid(client, shop)
        token = csrf_of(client.get("/orders/find"))
        answer = client.post(f"/payments/{order.access_token}/attempts", data={"csrf_token": token})
        assert answer.status_code == 409
        assert "이미 결제가 끝난 주문이에요." in visible_text(answer)
        assert attempts() == 1


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    """The limits as they hold in production."""
    limiter.enabled = True
    limiter.reset()
    yield
    limiter.reset()
    limiter.enabled = False


class TestGuessing:
    def test_at_a_guests_order_is_slowed_down(
        self, client: FlaskClient, shop: Shop, limited: None
    ) -> None:
        token = csrf_of(client.get("/orders/find"))
        typed = {"csrf_token": token, "number": "261126-AAAA-AAAA", "email": "x@demo.example"}
        answers = [client.post("/orders/find", data=typed).status_code for _ in range(11)]
        assert answers == [422] * 10 + [429]
