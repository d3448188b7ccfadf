"""Asking a seller, reading what was answered."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.catalog.models import ProductStatus
from marketplace.core.database import db, transaction
from marketplace.feedback.asking import Asker, answer_question, ask_question, hide_question
from marketplace.feedback.models import Question
from tests.support import factories
from tests.support.feedback import bought
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.store.conftest import Shop

TEXT = "민감한 피부에도 괜찮은가요?"
TOKEN = re.compile(r'name="name_token"[^>]*value="([^"]+)"')


def only() -> Question:
    db.session.rollback()
    return db.session.scalars(select(Question)).one()


def answered(shop: Shop, n: int = 1, secret: bool = False) -> int:
    with transaction():
        asker = Asker("a@mail.example", "ko", "김한솔")
        text, name = f"{n}번째 궁금한 것이에요.", f"question-{n:013d}"
        question = ask_question(db.session.merge(shop.soap), asker, text, secret, name)
        answer_question(question.id, [shop.soap_maker.id], f"{n}번째 답이에요.")
        return question.id


class TestAsking:
    def test_a_guest_leaves_a_mail_address(self, client: FlaskClient, shop: Shop) -> None:
        page = f"/products/{shop.soap.id}/questions/new"
        opened = client.get(page)
        token = TOKEN.search(opened.text)
        assert token
        sent = {
            "csrf_token": csrf_of(opened),
            "name_token": token[1],
            "text": TEXT,
            "email": "guest@mail.example",
        }
        for _ in range(2):  # a double click
            answer = client.post(page, data=sent)
            assert answer.headers["Location"] == f"/questions/{token[1]}"
        assert (only().email, only().author_mask) == ("guest@mail.example", "")
        shown = visible_text(client.get(f"/questions/{token[1]}"))
        assert TEXT in shown
        assert "답변을 기다려요" in shown
        assert TEXT not in visible_text(client.get(f"/products/{shop.soap.id}"))

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"email": ""}, "답변을 받을 메일 주소를 적어 주세요."),
            ({"email": "nowhere"}, "모양의 메일 주소를"),
            ({"text": "음"}, "5자에서 1,000자 사이로"),
            ({"text": "<i>" + "가" * 20_000}, "5자에서 1,000자 사이로"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_kept(
        self, client: FlaskClient, shop: Shop, said: dict[str, str], told: str
    ) -> None:
        sent = {"text": TEXT, "email": "guest@mail.example", "is_secret": "y", **said}
        answer = submit(client, f"/products/{shop.soap.id}/questions/new", sent)
        assert answer.status_code == 422
        assert told in visible_text(answer)
        assert sent["text"].removeprefix("<i>") in answer.text
        assert "<i>가" not in answer.text
        assert re.search(r'<input[^>]*checked[^>]*name="is_secret"', answer.text)

    def test_a_member_and_a_buyer_are_known_already(
        self, app: Flask, client: FlaskClient, shop: Shop, signed_in: SignIn
    ) -> None:
        with transaction():
            person = factories.account(name="이다정")
        page = f"/products/{shop.soap.id}/questions/new"
        member = signed_in(person)
        assert submit(member, page, {"text": TEXT}).status_code == 303
        assert (only().account_id, only().author_mask) == (person.id, "이*정")
        assert TEXT in visible_text(member.get("/account/questions"))
        order = bought(shop.soap, name="남궁솔")
        at = f"/orders/{order.access_token}"
        assert f'href="{page}?order={order.access_token}"' in client.get(at).text
        submit(client, f"{page}?order={order.access_token}", {"text": "언제 다시 만드나요?"})
        newest = db.session.scalars(select(Question).order_by(Question.id.desc())).first()
        assert newest is not None
        assert (newest.email, newest.author_mask) == (order.buyer_email, "남*솔")

    def test_is_taken_back_by_whoever_holds_its_address(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        answered(shop)
        page = f"/questions/{only().public_id}"
        answer = submit(client, page, {}, to=f"{page}/removal")
        assert answer.headers["Location"] == f"/products/{shop.soap.id}"
        assert client.get(page).status_code == 404

    def test_a_buyer_may_ask_of_what_is_sold_no_more(self, client: FlaskClient, shop: Shop) -> None:
        order = bought(shop.soap)
        with transaction():
            db.session.merge(shop.soap).status = ProductStatus.HIDDEN
        page = f"/products/{shop.soap.id}/questions/new"
        assert client.get(page).status_code == 404
        page = f"{page}?order={order.access_token}"
        assert submit(client, page, {"text": "유통기한이 언제인가요?"}).status_code == 303


class TestReading:
    def test_a_secret_one_is_told_to_be_one_and_no_more(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        answered(shop, 1)
        answered(shop, 2, secret=True)
        text = visible_text(client.get(f"/products/{shop.soap.id}"))
        assert "1번째 궁금한 것이에요." in text
        assert "1번째 답이에요." in text
        assert "비밀글이에요." in text
        assert "2번째" not in text

    def test_pages_by_key_newest_first_and_without_hidden_ones(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        ids = [answered(shop, n) for n in range(1, 9)]
        with transaction():
            hide_question(ids[3], "광고")
        path: str | None = f"/products/{shop.soap.id}/questions"
        seen: list[str] = []
        while path:
            page = client.get(path).text
            seen += re.findall(r"(\d)번째 답", page)
            more = re.search(r'href="([^"]*\?cursor=[^"]*)"', page)
            path = more[1] if more else None
        assert seen == list("8765321")

    @pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "W251bGxd"])
    def test_a_bad_cursor_is_answered(self, client: FlaskClient, shop: Shop, cursor: str) -> None:
        address = f"/products/{shop.soap.id}/questions?cursor={cursor}"
        assert client.get(address).status_code == 422
