"""Money that was taken, for tests of what comes after it."""

from __future__ import annotations

from typing import Any

from marketplace.core.database import db
from marketplace.orders.models import Order
from marketplace.payments.models import AttemptStatus, PaymentAttempt


def paid_attempt(order: Order, **said: Any) -> PaymentAttempt:
    """A payment of the whole order that the provider has taken; flushed, in an open transaction."""
    made = PaymentAttempt(
        order_id=order.id,
        provider="stripe",
        provider_ref="cs_1",
        payment_ref="pi_1",
        idempotency_key="key-1",
        amount_won=order.total_won,
        status=AttemptStatus.PAID,
        **said,
    )
    db.session.add(made)
    db.session.flush()
    return made
