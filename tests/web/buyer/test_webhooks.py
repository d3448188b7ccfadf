"""Webhooks on screen: made with a secret shown once, tried, switched, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.audit.models import AuditEntry
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import Webhook, WebhookDelivery, WebhookStatus
from tests.procurement.purchasing import Scene
from tests.procurement.webhooks.receiver import Receiver, receiving
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.queue import ListQueue
from tests.support.signing_in import SignIn
from tests.support.statements import counting

PAGE = "/buyer/coordination/webhooks"
MOST_STATEMENTS = 12


@pytest.fixture
def coordinator(scene: Scene, signed_in: SignIn) -> FlaskClient:
    with transaction():
        db.session.add(scene.place)
        scene.place.coordinates = True
        person = factories.serves(scene.place, DepartmentRole.COORDINATOR)
    return signed_in(person)


@pytest.fixture
def receiver(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    settings = replace(app.extensions["settings"], webhook_loopback=True)
    monkeypatch.setitem(app.extensions, "settings", settings)
    with receiving() as found:
        yield found


def make(client: FlaskClient, url: str, **more: Any) -> TestResponse:
    data = {"name": "업무 게시판", "url": url, "events": ["month_closed", "published"], **more}
    return submit(client, PAGE, data)


def the_webhook() -> Webhook:
    db.session.rollback()
    return db.session.scalars(select(Webhook)).one()


def deeds() -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.action.startswith("webhook:"))
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


class TestMaking:
    def test_nothing_there_says_what_it_is_for(self, coordinator: FlaskClient) -> None:
        assert "아직 웹훅이 없습니다" in visible_text(coordinator.get(PAGE))
        english = coordinator.get(PAGE, headers={"Accept-Language": "en"})
        assert english.status_code == 200

    def test_its_secret_is_shown_once_and_kept_sealed(
        self, scene: Scene, coordinator: FlaskClient, receiver: Receiver
    ) -> None:
        answer = make(coordinator, receiver.url)
        found = re.search(r'id="secret">(ieumwh_[\w-]+)<', answer.get_data(as_text=True))
        assert found
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        webhook = the_webhook()
        assert found[1] not in webhook.sealed_secret
        later = coordinator.get(f"{PAGE}/{webhook.public_id}").get_data(as_text=True)
        assert found[1] not in later
        assert webhook.hint in later
        assert receiver.url in coordinator.get(PAGE).get_data(as_text=True)
        assert deeds() == ["webhook:made"]

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"name": ""}, "받을 시스템의 이름을"),
            ({"events": []}, "알릴 일을 하나 이상 골라 주세요."),
            ({"events": ["test"]}, "알릴 일"),
            ({"url": ""}, "https://로 시작하는 주소를 적어 주세요."),
            ({"url": "http://127.0.0.1:8000/"}, "인터넷에 공개된 서버의 주소만 쓸 수 있습니다."),
            ({"url": "https://10.0.0.1/"}, "인터넷에 공개된 서버의 주소만 쓸 수 있습니다."),
            ({"url": "https://u:p@x.example/"}, "아이디, 비밀번호나 #이 든 주소는"),
            ({"url": "https://no-such-name.invalid/"}, "서버 이름을 찾을 수 없습니다."),
            ({"url": "https://" + "x" * 20_000}, "500"),
            ({"name": "x" * 20_000}, "60"),
        ],
    )
    def test_what_is_wrong_is_told_in_its_field_and_nothing_is_lost(
        self, scene: Scene, coordinator: FlaskClient, said: dict[str, Any], told: str
    ) -> None:
        answer = make(coordinator, **{"url": "https://10.0.0.1/typed", **said})
        assert answer.status_code == 422
        assert told in visible_text(answer)
        kept = said.get("url", "https://10.0.0.1/typed")
        assert f'value="{kept}"' in answer.get_data(as_text=True) or not kept
        assert db.session.scalars(select(Webhook)).all() == []

    def test_one_address_is_registered_once(
        self, coordinator: FlaskClient, receiver: Receiver
    ) -> None:
        make(coordinator, receiver.url, name="이름\x00 '; DROP TABLE webhook")
        assert the_webhook().name == "이름  '; DROP TABLE webhook"
        again = make(coordinator, receiver.url)
        assert "이미 등록한 주소입니다." in visible_text(again)


class TestOne:
    def test_tried_sent_again_and_logged(
        self, coordinator: FlaskClient, receiver: Receiver, jobs: ListQueue, app: Flask
    ) -> None:
        receiver.status = 503
        make(coordinator, receiver.url)
        page = f"{PAGE}/{the_webhook().public_id}"
        assert "아직 보낸 알림이 없습니다" in visible_text(coordinator.get(page))
        submit(coordinator, page, {}, f"{page}/tests")
        jobs.run_all()
        words = visible_text(coordinator.get(page))
        assert "포기" in words
        assert "503 오류로 답함" in words
        receiver.status = 204
        row = db.session.scalars(select(WebhookDelivery)).one()
        path = f"{page}/deliveries/{row.public_id}/redelivery"
        answer = submit(coordinator, page, {}, path)
        assert answer.status_code == 302
        jobs.run_all()
        assert "도착" in visible_text(coordinator.get(page))
        assert len(receiver.got) == 2
        assert deeds()[1:] == ["webhook:tested", "webhook:redelivered"]
        with counting(app) as sent:
            coordinator.get(page)
        assert len(sent) <= MOST_STATEMENTS
        assert submit(coordinator, page, {}, f"{page}/deliveries/x/redelivery").status_code == 404

    def test_switched_off_on_and_removed(
        self, coordinator: FlaskClient, receiver: Receiver
    ) -> None:
        make(coordinator, receiver.url)
        page = f"{PAGE}/{the_webhook().public_id}"
        submit(coordinator, page, {}, f"{page}/switch-off")
        assert the_webhook().status is WebhookStatus.OFF
        twice = submit(coordinator, page, {}, f"{page}/switch-off")
        assert "방금 상태가 바뀐" in visible_text(coordinator.get(twice.location))
        refused = submit(coordinator, page, {}, f"{page}/tests")
        assert "꺼진 웹훅입니다." in visible_text(coordinator.get(refused.location))
        submit(coordinator, page, {}, f"{page}/switch-on")
        assert the_webhook().status is WebhookStatus.ON
        gone = submit(coordinator, page, {}, f"{page}/removal")
        assert gone.location.endswith(PAGE)
        assert coordinator.get(page).status_code == 404
        assert deeds()[1:] == ["webhook:switch_off", "webhook:switch_on", "webhook:remove"]

    def test_is_for_coordinators_of_the_institution_only(
        self,
        scene: Scene,
        coordinator: FlaskClient,
        receiver: Receiver,
        purchaser: FlaskClient,
        signed_in: SignIn,
    ) -> None:
        make(coordinator, receiver.url)
        page = f"{PAGE}/{the_webhook().public_id}"
        assert purchaser.get(PAGE).status_code == 403
        assert purchaser.get(page).status_code == 403
        with transaction():
            place = factories.department(coordinates=True)
            other = signed_in(factories.serves(place, DepartmentRole.COORDINATOR))
        assert other.get(page).status_code == 404
        for act in ("tests", "switch-off", "removal"):
            assert submit(other, PAGE, {}, f"{page}/{act}").status_code == 404
        assert other.get(f"{PAGE}/%00").status_code == 404
        assert coordinator.get(f"{page}?cursor=x").status_code == 422
