"""Sending what waits: claimed first, sent outside any transaction, tried again after pauses.

At least once: a worker that dies after the receiver answered leaves a claim that ends, and the
delivery is sent again under the same event id.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import undefer

from marketplace.accounts.sealing import SealBroken, unseal
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db, hold, transaction
from marketplace.procurement.models import (
    DELIVERY_TRANSITIONS,
    WEBHOOK_TRANSITIONS,
    DeliveryAct,
    DeliveryFault,
    DeliveryStatus,
    Webhook,
    WebhookAct,
    WebhookDelivery,
    WebhookEvent,
    WebhookStatus,
)
from marketplace.procurement.webhooks.letters import tell_switched_off
from marketplace.procurement.webhooks.sending import Tried, post
from marketplace.procurement.webhooks.signing import HEADER, PURPOSE, signature_of

log = logging.getLogger(__name__)

# After each try in vain; the one after the last pause is the last (45 hours in all).
PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 360, 720, 1440))
CLAIM_ENDS_AFTER = timedelta(minutes=5)  # a try takes seconds
GIVEN_UP_IN_A_ROW = 3  # switches a webhook off
MOST_IN_ONE_RUN = 100
KEPT = timedelta(days=90)
GONE = 410  # the receiver says: never again


@dataclass(frozen=True, slots=True)
class Claimed:
    """What this worker alone sends now."""

    id: int
    webhook_id: int
    claimed_at: datetime


def send_due() -> int:
    """Send what is due; returns how many arrived.

    A webhook that failed waits for the next run, so that one dead receiver holds up nobody.
    """
    failed: set[int] = set()
    arrived = 0
    for _turn in range(MOST_IN_ONE_RUN):
        claimed = _claim(failed)
        if claimed is None:
            break
        tried = _try(claimed.id)
        keep_outcome(claimed, tried)
        if tried.is_good:
            arrived += 1
        else:
            failed.add(claimed.webhook_id)
    return arrived


def is_due(now: datetime) -> ColumnElement[bool]:
    """Deliveries whose time has come, and those whose sender died."""
    waits = and_(
        WebhookDelivery.status == DeliveryStatus.WAITING, WebhookDelivery.next_try_at <= now
    )
    lost = and_(
        WebhookDelivery.status == DeliveryStatus.SENDING,
        WebhookDelivery.claimed_at < now - CLAIM_ENDS_AFTER,
    )
    return or_(waits, lost)


def _claim(besides: Collection[int]) -> Claimed | None:
    while True:
        now = clock.now()
        found = db.session.execute(
            select(WebhookDelivery.id, WebhookDelivery.webhook_id)
            .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
            .where(is_due(now), Webhook.status == WebhookStatus.ON)
            .where(Webhook.id.not_in(sorted(besides)))
            .order_by(WebhookDelivery.next_try_at, WebhookDelivery.id)
            .limit(1)
        ).first()
        if found is None:
            return None
        with transaction() as session:
            taken = session.execute(
                update(WebhookDelivery)
                .where(WebhookDelivery.id == found.id, is_due(now))
                .values(
                    status=DeliveryStatus.SENDING,
                    claimed_at=now,
                    attempts=WebhookDelivery.attempts + 1,
                ),
                execution_options={"synchronize_session": False},
            )
        if taken.rowcount:  # type: ignore[attr-defined]
            return Claimed(found.id, found.webhook_id, now)


def _try(delivery_id: int) -> Tried:
    row = db.session.get_one(
        WebhookDelivery,
        delivery_id,
        options=[undefer(WebhookDelivery.body)],
        populate_existing=True,
    )
    url, body, event_id = row.webhook.url, row.body.encode(), row.event_id
    try:
        secret = unseal(PURPOSE, row.webhook.sealed_secret)
    except SealBroken:  # the service's key was changed: nobody could verify what we send
        log.exception("webhook %s: its secret cannot be read", row.webhook_id)
        return Tried(fault=DeliveryFault.UNSEALED)
    db.session.rollback()  # no transaction stays open while a stranger thinks
    signed = signature_of(secret, body, int(time.time()))
    return post(url, body, {HEADER: signed, "Ieum-Event-Id": event_id})


def keep_outcome(claimed: Claimed, tried: Tried) -> None:
    """Write down what came of a try, unless the claim has passed to somebody else."""
    with transaction():
        row = hold(WebhookDelivery, claimed.id)
        if row is None or row.status is not DeliveryStatus.SENDING:
            return
        if row.claimed_at != claimed.claimed_at:
            return
        row.answered_status, row.fault = tried.status, tried.fault
        act = _judge(row, tried)
        row.status = DELIVERY_TRANSITIONS.after(row.status, act)
        row.claimed_at = None
        if act is DeliveryAct.PAUSE:
            row.next_try_at = clock.now() + PAUSES[row.attempts - 1]
        if act is DeliveryAct.ARRIVE:
            row.delivered_at = clock.now()
        db.session.flush()
        _count(row, act, tried)


def _judge(row: WebhookDelivery, tried: Tried) -> DeliveryAct:
    if tried.is_good:
        return DeliveryAct.ARRIVE
    is_last = row.attempts > len(PAUSES) or row.event is WebhookEvent.TEST
    return DeliveryAct.GIVE_UP if is_last or tried.status == GONE else DeliveryAct.PAUSE


def _count(row: WebhookDelivery, act: DeliveryAct, tried: Tried) -> None:
    """What arrived forgives what failed; what is given up too often switches the webhook off."""
    if act is DeliveryAct.PAUSE:
        return
    webhook = hold(Webhook, row.webhook_id)
    if webhook is None:
        return
    if act is DeliveryAct.ARRIVE:
        webhook.failures = 0
    elif row.event is not WebhookEvent.TEST:
        webhook.failures += 1
    db.session.flush()
    is_over = webhook.failures >= GIVEN_UP_IN_A_ROW or tried.status == GONE
    if is_over and WEBHOOK_TRANSITIONS.allows(webhook.status, WebhookAct.BREAK):
        webhook.status = WEBHOOK_TRANSITIONS.after(webhook.status, WebhookAct.BREAK)
        webhook.changed_at = clock.now()
        db.session.flush()
        audit.record("webhook:broken", webhook, failures=webhook.failures)
        tell_switched_off(webhook)


def forget_old() -> int:
    """Drop what was settled more than ninety days ago; how many."""
    settled = WebhookDelivery.status.in_([DeliveryStatus.DELIVERED, DeliveryStatus.FAILED])
    old = delete(WebhookDelivery).where(settled, WebhookDelivery.made_at < clock.now() - KEPT)
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]
