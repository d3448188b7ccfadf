"""Many workers at once send each delivery once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core.database import db, transaction
from marketplace.procurement.models import WebhookDelivery
from marketplace.procurement.webhooks.addresses import check_address
from marketplace.procurement.webhooks.delivering import send_due
from marketplace.procurement.webhooks.queueing import send_test
from marketplace.procurement.webhooks.subscribing import OFFERED, subscribe
from tests.procurement.webhooks.receiver import receiving
from tests.races.visitors import all_at_once
from tests.support import factories

pytestmark = pytest.mark.race

WORKERS, EVENTS = 5, 8


def test_many_workers_send_each_delivery_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(app.extensions["settings"], webhook_loopback=True)
    monkeypatch.setitem(app.extensions, "settings", settings)
    with receiving() as receiver:
        target = check_address(receiver.url)
        with transaction():
            body = factories.institution()
            hook = subscribe(body.id, "게시판", target, OFFERED).webhook.public_id
            for _ in range(EVENTS):
                send_test(hook, [body.id])

        def work(_at: int) -> int:
            with app.app_context():
                return send_due()

        arrived = all_at_once(work, range(WORKERS))
    db.session.rollback()
    assert sum(arrived) == EVENTS
    ids = [headers["Ieum-Event-Id"] for _, headers, _ in receiver.got]
    assert (len(ids), len(set(ids))) == (EVENTS, EVENTS)
    assert {each.attempts for each in db.session.scalars(select(WebhookDelivery))} == {1}
