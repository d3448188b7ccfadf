"""Letters: told once, sent once, tried again, given up in the open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import ExternalFailure
from marketplace.notify import jobs as notify_jobs
from marketplace.notify.gateway import compose
from marketplace.notify.jobs import CLAIM_ENDS_AFTER, MAX_ATTEMPTS, send_queued
from marketplace.notify.models import Letter, LetterStatus
from marketplace.notify.service import queue_letter
from tests.support.queue import ListQueue


class Carrier:
    """A mail gateway that remembers, or fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.carried: list[str] = []

    def deliver(self, letter: Letter) -> None:
        if self.failures:
            self.failures -= 1
            raise ExternalFailure("the server is away")
        message = compose(letter, "이음장터 <no-reply@demo.example>")
        self.carried.append(str(message["To"]))


@pytest.fixture
def carrier(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Carrier:
    carrier = Carrier()
    monkeypatch.setitem(app.extensions, "mail_gateway", carrier)
    words = notify_jobs.Rendered("제목", "본문", "<p>본문</p>")
    monkeypatch.setattr(notify_jobs, "render", lambda *_: words)
    return carrier


def queue(key: str = "news:1") -> None:
    with transaction():
        queue_letter("anything", "person@demo.example", key)


def only() -> Letter:
    db.session.rollback()
    return db.session.scalars(select(Letter)).one()


class TestQueueing:
    def test_the_same_news_is_one_letter(self, app: Flask, jobs: ListQueue) -> None:
        queue()
        queue()
        assert only().status is LetterStatus.QUEUED
        assert jobs.names() == ["letters.send"]

    def test_a_deed_undone_tells_nobody(self, app: Flask, jobs: ListQueue) -> None:
        with pytest.raises(LookupError), transaction():  # noqa: PT012 - the block is the case
            queue_letter("anything", "person@demo.example", "news:1")
            raise LookupError
        assert db.session.scalars(select(Letter)).all() == []
        assert jobs.names() == []


class TestSending:
    def test_keeps_what_went_out(self, app: Flask, carrier: Carrier) -> None:
        queue()
        assert send_queued() == 1
        assert send_queued() == 0
        letter = only()
        assert (letter.status, letter.subject) == (LetterStatus.SENT, "제목")
        assert carrier.carried == ["person@demo.example"]

    def test_tries_again_after_a_pause(self, app: Flask, carrier: Carrier) -> None:
        carrier.failures = 1
        queue()
        assert send_queued() == 0
        assert only().last_error == "the server is away"
        with clock.frozen(clock.now() + CLAIM_ENDS_AFTER + timedelta(seconds=1)):
            assert send_queued() == 1
        assert only().status is LetterStatus.SENT

    def test_gives_up_where_people_see_it(self, app: Flask, carrier: Carrier) -> None:
        carrier.failures = MAX_ATTEMPTS
        queue()
        at = clock.now()
        for turn in range(MAX_ATTEMPTS):
            with clock.frozen(at + turn * (CLAIM_ENDS_AFTER + timedelta(seconds=1))):
                send_queued()
        assert only().status is LetterStatus.FAILED
