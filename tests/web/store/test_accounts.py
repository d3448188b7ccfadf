"""Joining, confirming, forgetting."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts import passwords
from marketplace.accounts.consents import consents_in_force
from marketplace.accounts.models import Account, ConsentKind
from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.queue import ListQueue
from tests.support.signing_in import SignIn

JOINING = {
    "email": "New@Demo.Example",
    "password": "a-long-enough-password",
    "name": "한가람",
    "is_old_enough": "y",
    "agree_terms": "y",
    "agree_privacy": "y",
}


def account() -> Account:
    db.session.rollback()
    return db.session.scalars(select(Account)).one()


def link_in(letter: Letter) -> str:
    found = re.search(r"http://localhost(/\S+)", letter.text_body)
    assert found
    return found.group(1)


class TestJoining:
    def test_opens_an_account_and_signs_in(self, client: FlaskClient, jobs: ListQueue) -> None:
        answer = submit(client, "/sign-up", JOINING)
        assert answer.headers["Location"] == "/account"
        assert account().email == "new@demo.example"
        assert account().confirmed_at is None
        assert "한가람님, 안녕하세요" in visible_text(client.get("/account"))

    def test_keeps_what_was_agreed_to(self, client: FlaskClient) -> None:
        submit(client, "/sign-up", JOINING)
        held = consents_in_force(account().id)
        assert {kind: consent.agreed for kind, consent in held.items()} == {
            ConsentKind.TERMS: True,
            ConsentKind.PRIVACY: True,
            ConsentKind.MARKETING_MAIL: False,
        }

    def test_the_letter_confirms_the_address_by_a_press(
        self, client: FlaskClient, jobs: ListQueue
    ) -> None:
        submit(client, "/sign-up", JOINING)
        jobs.run_all()
        link = link_in(db.session.scalars(select(Letter)).one())
        assert account().confirmed_at is None
        client.get(link)
        assert account().confirmed_at is None  # a mail program that looks confirms nothing
        submit(client, link, {})
        assert account().confirmed_at is not None

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"password": "short"}, "10자 이상"),
            ({"password": "new@demo.example"}, "메일 주소와 다른"),
            ({"email": "nobody"}, "모양의 메일 주소"),
            ({"is_old_enough": ""}, "보호자의 동의"),
            ({"agree_terms": ""}, "동의해 주셔야"),
        ],
    )
    def test_says_what_is_missing(
        self, client: FlaskClient, changes: dict[str, str], said: str
    ) -> None:
        sent = {key: value for key, value in {**JOINING, **changes}.items() if value}
        answer = submit(client, "/sign-up", sent)
        assert answer.status_code == 422
        assert said in visible_text(answer)
        assert db.session.scalars(select(Account)).all() == []

    def test_a_known_address_is_told(self, client: FlaskClient) -> None:
        with transaction():
            factories.account(email="new@demo.example")
        answer = submit(client, "/sign-up", JOINING)
        assert "이미 가입된 메일 주소예요" in visible_text(answer)

    def test_a_second_letter_can_be_asked_for(
        self, app: Flask, signed_in: SignIn, jobs: ListQueue
    ) -> None:
        with transaction():
            person = factories.account(confirmed_at=None)
        client = signed_in(person)
        submit(client, "/account", {}, "/account/confirmation-letters")
        jobs.run_all()
        assert db.session.scalars(select(Letter)).one().template == "confirm_mail"


class TestForgetting:
    @pytest.fixture
    def person(self, app: Flask) -> Account:
        hashed = passwords.hash_password("the-old-password")
        with transaction():
            return factories.account(email="old@demo.example", password_hash=hashed)

    def test_says_the_same_whether_there_is_an_account_or_not(
        self, client: FlaskClient, person: Account, jobs: ListQueue
    ) -> None:
        for email in ("old@demo.example", "nobody@demo.example"):
            answer = submit(client, "/forgotten-password", {"email": email})
            assert "메일을 확인해 주세요" in visible_text(answer)
        assert [letter.recipient for letter in db.session.scalars(select(Letter))] == [
            "old@demo.example"
        ]

    def test_the_link_works_once_and_ends_other_sessions(
        self, client: FlaskClient, person: Account, jobs: ListQueue, signed_in: SignIn
    ) -> None:
        elsewhere = signed_in(person)
        submit(client, "/forgotten-password", {"email": person.email})
        jobs.run_all()
        link = link_in(db.session.scalars(select(Letter)).one())
        submit(client, link, {"password": "the-new-password"})
        assert passwords.matches("the-new-password", account().password_hash)
        assert client.get(link).status_code == 409
        assert elsewhere.get("/account").status_code == 302

    def test_a_forged_link_opens_nothing(self, client: FlaskClient, person: Account) -> None:
        answer = client.get("/forgotten-password/eyJ.forged.token")
        assert answer.status_code == 409
        assert "시간이 지났거나 이미 쓰였어요" in visible_text(answer)
