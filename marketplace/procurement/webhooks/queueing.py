"""Write down what is to be told, with the deed it tells of; the sending comes after."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db, hold
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.jobs import enqueue_after_commit
from marketplace.core.text import T
from marketplace.core.types import public_token
from marketplace.procurement.models import (
    DELIVERY_TRANSITIONS,
    DeliveryAct,
    DeliveryFault,
    Institution,
    Webhook,
    WebhookDelivery,
    WebhookEvent,
    WebhookStatus,
)
from marketplace.procurement.webhooks.subscribing import find_webhook


class DeliveryNotFound(NotFound):
    """No such delivery of this webhook."""

    code = "delivery_not_found"

    def __init__(self) -> None:
        super().__init__(T("전송 기록을 찾을 수 없습니다."))


class WebhookIsOff(Conflict):
    """Nothing is sent while it is off."""

    code = "webhook_is_off"

    def __init__(self) -> None:
        super().__init__(T("꺼진 웹훅입니다. 켠 뒤에 다시 보내 주세요."))


class DeliveryOnItsWay(Conflict):
    """It is being sent this moment."""

    code = "delivery_on_its_way"

    def __init__(self) -> None:
        super().__init__(T("지금 보내고 있습니다. 잠시 뒤 결과를 확인해 주세요."))


def subscribers(institution_id: int, event: WebhookEvent) -> list[Webhook]:
    """The webhooks that are on and want to be told of an event; at most ten are looked at."""
    query = (
        select(Webhook)
        .filter_by(institution_id=institution_id, status=WebhookStatus.ON)
        .order_by(Webhook.id)
    )
    return [each for each in db.session.scalars(query) if event.value in each.events]


def queue_event(
    webhooks: Sequence[Webhook], event: WebhookEvent, data: Mapping[str, Any]
) -> list[WebhookDelivery]:
    """One event for each of an institution's webhooks, in the open transaction.

    Every webhook is told the same event id. `data` holds JSON values without personal data.
    """
    if not webhooks:
        return []
    event_id = f"evt_{public_token()}"
    body = _body(event_id, event, webhooks[0].institution_id, data)
    rows = [
        WebhookDelivery(webhook_id=each.id, event_id=event_id, event=event, body=body)
        for each in webhooks
    ]
    db.session.add_all(rows)
    db.session.flush()
    enqueue_after_commit("webhooks.send")
    return rows


def _body(event_id: str, event: WebhookEvent, institution_id: int, data: Mapping[str, Any]) -> str:
    body = db.session.get_one(Institution, institution_id)
    told = {
        "id": event_id,
        "type": event.value,
        "occurred_at": clock.now().isoformat(timespec="seconds"),
        "institution": {"slug": body.slug, "name": body.name},
        "data": data,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def send_test(public_id: str, institution_ids: Collection[int]) -> WebhookDelivery:
    """A telling that nothing happened, tried once; audited. Raises WebhookIsOff."""
    webhook = find_webhook(public_id, institution_ids, held=True)
    if webhook.status is not WebhookStatus.ON:
        raise WebhookIsOff
    [row] = queue_event([webhook], WebhookEvent.TEST, {})
    audit.record("webhook:tested", webhook)
    return row


def redeliver(
    public_id: str, institution_ids: Collection[int], delivery_id: str
) -> WebhookDelivery:
    """Send it again now, under the same event id, with all its tries before it; audited.

    Raises WebhookNotFound, DeliveryNotFound, WebhookIsOff, DeliveryOnItsWay.
    """
    webhook = find_webhook(public_id, institution_ids)
    if webhook.status is not WebhookStatus.ON:
        raise WebhookIsOff
    found = db.session.scalar(
        select(WebhookDelivery.id).filter_by(webhook_id=webhook.id, public_id=delivery_id)
    )
    row = hold(WebhookDelivery, found) if found is not None else None
    if row is None:
        raise DeliveryNotFound
    if not DELIVERY_TRANSITIONS.allows(row.status, DeliveryAct.REDELIVER):
        raise DeliveryOnItsWay
    row.status = DELIVERY_TRANSITIONS.after(row.status, DeliveryAct.REDELIVER)
    row.attempts, row.next_try_at = 0, clock.now()
    row.answered_status, row.fault, row.delivered_at = None, DeliveryFault.NONE, None
    db.session.flush()
    audit.record("webhook:redelivered", webhook, event_id=row.event_id)
    enqueue_after_commit("webhooks.send")
    return row
