"""Where an institution's own systems want to be told, and every telling."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.states import Transitions
from marketplace.core.types import Instant, Labels, Pk, enum_column, public_token


class WebhookEvent(StrEnum):
    """What is told; TEST is asked for by the coordinator and needs no subscription."""

    MONTH_CLOSED = "month_closed"
    TARGET_NOTIFIED = "target_notified"
    PUBLISHED = "published"
    TEST = "test"


class WebhookStatus(StrEnum):
    ON = "on"
    OFF = "off"  # by a coordinator
    BROKEN = "broken"  # by us, after repeated failure
    REMOVED = "removed"


class WebhookAct(StrEnum):
    SWITCH_OFF = "switch_off"
    SWITCH_ON = "switch_on"
    BREAK = "break"
    REMOVE = "remove"


WEBHOOK_TRANSITIONS = Transitions(
    "webhook",
    {
        (WebhookStatus.ON, WebhookAct.SWITCH_OFF): WebhookStatus.OFF,
        (WebhookStatus.ON, WebhookAct.BREAK): WebhookStatus.BROKEN,
        (WebhookStatus.ON, WebhookAct.REMOVE): WebhookStatus.REMOVED,
        (WebhookStatus.OFF, WebhookAct.SWITCH_ON): WebhookStatus.ON,
        (WebhookStatus.OFF, WebhookAct.REMOVE): WebhookStatus.REMOVED,
        (WebhookStatus.BROKEN, WebhookAct.SWITCH_ON): WebhookStatus.ON,
        (WebhookStatus.BROKEN, WebhookAct.REMOVE): WebhookStatus.REMOVED,
    },
)


class Webhook(Model):
    """One address of an institution's system. `sealed_secret` signs what is sent there.

    `failures` counts deliveries given up since the last that arrived.
    """

    __tablename__ = "webhook"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    name: Mapped[str] = mapped_column(String(60))
    url: Mapped[str] = mapped_column(String(500))
    events: Mapped[Labels]
    sealed_secret: Mapped[str] = mapped_column(String(300))
    hint: Mapped[str] = mapped_column(String(12))
    status: Mapped[WebhookStatus] = mapped_column(
        enum_column(WebhookStatus), default=WebhookStatus.ON
    )
    failures: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    changed_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        Index(None, "institution_id", "id"),
        CheckConstraint("failures >= 0", name="failures_not_negative"),
    )


class DeliveryStatus(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"


class DeliveryAct(StrEnum):
    CLAIM = "claim"
    ARRIVE = "arrive"
    PAUSE = "pause"  # tried in vain, to be tried again
    GIVE_UP = "give_up"
    REDELIVER = "redeliver"


DELIVERY_TRANSITIONS = Transitions(
    "webhook delivery",
    {
        (DeliveryStatus.WAITING, DeliveryAct.CLAIM): DeliveryStatus.SENDING,
        (DeliveryStatus.SENDING, DeliveryAct.CLAIM): DeliveryStatus.SENDING,  # a lost claim
        (DeliveryStatus.SENDING, DeliveryAct.ARRIVE): DeliveryStatus.DELIVERED,
        (DeliveryStatus.SENDING, DeliveryAct.PAUSE): DeliveryStatus.WAITING,
        (DeliveryStatus.SENDING, DeliveryAct.GIVE_UP): DeliveryStatus.FAILED,
        (DeliveryStatus.DELIVERED, DeliveryAct.REDELIVER): DeliveryStatus.WAITING,
        (DeliveryStatus.FAILED, DeliveryAct.REDELIVER): DeliveryStatus.WAITING,
        (DeliveryStatus.WAITING, DeliveryAct.REDELIVER): DeliveryStatus.WAITING,  # now
    },
)


class DeliveryFault(StrEnum):
    """Why a try failed; NONE also while nothing was tried."""

    NONE = ""
    STATUS = "status"  # answered, with something else than 2xx
    REDIRECT = "redirect"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    NOT_TRUSTED = "not_trusted"  # the certificate
    ADDRESS = "address"  # not found, or not public any more
    UNSEALED = "unsealed"  # the secret cannot be read: the key of the service was changed


class WebhookDelivery(Model):
    """One event told to one address. `body` is sent byte for byte the same at every try.

    `event_id` is the same for every address and try, so that a receiver knows it again.
    """

    __tablename__ = "webhook_delivery"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    event_id: Mapped[str] = mapped_column(String(26))
    event: Mapped[WebhookEvent] = mapped_column(enum_column(WebhookEvent))
    body: Mapped[str] = mapped_column(Text, deferred=True)
    status: Mapped[DeliveryStatus] = mapped_column(
        enum_column(DeliveryStatus), default=DeliveryStatus.WAITING
    )
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    next_try_at: Mapped[Instant] = mapped_column(default=clock.now)
    claimed_at: Mapped[Instant | None]
    answered_status: Mapped[int | None]
    fault: Mapped[DeliveryFault] = mapped_column(
        enum_column(DeliveryFault), default=DeliveryFault.NONE
    )
    delivered_at: Mapped[Instant | None]

    webhook: Mapped[Webhook] = relationship()

    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id"),
        Index(None, "webhook_id", "id"),
        Index(None, "status", "next_try_at"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    )
