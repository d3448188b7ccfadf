"""An enterprise sees what waits with its age, and answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.types import public_token
from marketplace.feedback.asking import Asker, answer_question, ask_question
from marketplace.feedback.models import Question
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting


@pytest.fixture
def soap(app: Flask) -> Product:
    with transaction():
        return factories.product(name="쑥 숙성비누")


@pytest.fixture
def maker(soap: Product, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.member_of(soap.enterprise)
    return signed_in(person)


def ask(product: Product, text: str = "향이 강한가요?", days: int = 0) -> int:
    with transaction():
        asker = Asker("a@mail.example", "ko")
        made = ask_question(
            db.session.get_one(Product, product.id), asker, text, False, public_token()
        )
        made.created_at = clock.now() - timedelta(days=days)
        return made.id


class TestAnswering:
    def test_the_longest_wait_is_on_top_with_its_age(
        self, maker: FlaskClient, soap: Product
    ) -> None:
        ask(soap, "오래된 문의입니다.", days=4)
        ask(soap, "오늘 문의입니다.")
        text = visible_text(maker.get("/seller/questions"))
        assert text.index("오래된 문의") < text.index("오늘 문의")
        assert "4일 기다림" in text
        assert "오늘 들어옴" in text

    def test_answered_it_leaves_the_list(self, maker: FlaskClient, soap: Product) -> None:
        page = f"/seller/questions/{ask(soap)}"
        refused = submit(maker, page, {"answer": "가" * 20_000})
        assert refused.status_code == 422
        assert "가" * 20_000 in refused.text
        assert submit(maker, page, {"answer": "은은합니다."}).status_code == 303
        assert "기다리는 문의가 없습니다" in visible_text(maker.get("/seller/questions"))
        assert "향이 강한가요?" in visible_text(maker.get("/seller/questions?list=answered"))

    def test_a_colleague_who_was_first_is_told_of(self, maker: FlaskClient, soap: Product) -> None:
        question_id = ask(soap)
        page = f"/seller/questions/{question_id}"
        with transaction():
            answer_question(question_id, [soap.enterprise_id], "먼저 답함")
        answer = maker.get(page)
        assert "먼저 답함" in visible_text(answer)

    def test_anothers_is_not_there(self, soap: Product, signed_in: SignIn) -> None:
        question_id = ask(soap)
        with transaction():
            stranger = factories.member_of(factories.enterprise())
        assert signed_in(stranger).get(f"/seller/questions/{question_id}").status_code == 404

    def test_the_list_costs_the_same_however_long(
        self, app: Flask, maker: FlaskClient, soap: Product
    ) -> None:
        costs = []
        for more in (1, 6):
            for _ in range(more):
                ask(soap)
            with counting(app) as sent:
                maker.get("/seller/questions")
            costs.append(len(sent))
        assert costs[0] == costs[1]


class TestOffice:
    def test_hides_and_shows(self, app: Flask, soap: Product, signed_in: SignIn) -> None:
        with transaction():
            person = factories.office_member()
        office = signed_in(person)
        question_id = ask(soap, "광고를 보러 오세요")
        assert "광고를 보러 오세요" in visible_text(office.get("/office/questions"))
        page = f"/office/questions/{question_id}"
        assert submit(office, page, {"reason": ""}, to=f"{page}/hiding").status_code == 422
        assert submit(office, page, {"reason": "광고"}, to=f"{page}/hiding").status_code == 303
        assert "광고를 보러 오세요" in visible_text(office.get("/office/questions?list=hidden"))
        again = submit(office, page, {}, to=f"{page}/hiding")
        assert again.status_code == 422
        assert submit(office, page, {}, to=f"{page}/showing").status_code == 303
        db.session.rollback()
        assert db.session.get_one(Question, question_id).hidden_at is None
