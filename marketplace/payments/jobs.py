"""Background work of this package."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import select

from marketplace import config
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.jobs import job
from marketplace.payments import comparing, refunding, settling
from marketplace.payments.models import Refund, RefundStatus
from marketplace.payments.provider import ProviderFailed, ProviderUnreachable
from marketplace.payments.sandbox.standing import current_sandbox
from marketplace.payments.undoing import CLOSE_PAGES

log = logging.getLogger(__name__)

FORGOTTEN_AFTER = timedelta(minutes=1)


@job(refunding.SEND)
def send_refund(refund_id: int) -> None:
    """Send one intended refund."""
    refunding.send_refund(refund_id)


@job(settling.LEARN_METHOD)
def learn_method(attempt_id: int) -> None:
    """Ask with what a payment was made, once it is settled."""
    comparing.learn_method(attempt_id)


@job("payments.send_waiting_refunds", every_minutes=1)
def send_waiting_refunds() -> int:
    """Send every refund that was intended and not sent, as after a crash or an outage."""
    waiting = select(Refund.id).where(
        Refund.status == RefundStatus.INTENDED,
        Refund.created_at < clock.now() - FORGOTTEN_AFTER,
    )
    sent = 0
    for refund_id in db.session.scalars(waiting.order_by(Refund.id)).all():
        try:
            refunding.send_refund(refund_id)
        except ProviderUnreachable:
            log.warning("refund %s waits: the provider does not answer", refund_id)
            break
        sent += 1
    return sent


@job(CLOSE_PAGES, every_minutes=1)
def close_stale_pages() -> int:
    """Shut pages nobody may pay on any more, and learn of payments whose events were lost."""
    closed = 0
    for attempt_id in comparing.list_stale():
        try:
            comparing.close_stale(attempt_id)
        except ProviderFailed as failure:
            log.warning("attempt %s was not compared: %s", attempt_id, failure)
            continue
        closed += 1
    return closed


@job("payments.run_sandbox", every_minutes=1)
def run_sandbox() -> int:
    """Let the sandbox end overdue sessions and deliver what the shop has not yet accepted."""
    return current_sandbox().courier.sweep() if config.current().uses_sandbox else 0
