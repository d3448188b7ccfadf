"""The door of each portal."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from marketplace.accounts import passwords
from marketplace.accounts.models import Account
from marketplace.core.database import transaction
from marketplace.web.extensions import limiter
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn

PASSWORD = "a-long-enough-password"
DOORS = ["/sign-in", "/seller/sign-in", "/buyer/sign-in", "/office/sign-in"]


@pytest.fixture
def person(app: Flask) -> Account:
    password_hash = passwords.hash_password(PASSWORD)
    with transaction():
        return factories.account(email="someone@demo.example", password_hash=password_hash)


class TestSignIn:
    @pytest.mark.parametrize("door", DOORS)
    def test_lets_the_right_password_in(
        self, client: FlaskClient, person: Account, door: str
    ) -> None:
        answer = submit(client, door, {"email": "Someone@demo.example ", "password": PASSWORD})
        assert answer.status_code == 302
        with client.session_transaction() as session:
            assert session["_user_id"].startswith(f"{person.id}:")

    @pytest.mark.parametrize("door", DOORS)
    @pytest.mark.parametrize("email", ["someone@demo.example", "nobody@demo.example"])
    def test_says_the_same_of_a_wrong_password_and_an_unknown_mail(
        self, client: FlaskClient, person: Account, door: str, email: str
    ) -> None:
        answer = submit(client, door, {"email": email, "password": "wrong-password"})
        assert answer.status_code == 422
        assert "메일 주소나 비밀번호가 맞지 않습니다" in visible_text(answer)
        assert f'value="{email}"' in answer.text

    def test_needs_the_token_of_its_form(self, client: FlaskClient, person: Account) -> None:
        answer = client.post(DOORS[0], data={"email": person.email, "password": PASSWORD})
        assert answer.status_code == 400

    @pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example"])
    def test_never_sends_anybody_elsewhere(
        self, client: FlaskClient, person: Account, target: str
    ) -> None:
        path = f"/sign-in?next={target}"
        answer = submit(client, path, {"email": person.email, "password": PASSWORD})
        assert "elsewhere" not in answer.headers["Location"]

    def test_slows_down_guessing(self, client: FlaskClient, person: Account) -> None:
        limiter.enabled = True
        try:
            wrong = {"email": person.email, "password": "wrong-password"}
            answers = [submit(client, DOORS[0], wrong).status_code for _ in range(11)]
        finally:
            limiter.enabled = False
            limiter.reset()
        assert answers == [422] * 10 + [429]


class TestSignOut:
    @pytest.mark.parametrize("door", DOORS)
    def test_ends_being_remembered_too(
        self, client: FlaskClient, person: Account, door: str
    ) -> None:
        typed = {"email": person.email, "password": PASSWORD, "remember": "y"}
        submit(client, door, typed)
        assert client.get_cookie("remember_token") is not None
        answer = submit(client, door, {}, to=door.replace("sign-in", "sign-out"))
        assert answer.status_code == 302
        assert client.get_cookie("remember_token") is None
        assert client.get("/account").headers["Location"].startswith("/sign-in")


class TestSession:
    def test_ends_when_the_password_changes(
        self, app: Flask, person: Account, signed_in: SignIn
    ) -> None:
        client = signed_in(person)
        assert client.get("/seller/sign-in").status_code == 200
        with transaction() as session:
            session.execute(update(Account).values(session_stamp="changed"))
        answer = client.get("/seller", follow_redirects=False)
        assert answer.status_code in {302, 308}

    def test_ends_when_the_account_is_disabled(
        self, app: Flask, person: Account, signed_in: SignIn
    ) -> None:
        from marketplace.core import clock
        from marketplace.web.viewer import load_account

        assert load_account(person.get_id()) is not None
        identity = person.get_id()
        with transaction() as session:
            session.execute(update(Account).values(disabled_at=clock.now()))
        assert load_account(identity) is None
