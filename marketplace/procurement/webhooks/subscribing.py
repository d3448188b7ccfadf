"""Where to tell an institution's systems: made by its coordinator, switched off, on, removed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.accounts.sealing import seal
from marketplace.audit import service as audit
from marketplace.audit.service import current_actor
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T
from marketplace.procurement.models import (
    WEBHOOK_TRANSITIONS,
    Institution,
    Webhook,
    WebhookAct,
    WebhookEvent,
    WebhookStatus,
)
from marketplace.procurement.webhooks.addresses import Target
from marketplace.procurement.webhooks.signing import PURPOSE, new_secret

MOST_WEBHOOKS = 10
LONGEST_NAME = 60
OFFERED = (WebhookEvent.MONTH_CLOSED, WebhookEvent.TARGET_NOTIFIED, WebhookEvent.PUBLISHED)


class WebhookNotFound(NotFound):
    """No such webhook, or another institution's, or a removed one."""

    code = "webhook_not_found"

    def __init__(self) -> None:
        super().__init__(T("웹훅을 찾을 수 없습니다."))


class WebhookMovedOn(Conflict):
    """It stands so already; somebody was quicker."""

    code = "webhook_moved_on"

    def __init__(self) -> None:
        super().__init__(T("방금 상태가 바뀐 웹훅입니다. 지금 상태를 확인해 주세요."))


@dataclass(frozen=True, slots=True)
class MadeWebhook:
    """A webhook and its secret, which nobody is shown again."""

    webhook: Webhook
    secret: str


def subscribe(
    institution_id: int, name: str, target: Target, events: Collection[WebhookEvent]
) -> MadeWebhook:
    """A new webhook at a checked address; audited. Raises Invalid by field."""
    # Held, so that two who press at once do not make more than there may be.
    db.session.get_one(Institution, institution_id, with_for_update={"key_share": True})
    faults: dict[str, list[str]] = {}
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        faults["name"] = [T("웹훅을 받을 시스템의 이름을 60자 안으로 적어 주세요.")]
    if not events or not set(events) <= set(OFFERED):
        faults["events"] = [T("알릴 일을 하나 이상 골라 주세요.")]
    standing = list_webhooks(institution_id)
    if len(standing) >= MOST_WEBHOOKS:
        faults["name"] = [T("웹훅은 10개까지입니다. 쓰지 않는 웹훅을 지워 주세요.")]
    if any(each.url == target.url for each in standing):
        faults["url"] = [T("이미 등록한 주소입니다.")]
    if faults:
        raise Invalid(T("적은 내용을 확인해 주세요."), faults)
    secret = new_secret()
    webhook = Webhook(
        institution_id=institution_id,
        name=name.strip(),
        url=target.url,
        events=[each.value for each in OFFERED if each in events],
        sealed_secret=seal(PURPOSE, secret),
        hint=secret[:11],
        made_by=current_actor().account_id,
    )
    db.session.add(webhook)
    db.session.flush()
    audit.record("webhook:made", webhook, name=webhook.name, host=target.host)
    return MadeWebhook(webhook, secret)


def change_webhook(public_id: str, institution_ids: Collection[int], act: WebhookAct) -> Webhook:
    """Switch it off or on, or remove it; audited. What waits goes on when it is switched on.

    Raises WebhookNotFound, or WebhookMovedOn where its state does not allow the act.
    """
    webhook = find_webhook(public_id, institution_ids, held=True)
    if not WEBHOOK_TRANSITIONS.allows(webhook.status, act):
        raise WebhookMovedOn
    webhook.status = WEBHOOK_TRANSITIONS.after(webhook.status, act)
    webhook.changed_at = clock.now()
    if act is WebhookAct.SWITCH_ON:
        webhook.failures = 0
    db.session.flush()
    audit.record(f"webhook:{act.value}", webhook, name=webhook.name)
    return webhook


def find_webhook(
    public_id: str, institution_ids: Collection[int], *, held: bool = False
) -> Webhook:
    """One of the institutions' webhooks; raises WebhookNotFound."""
    query = select(Webhook).where(
        Webhook.public_id == public_id,
        Webhook.institution_id.in_(sorted(institution_ids)),
        Webhook.status != WebhookStatus.REMOVED,
    )
    webhook = db.session.scalar(query.with_for_update() if held else query)
    if webhook is None:
        raise WebhookNotFound
    return webhook


def list_webhooks(institution_id: int) -> Sequence[Webhook]:
    """Those that are not removed, oldest first; at most MOST_WEBHOOKS."""
    query = (
        select(Webhook)
        .where(Webhook.institution_id == institution_id, Webhook.status != WebhookStatus.REMOVED)
        .order_by(Webhook.id)
    )
    return db.session.scalars(query).all()
