"""Letters nobody owes: never without a yes, stopped at one press, owed ones untouched."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.consents import consents_in_force, record_consents
from marketplace.accounts.models import Account, ConsentKind
from marketplace.core.database import db, transaction
from marketplace.notify.gateway import compose
from marketplace.notify.jobs import send_queued
from marketplace.notify.models import Letter, LetterStatus
from marketplace.notify.optional import (
    StopLinkUnknown,
    Topic,
    queue_optional_letter,
    read_stop_token,
    stop_address,
)
from marketplace.notify.service import queue_letter
from tests.support import factories
from tests.support.pages import visible_text

LINK = re.compile(r"https?://[^\s<>\"]+/letters/stop/[^\s<>\"]+")
WORDS = {"name": "이다정", "lines": [{"id": 1, "name": "비누"}], "access_token": "abc"}


class Carrier:
    """A mail gateway that remembers what it carried."""

    def __init__(self) -> None:
        self.carried: list[Letter] = []

    def deliver(self, letter: Letter) -> None:
        self.carried.append(letter)


@pytest.fixture
def carrier(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Carrier:
    carrier = Carrier()
    monkeypatch.setitem(app.extensions, "mail_gateway", carrier)
    return carrier


@pytest.fixture
def person(app: Flask) -> Account:
    with transaction():
        return factories.account(email="member@demo.example")


def agree(person: Account, agreed: bool = True) -> None:
    with transaction():
        record_consents(person.id, {ConsentKind.MARKETING_MAIL: agreed})


def queue(email: str = "member@demo.example", key: str = "a") -> Letter | None:
    with transaction():
        return queue_optional_letter(Topic.NEWS, "review_reminder", email, key, **WORDS)


def only() -> Letter:
    db.session.rollback()
    return db.session.scalars(select(Letter)).one()


class TestQueueing:
    def test_needs_a_yes(self, person: Account) -> None:
        assert queue() is None
        assert queue("stranger@mail.example") is None
        agree(person, False)
        assert queue() is None
        agree(person)
        assert queue() is not None

    def test_who_changed_their_mind_before_it_left_gets_nothing(
        self, person: Account, carrier: Carrier
    ) -> None:
        agree(person)
        queue()
        agree(person, False)
        assert send_queued() == 0
        assert only().status is LetterStatus.WITHHELD
        assert carrier.carried == []
        assert send_queued() == 0


class TestHeaders:
    def test_an_optional_letter_says_how_to_stop_it(
        self, person: Account, carrier: Carrier
    ) -> None:
        agree(person)
        queue()
        send_queued()
        (letter,) = carrier.carried
        message = compose(letter, "이음장터 <no-reply@demo.example>")
        link = stop_address("news", person.email)
        assert message["List-Unsubscribe"] == f"<{link}>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert LINK.findall(letter.text_body) == [link]
        assert link in letter.html_body

    def test_an_owed_letter_cannot_be_stopped(self, person: Account, carrier: Carrier) -> None:
        agree(person, False)
        with transaction():
            queue_letter("confirm_mail", person.email, "confirm:1", name="이다정", token="t")
        assert send_queued() == 1
        message = compose(carrier.carried[0], "이음장터 <no-reply@demo.example>")
        assert message["List-Unsubscribe"] is None
        assert not LINK.search(carrier.carried[0].text_body)


class TestStopping:
    def path(self, person: Account) -> str:
        return "/letters/stop/" + stop_address("news", person.email).rsplit("/", 1)[1]

    def test_a_mail_program_stops_it_without_cookie_or_token(
        self, person: Account, client: FlaskClient
    ) -> None:
        agree(person)
        answer = client.post(self.path(person), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "소식 메일을 멈췄어요" in visible_text(answer)
        db.session.rollback()
        assert consents_in_force(person.id)[ConsentKind.MARKETING_MAIL].agreed is False
        assert queue() is None

    def test_opening_the_link_changes_nothing(self, person: Account, client: FlaskClient) -> None:
        agree(person)
        page = client.get(self.path(person))
        assert "그만 받기" in visible_text(page)
        assert "member@demo.example" in visible_text(page)
        assert queue() is not None

    def test_twice_and_for_nobody_is_no_fault(self, person: Account, client: FlaskClient) -> None:
        agree(person)
        for _ in range(2):
            assert client.post(self.path(person)).status_code == 200
        answers = consents_in_force(person.id)
        assert answers[ConsentKind.MARKETING_MAIL].agreed is False
        gone = stop_address("news", "nobody@mail.example").rsplit("/", 1)[1]
        assert client.post(f"/letters/stop/{gone}").status_code == 200

    @pytest.mark.parametrize("token", ["x", "WyJuZXdzIiwiYSJd.forged", "a" * 5000])
    def test_a_forged_link_is_not_found(self, client: FlaskClient, app: Flask, token: str) -> None:
        assert client.post(f"/letters/stop/{token}").status_code == 404
        with pytest.raises(StopLinkUnknown):
            read_stop_token(token)
