"""Background work of webhooks."""

from __future__ import annotations

from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import transaction
from marketplace.core.jobs import job
from marketplace.procurement.webhooks.delivering import forget_old, send_due


@job("webhooks.send", every_minutes=1)
def send_webhooks() -> int:
    """Send what is due; safe to run again and beside itself."""
    with acting_as(Actor(None, "job:webhooks")):
        return send_due()


@job("webhooks.forget", nightly_at=4)
def forget_deliveries() -> int:
    """The log is kept for ninety days."""
    with transaction():
        return forget_old()
