"""An enterprise reads what was said of its products and answers once."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.catalog.models import Product
from marketplace.core.database import transaction
from tests.support import factories
from tests.support.feedback import reviewed
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting


@pytest.fixture
def soap(app: Flask) -> Product:
    with transaction():
        return factories.product(name="쑥 숙성비누", stock=50)


@pytest.fixture
def maker(soap: Product, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.member_of(soap.enterprise)
    return signed_in(person)


class TestAnswering:
    def test_an_answer_is_kept_once(self, maker: FlaskClient, soap: Product) -> None:
        page = f"/seller/reviews/{reviewed(soap).public_id}"
        assert "답글 없는 후기 1" in visible_text(maker.get("/seller/reviews"))
        answer = submit(maker, page, {"answer": "고맙습니다."})
        assert answer.status_code == 303
        assert "답을 기다리는 후기가 없습니다" in visible_text(maker.get("/seller/reviews"))
        assert "답함" in visible_text(maker.get("/seller/reviews?all=1"))
        shown = maker.get(page)
        assert "고맙습니다." in visible_text(shown)
        assert "<textarea" not in shown.text

    def test_words_that_are_too_many_come_back(self, maker: FlaskClient, soap: Product) -> None:
        page = f"/seller/reviews/{reviewed(soap).public_id}"
        answer = submit(maker, page, {"answer": "가" * 20_000})
        assert answer.status_code == 422
        assert "1,000자 안으로" in visible_text(answer)
        assert "가" * 20_000 in answer.text

    def test_anothers_review_is_not_there(self, soap: Product, signed_in: SignIn) -> None:
        public_id = reviewed(soap).public_id
        with transaction():
            stranger = factories.member_of(factories.enterprise())
        client = signed_in(stranger)
        assert client.get(f"/seller/reviews/{public_id}").status_code == 404
        assert "쑥 숙성비누" not in visible_text(client.get("/seller/reviews?all=1"))

    def test_the_list_costs_the_same_however_long(
        self, app: Flask, maker: FlaskClient, soap: Product
    ) -> None:
        costs = []
        for more in (1, 5):
            for _ in range(more):
                reviewed(soap)
            with counting(app) as sent:
                maker.get("/seller/reviews")
            costs.append(len(sent))
        assert costs[0] == costs[1]
