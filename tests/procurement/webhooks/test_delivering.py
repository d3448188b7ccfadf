"""What happens is told: signed, again after pauses, at least once, and given up in the end."""

from __future__ import annotations

import importlib.util
import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.procurement.closing import close_month
from marketplace.procurement.models import (
    DeliveryFault,
    DeliveryStatus,
    Webhook,
    WebhookAct,
    WebhookDelivery,
    WebhookEvent,
    WebhookStatus,
)
from marketplace.procurement.webhooks.addresses import check_address
from marketplace.procurement.webhooks.delivering import (
    CLAIM_ENDS_AFTER,
    PAUSES,
    Claimed,
    forget_old,
    keep_outcome,
    send_due,
)
from marketplace.procurement.webhooks.queueing import redeliver, send_test
from marketplace.procurement.webhooks.sending import Tried
from marketplace.procurement.webhooks.subscribing import OFFERED, change_webhook, subscribe
from marketplace.procurement.year.plan import publish_plan
from marketplace.procurement.year.survey import Answer, answer_survey
from marketplace.procurement.year.targets import set_targets
from marketplace.procurement.year.telling import send_survey, send_targets
from tests.procurement.purchasing import Scene
from tests.procurement.webhooks.conftest import NOON
from tests.procurement.webhooks.receiver import Receiver
from tests.support import factories
from tests.support.queue import ListQueue

WHOLE = 200_000_000
EXAMPLE = Path(__file__).resolve().parents[3] / "docs/examples/verify_webhook.py"


@pytest.fixture(scope="module")
def example() -> ModuleType:
    """What the documentation tells receivers to run."""
    spec = importlib.util.spec_from_file_location("verify_webhook", EXAMPLE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listen(scene: Scene, receiver: Receiver, *events: WebhookEvent) -> tuple[str, str]:
    """A webhook's public id and secret."""
    target = check_address(receiver.url)
    with transaction():
        made = subscribe(scene.body.id, "게시판", target, events or OFFERED)
        return made.webhook.public_id, made.secret


def close(scene: Scene, month: int) -> None:
    with transaction():
        close_month(scene.place.id, 2026, month)


def rows() -> list[WebhookDelivery]:
    db.session.rollback()
    return list(db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


def the_webhook() -> Webhook:
    db.session.rollback()
    return db.session.scalars(select(Webhook)).one()


class TestTelling:
    def test_a_closed_month_is_told_so_that_the_example_believes_it(
        self, scene: Scene, receiver: Receiver, jobs: ListQueue, example: ModuleType
    ) -> None:
        _, secret = listen(scene, receiver)
        close(scene, 1)
        assert (receiver.got, rows()[0].status) == ([], DeliveryStatus.WAITING)
        jobs.run_all()
        [(path, headers, body)] = receiver.got
        assert path == "/ieum"
        signature = headers["Ieum-Signature"]
        assert example.is_genuine(secret, signature, body)
        assert not example.is_genuine(secret + "x", signature, body)
        assert not example.is_genuine(secret, signature, body + b" ")
        late = int(signature.split(",")[0][2:]) + 301
        assert not example.is_genuine(secret, signature, body, now=late)
        assert not any(example.is_genuine(secret, bad, body) for bad in ("", "t=x,v1=", "v1=a"))
        told = json.loads(body)
        assert (told["type"], told["id"]) == ("month_closed", headers["Ieum-Event-Id"])
        assert told["data"]["department"]["name"] == scene.place.name
        assert (told["data"]["month"], told["data"]["counted_won"]) == (1, 0)
        [row] = rows()
        assert (row.status, row.answered_status, row.attempts) == (DeliveryStatus.DELIVERED, 200, 1)

    def test_targets_and_publications_are_told(
        self, scene: Scene, receiver: Receiver, jobs: ListQueue
    ) -> None:
        listen(scene, receiver)
        with transaction():
            db.session.add(scene.place)
            send_survey(scene.body.id, 2026)
            answer_survey(scene.place.id, 2026, Answer(WHOLE))
            set_targets(scene.body.id, 2026, {scene.place.id: WHOLE}, WHOLE)
            send_targets(scene.body.id, 2026)
        with transaction():
            publish_plan(scene.body.id, 2026)
        jobs.run_all()
        told = [json.loads(body) for _, _, body in receiver.got]
        assert [each["type"] for each in told] == ["target_notified", "published"]
        assert [each["target_won"] for each in told[0]["data"]["targets"]] == [WHOLE]
        assert told[1]["data"]["kind"] == "plan"
        assert told[1]["data"]["url"].endswith(f"/disclosures/{scene.body.slug}/2026")

    def test_only_what_was_asked_for_and_only_ones_own(
        self, scene: Scene, receiver: Receiver, jobs: ListQueue
    ) -> None:
        listen(scene, receiver, WebhookEvent.PUBLISHED)
        with transaction():
            other = factories.department()
            close_month(other.id, 2026, 1)
        close(scene, 1)
        assert rows() == []

    def test_what_was_not_done_is_not_told(self, scene: Scene, receiver: Receiver) -> None:
        listen(scene, receiver)
        with suppress(RuntimeError), transaction():
            close_month(scene.place.id, 2026, 1)
            raise RuntimeError
        assert rows() == []


class TestFailing:
    def test_it_is_tried_again_after_growing_pauses_and_given_up(
        self, scene: Scene, receiver: Receiver
    ) -> None:
        listen(scene, receiver)
        receiver.status = 500
        close(scene, 1)
        moment = NOON
        for pause in PAUSES:
            with clock.frozen(moment):
                assert (send_due(), send_due()) == (0, 0)
                [row] = rows()
                assert (row.status, row.fault) == (DeliveryStatus.WAITING, DeliveryFault.STATUS)
                assert row.next_try_at == moment + pause
            moment += pause
        with clock.frozen(moment):
            send_due()
        [row] = rows()
        assert (row.status, row.attempts, row.answered_status) == (DeliveryStatus.FAILED, 8, 500)
        assert len(receiver.got) == 8
        assert len({body for _, _, body in receiver.got}) == 1
        assert the_webhook().status is WebhookStatus.ON

    def test_three_given_up_switch_it_off_and_the_coordinator_is_written_to(
        self, scene: Scene, receiver: Receiver, jobs: ListQueue
    ) -> None:
        with transaction():
            db.session.add(scene.place)
            person = factories.serves(scene.place, DepartmentRole.COORDINATOR)
            address = person.email
        key, _ = listen(scene, receiver)
        receiver.status = 500
        for month in (1, 2, 3, 4):
            close(scene, month)
        for row in rows():
            with transaction():
                db.session.get_one(WebhookDelivery, row.id).attempts = len(PAUSES)
        for _ in range(4):
            send_due()
        assert (the_webhook().status, the_webhook().failures) == (WebhookStatus.BROKEN, 3)
        assert [row.status for row in rows()][3] is DeliveryStatus.WAITING
        letter = db.session.scalars(select(Letter)).one()
        assert (letter.template, letter.recipient) == ("webhook_switched_off", address)
        jobs.run_all()
        db.session.refresh(letter)
        assert "웹훅" in letter.subject
        receiver.status, before = 200, len(receiver.got)
        close(scene, 5)  # while it is off: not told
        assert (send_due(), len(rows())) == (0, 4)
        with transaction():
            change_webhook(key, [scene.body.id], WebhookAct.SWITCH_ON)
        assert (send_due(), len(receiver.got)) == (1, before + 1)

    def test_what_arrives_forgives(self, scene: Scene, receiver: Receiver) -> None:
        listen(scene, receiver)
        with transaction():
            db.session.scalars(select(Webhook)).one().failures = 2
        close(scene, 1)
        send_due()
        assert the_webhook().failures == 0

    def test_gone_switches_it_off_at_once(self, scene: Scene, receiver: Receiver) -> None:
        listen(scene, receiver)
        receiver.status = 410
        close(scene, 1)
        send_due()
        assert (the_webhook().status, rows()[0].status) == (
            WebhookStatus.BROKEN,
            DeliveryStatus.FAILED,
        )

    def test_a_redirect_is_not_followed(self, scene: Scene, receiver: Receiver) -> None:
        listen(scene, receiver)
        receiver.status, receiver.headers = 307, {"Location": receiver.url + "/else"}
        close(scene, 1)
        send_due()
        assert [path for path, _, _ in receiver.got] == ["/ieum"]
        assert (rows()[0].fault, rows()[0].answered_status) == (DeliveryFault.REDIRECT, 307)

    def test_an_address_that_is_not_public_any_more_is_not_called(
        self, app: Flask, scene: Scene, receiver: Receiver
    ) -> None:
        listen(scene, receiver)
        close(scene, 1)
        settings = app.extensions["settings"]
        app.extensions["settings"] = replace(settings, webhook_loopback=False)
        send_due()
        assert (receiver.got, rows()[0].fault) == ([], DeliveryFault.ADDRESS)

    def test_nobody_there_is_told_as_that(self, scene: Scene, receiver: Receiver) -> None:
        listen(scene, receiver)
        with transaction():
            db.session.scalars(select(Webhook)).one().url = "http://127.0.0.1:9/"
        close(scene, 1)
        send_due()
        assert rows()[0].fault is DeliveryFault.UNREACHABLE

    def test_another_key_of_the_service_is_told_as_that(
        self, app: Flask, scene: Scene, receiver: Receiver
    ) -> None:
        listen(scene, receiver)
        close(scene, 1)
        settings = app.extensions["settings"]
        app.extensions["settings"] = replace(settings, secret_key="another" * 6)
        send_due()
        assert (receiver.got, rows()[0].fault) == ([], DeliveryFault.UNSEALED)

    def test_one_that_is_dead_holds_up_no_other(self, scene: Scene, receiver: Receiver) -> None:
        listen(scene, receiver)
        with transaction():
            db.session.scalars(select(Webhook)).one().url = "http://127.0.0.1:9/"
        close(scene, 1)
        close(scene, 2)
        listen(scene, receiver)
        close(scene, 3)
        assert send_due() == 1
        assert [row.attempts for row in rows()] == [1, 0, 0, 1]


class TestOnceMore:
    def test_a_worker_that_died_is_followed_under_the_same_event_id(
        self, scene: Scene, receiver: Receiver
    ) -> None:
        listen(scene, receiver)
        close(scene, 1)
        with transaction():
            row = db.session.scalars(select(WebhookDelivery)).one()
            row.status, row.claimed_at, row.attempts = DeliveryStatus.SENDING, NOON, 1
            lost = Claimed(row.id, row.webhook_id, NOON)
            event_id = row.event_id
        assert send_due() == 0
        with clock.frozen(NOON + CLAIM_ENDS_AFTER + timedelta(seconds=1)):
            assert send_due() == 1
        assert receiver.got[0][1]["Ieum-Event-Id"] == event_id
        keep_outcome(lost, Tried(500, DeliveryFault.STATUS))  # it was not dead, only slow
        assert rows()[0].status is DeliveryStatus.DELIVERED

    def test_redelivering_sends_the_same_again(self, scene: Scene, receiver: Receiver) -> None:
        key, _ = listen(scene, receiver)
        close(scene, 1)
        send_due()
        with transaction():
            redeliver(key, [scene.body.id], rows()[0].public_id)
        assert send_due() == 1
        assert receiver.got[0][2] == receiver.got[1][2]
        assert rows()[0].attempts == 1

    def test_a_test_is_tried_once_and_counts_for_nothing(
        self, scene: Scene, receiver: Receiver
    ) -> None:
        key, _ = listen(scene, receiver)
        receiver.status = 500
        with transaction():
            send_test(key, [scene.body.id])
        send_due()
        assert (rows()[0].status, the_webhook().failures) == (DeliveryStatus.FAILED, 0)

    def test_the_log_is_kept_for_ninety_days(self, scene: Scene, receiver: Receiver) -> None:
        listen(scene, receiver)
        close(scene, 1)
        send_due()
        for days, gone in ((90, 0), (91, 1)):
            with clock.frozen(NOON + timedelta(days=days)), transaction():
                assert forget_old() == gone
