"""The second factor: set up, asked for at every door, never twice the same, turned off."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.accounts import passwords, second_factor
from marketplace.accounts.factor_models import RecoveryCode, SecondFactor
from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn

PASSWORD = "a-long-enough-password"
DOORS = ["/sign-in", "/seller/sign-in", "/buyer/sign-in", "/office/sign-in"]
HERE = "/account/second-factor"
SECRET = re.compile(r'<code class="factor__secret">([A-Z2-7 ]+)</code>')
RECOVERY = re.compile(r"<li><code>([0-9A-Z-]{14})</code></li>")


@pytest.fixture
def person(app: Flask) -> Account:
    password_hash = passwords.hash_password(PASSWORD)
    with transaction():
        return factories.account(email="someone@demo.example", password_hash=password_hash)


def code_now(account_id: int) -> str:
    db.session.rollback()
    factor = second_factor.find_factor(account_id)
    assert factor is not None
    return pyotp.TOTP(second_factor.secret_of(factor)).at(int(clock.now().timestamp()))


@pytest.fixture
def guarded(app: Flask, person: Account) -> Account:
    """Somebody whose second factor has been on for an hour."""
    with clock.frozen(clock.now() - timedelta(hours=1)), transaction():
        second_factor.begin(person.id)
    with clock.frozen(clock.now() - timedelta(hours=1)):
        code = code_now(person.id)
        with transaction():
            assert second_factor.confirm(db.session.get_one(Account, person.id), code)
    db.session.rollback()
    return db.session.get_one(Account, person.id)


def knock(client: FlaskClient, door: str, **more: str) -> TestResponse:
    return submit(client, door, {"email": "someone@demo.example", "password": PASSWORD, **more})


def user_of(client: FlaskClient) -> str:
    with client.session_transaction() as session:
        return str(session.get("_user_id", ""))


class TestSettingUp:
    def test_from_off_to_on_with_codes_shown_once(
        self, app: Flask, person: Account, signed_in: SignIn
    ) -> None:
        mine, elsewhere = signed_in(person), signed_in(person)
        assert "꺼짐" in visible_text(mine.get(HERE))
        assert submit(mine, HERE, {"current": "wrong-password"}).status_code == 422
        assert submit(mine, HERE, {"current": PASSWORD}).status_code == 303
        page = mine.get(HERE)
        assert page.headers["Cache-Control"] == "no-store"
        assert "<svg" in page.text
        assert " style=" not in page.text.split("<svg")[1].split("</svg>")[0]
        secret = SECRET.findall(page.text)[0].replace(" ", "")
        wrong = submit(mine, HERE, {"code": "000000"}, to=f"{HERE}/confirmation")
        assert wrong.status_code == 422
        assert not second_factor.is_on(person.id)
        code = pyotp.TOTP(secret).at(int(clock.now().timestamp()))
        shown = submit(mine, HERE, {"code": code}, to=f"{HERE}/confirmation")
        codes = RECOVERY.findall(shown.text)
        assert len(set(codes)) == 10
        db.session.rollback()
        assert second_factor.is_on(person.id)
        later = mine.get(HERE)
        assert "지금 10개 남았어요" in visible_text(later)
        assert codes[0] not in later.text
        assert secret not in later.text
        assert elsewhere.get("/account").status_code == 302
        [letter] = db.session.scalars(select(Letter).filter_by(template="second_factor"))
        assert letter.context["what"] == "on"

    def test_keeps_nothing_in_the_clear(self, guarded: Account) -> None:
        factor = second_factor.find_factor(guarded.id)
        assert factor is not None
        assert second_factor.secret_of(factor) not in factor.sealed_secret
        stored = db.session.scalars(select(RecoveryCode.fingerprint)).all()
        assert {len(each) for each in stored} == {64}


class TestSigningIn:
    @pytest.mark.parametrize("door", DOORS)
    def test_asks_at_every_door_and_only_then_lets_in(
        self, client: FlaskClient, guarded: Account, door: str
    ) -> None:
        answer = knock(client, door, remember="y")
        assert answer.headers["Location"].endswith(f"{door}/code")
        assert user_of(client) == ""
        assert client.get_cookie("remember_token") is None
        assert client.get("/account").status_code == 302
        right = submit(client, f"{door}/code", {"code": code_now(guarded.id)})
        assert right.status_code == 303
        assert user_of(client).startswith(f"{guarded.id}:")
        assert client.get_cookie("remember_token") is not None

    def test_goes_where_somebody_was_going_and_never_elsewhere(
        self, client: FlaskClient, guarded: Account
    ) -> None:
        knock(client, "/sign-in?next=/account/orders")
        answer = submit(client, "/sign-in/code", {"code": code_now(guarded.id)})
        assert answer.headers["Location"] == "/account/orders"
        other = client.application.test_client()
        knock(other, "/sign-in?next=https://elsewhere.example/")
        with clock.frozen(clock.now() + timedelta(minutes=2)):
            answer = submit(other, "/sign-in/code", {"code": code_now(guarded.id)})
        assert "elsewhere" not in answer.headers["Location"]

    def test_a_code_is_taken_once(self, app: Flask, guarded: Account) -> None:
        code = code_now(guarded.id)
        first, second = app.test_client(), app.test_client()
        for each in (first, second):
            knock(each, "/sign-in")
        assert submit(first, "/sign-in/code", {"code": code}).status_code == 303
        replayed = submit(second, "/sign-in/code", {"code": code})
        assert replayed.status_code == 422
        assert user_of(second) == ""

    def test_a_recovery_code_is_taken_once_and_told(self, app: Flask, guarded: Account) -> None:
        with transaction():
            codes = second_factor._renew(guarded.id)
        for n, expected in ((0, 303), (0, 422), (1, 303)):
            each = app.test_client()
            knock(each, "/sign-in")
            answer = submit(each, "/sign-in/code", {"code": codes[n].lower()})
            assert answer.status_code == expected
        letters = db.session.scalars(select(Letter).filter_by(template="second_factor"))
        assert [each.context["what"] for each in letters].count("recovery_used") == 2

    @pytest.mark.parametrize(
        "typed", ["000000", "1" * 20_000, "' OR 1=1 --", "<b>", "٠٠٠٠٠٠", "ABCDEFGHJKMN"]
    )
    def test_says_the_same_of_everything_wrong(
        self, client: FlaskClient, guarded: Account, typed: str
    ) -> None:
        knock(client, "/sign-in")
        answer = submit(client, "/sign-in/code", {"code": typed})
        assert answer.status_code == 422
        if len(typed) < 40:
            assert "코드가 맞지 않습니다" in visible_text(answer)
        assert user_of(client) == ""

    def test_after_ten_wrong_ones_the_right_one_waits(
        self, client: FlaskClient, guarded: Account
    ) -> None:
        knock(client, "/sign-in")
        for _ in range(10):
            submit(client, "/sign-in/code", {"code": "000000"})
        answer = submit(client, "/sign-in/code", {"code": code_now(guarded.id)})
        assert answer.status_code == 422
        assert "코드가 맞지 않습니다" in visible_text(answer)
        with clock.frozen(clock.now() + timedelta(minutes=16)):
            knock(client, "/sign-in")
            answer = submit(client, "/sign-in/code", {"code": code_now(guarded.id)})
        assert answer.status_code == 303

    def test_begins_anew_after_ten_minutes_or_without_a_password(
        self, client: FlaskClient, guarded: Account
    ) -> None:
        assert client.get("/sign-in/code").headers["Location"] == "/sign-in"
        knock(client, "/sign-in")
        with clock.frozen(clock.now() + timedelta(minutes=11)):
            assert client.get("/sign-in/code").headers["Location"] == "/sign-in"

    def test_a_password_changed_meanwhile_ends_the_asking(
        self, client: FlaskClient, guarded: Account
    ) -> None:
        knock(client, "/sign-in")
        with transaction():
            db.session.get_one(Account, guarded.id).session_stamp = "another"
        answer = client.post("/sign-in/code", data={"code": code_now(guarded.id)})
        assert answer.status_code in (303, 400)
        assert user_of(client) == ""


class TestTurningOff:
    def test_asks_password_and_code_and_ends_other_sessions(
        self, guarded: Account, signed_in: SignIn
    ) -> None:
        mine, elsewhere = signed_in(guarded), signed_in(guarded)
        at = f"{HERE}/removal"
        typed = {"removal-current": PASSWORD, "removal-code": "000000"}
        assert submit(mine, HERE, typed, to=at).status_code == 422
        typed = {"removal-current": "wrong-password", "removal-code": code_now(guarded.id)}
        assert submit(mine, HERE, typed, to=at).status_code == 422
        db.session.rollback()
        assert second_factor.is_on(guarded.id)
        typed = {"removal-current": PASSWORD, "removal-code": code_now(guarded.id)}
        assert submit(mine, HERE, typed, to=at).status_code == 303
        db.session.rollback()
        assert db.session.scalar(select(SecondFactor.id)) is None
        assert db.session.scalar(select(RecoveryCode.id)) is None
        assert mine.get("/account").status_code == 200
        assert elsewhere.get("/account").status_code == 302

    def test_new_recovery_codes_replace_the_old(self, guarded: Account, signed_in: SignIn) -> None:
        mine = signed_in(guarded)
        before = set(db.session.scalars(select(RecoveryCode.fingerprint)))
        typed = {"renewal-code": code_now(guarded.id)}
        shown = submit(mine, HERE, typed, to=f"{HERE}/recovery-codes")
        assert len(RECOVERY.findall(shown.text)) == 10
        db.session.rollback()
        after = set(db.session.scalars(select(RecoveryCode.fingerprint)))
        assert len(after) == 10
        assert not before & after


class TestOffice:
    def test_sees_that_it_is_on_and_no_secret(
        self, app: Flask, guarded: Account, signed_in: SignIn
    ) -> None:
        with transaction():
            staff = factories.office_member()
        page = signed_in(staff).get("/office/accounts?email=Someone@demo.example")
        assert "켜짐 (" in visible_text(page)
        factor = second_factor.find_factor(guarded.id)
        assert factor is not None
        assert second_factor.secret_of(factor) not in page.text
        assert factor.sealed_secret not in page.text
