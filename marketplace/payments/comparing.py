"""Asking the provider where our book is silent: after a return, and when events went missing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select

from marketplace.audit.service import Actor, acting_as
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.orders.models import Order, OrderStatus
from marketplace.payments.gateways import provider_named
from marketplace.payments.models import AttemptStatus, PaymentAttempt
from marketplace.payments.settling import Outcome, settle
from marketplace.payments.transfers import TransferProvider

# The provider tells of its own accord within seconds; after this we ask.
LATE = timedelta(minutes=3)
MOST_AT_ONCE = 100


def verify_payment(order_id: int) -> Outcome:
    """Ask the provider about an order's open pages and settle what it says.

    Raises ProviderFailed; then nothing is known and nothing changed.
    """
    outcome = Outcome.NOTHING
    for attempt in _open_attempts(PaymentAttempt.order_id == order_id):
        outcome = _compare(attempt.provider, attempt.provider_ref or "", close=False)
        if outcome is Outcome.PAID:
            return outcome
    return outcome


def list_stale() -> list[int]:
    """Ids of open attempts whose page should be shut: the order is decided, or time is over."""
    decided = Order.status != OrderStatus.AWAITING_PAYMENT
    over = or_(decided, PaymentAttempt.expires_at < clock.now() - LATE)
    return [attempt.id for attempt in _open_attempts(over)]


def close_stale(attempt_id: int) -> Outcome:
    """Shut one page at the provider and settle what it says; raises ProviderFailed."""
    attempt = db.session.get_one(PaymentAttempt, attempt_id)
    if attempt.status is not AttemptStatus.OPEN:
        return Outcome.NOTHING
    with acting_as(Actor(None, "job:payments")):
        return _compare(attempt.provider, attempt.provider_ref or "", close=True)


def learn_method(attempt_id: int) -> str:
    """Write down with what a paid attempt was paid; raises ProviderFailed."""
    attempt = db.session.get_one(PaymentAttempt, attempt_id)
    reading = provider_named(attempt.provider).read_checkout(attempt.provider_ref or "")
    if reading.method:
        with transaction():
            db.session.get_one(PaymentAttempt, attempt_id).method = reading.method
    return reading.method


def _open_attempts(condition: ColumnElement[bool]) -> list[PaymentAttempt]:
    query = (
        select(PaymentAttempt)
        .join(Order, Order.id == PaymentAttempt.order_id)
        .where(
            PaymentAttempt.status == AttemptStatus.OPEN,
            PaymentAttempt.provider != TransferProvider.name,
            condition,
        )
        .order_by(PaymentAttempt.id)
        .limit(MOST_AT_ONCE)
    )
    return list(db.session.scalars(query))


def _compare(provider_name: str, provider_ref: str, *, close: bool) -> Outcome:
    provider = provider_named(provider_name)
    ask = provider.close_checkout if close else provider.read_checkout
    reading = ask(provider_ref)
    with transaction():
        return settle(provider_name, reading)
