"""What a checkout costs in SQL statements, because a sale of many at once waits for one writer."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.support.statements import counting
from tests.web.store.conftest import Shop, put_in_cart
from tests.web.store.test_checkout import filled

WRITES = ("INSERT", "UPDATE", "DELETE")


class TestCost:
    def test_of_placing_and_opening_the_payment_page_is_bounded(
        self, app: Flask, client: FlaskClient, shop: Shop
    ) -> None:
        put_in_cart(client, shop.soap)
        form = filled(client)
        with counting(app) as sent:
            answer = client.post("/checkout", data=form)
        assert answer.status_code == 303
        assert "/sandbox/checkout/" in answer.headers["Location"]
        assert len(sent) <= 26, "\n".join(sent)
        assert len([each for each in sent if each.startswith(WRITES)]) <= 9

    def test_of_two_sellers_adds_no_more_reading(
        self, app: Flask, client: FlaskClient, shop: Shop
    ) -> None:
        reads = []
        for products in ([shop.soap], [shop.soap, shop.bread]):
            for product in products:
                put_in_cart(client, product)
            form = filled(client)
            with counting(app) as sent:
                assert client.post("/checkout", data=form).status_code == 303
            reads.append(len([each for each in sent if each.startswith("SELECT")]))
        assert reads[0] == reads[1]
