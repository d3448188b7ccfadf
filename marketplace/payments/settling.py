"""What a provider's word on a checkout does to the attempt and its order, once and for all.

Words come late, twice and in any order (an event, a look at the return page, the nightly
comparison), so every one of them ends here and each state is left by the first that may.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.jobs import enqueue_after_commit
from marketplace.orders import confirming
from marketplace.orders.queries import lock_order
from marketplace.payments import letters, refunding
from marketplace.payments.models import AttemptStatus, PaymentAttempt
from marketplace.payments.provider import CheckoutReading, CheckoutState

LEARN_METHOD = "payments.learn_method"
UNSETTLED = (AttemptStatus.INTENDED, AttemptStatus.OPEN)


class Outcome(StrEnum):
    """What came of one word."""

    PAID = "paid"
    REFUSED = "refused"
    AMOUNT_DIFFERS = "amount_differs"
    ENDED = "ended"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


def settle(provider_name: str, reading: CheckoutReading) -> Outcome:
    """Apply a reading to its attempt; harmless when repeated."""
    attempt = _attempt_of(provider_name, reading)
    if attempt is None:
        return Outcome.UNKNOWN
    if attempt.provider_ref is None:
        attempt.provider_ref = reading.provider_ref
    match reading.state:
        case CheckoutState.PAID:
            return _take_payment(attempt, reading)
        case CheckoutState.EXPIRED:
            return _end(attempt, AttemptStatus.EXPIRED)
    return Outcome.NOTHING


def fail(provider_name: str, reading: CheckoutReading) -> Outcome:
    """A payment that was under way came to nothing."""
    attempt = _attempt_of(provider_name, reading)
    return Outcome.UNKNOWN if attempt is None else _end(attempt, AttemptStatus.FAILED)


def _attempt_of(provider_name: str, reading: CheckoutReading) -> PaymentAttempt | None:
    # By its own reference as well: an event can be quicker than our note of the page.
    found = db.session.scalar(
        select(PaymentAttempt).where(
            PaymentAttempt.provider == provider_name,
            (PaymentAttempt.provider_ref == reading.provider_ref)
            | (PaymentAttempt.idempotency_key == reading.reference),
        )
    )
    if found is None:
        return None
    lock_order(found.order_id)
    db.session.refresh(found, with_for_update=True)
    return found


def _end(attempt: PaymentAttempt, status: AttemptStatus) -> Outcome:
    if attempt.status not in UNSETTLED:
        return Outcome.NOTHING
    attempt.status = status
    attempt.settled_at = clock.now()
    return Outcome.ENDED


def _take_payment(attempt: PaymentAttempt, reading: CheckoutReading) -> Outcome:
    if attempt.status in (AttemptStatus.PAID, AttemptStatus.REFUSED):
        return Outcome.NOTHING
    attempt.payment_ref, attempt.method = reading.payment_ref or None, reading.method
    if (reading.amount_won, reading.currency) != (attempt.amount_won, "krw"):
        return _refuse_amount(attempt, reading)
    attempt.settled_at = clock.now()
    try:
        with db.session.begin_nested():
            confirming.confirm_paid(attempt.order_id)
            attempt.status = AttemptStatus.PAID
    except Conflict as reason:
        return _give_back(attempt, reason)
    audit.record("payment:paid", attempt, amount_won=attempt.amount_won, method=attempt.method)
    if not attempt.method:
        # An event names the payment only by its id, so with what it was paid is asked for later.
        enqueue_after_commit(LEARN_METHOD, attempt.id)
    return Outcome.PAID


def _refuse_amount(attempt: PaymentAttempt, reading: CheckoutReading) -> Outcome:
    # Somebody must look: neither the order nor the money may move by itself.
    if attempt.status is not AttemptStatus.FAILED:
        audit.record(
            "payment:amount_differs",
            attempt,
            expected_won=attempt.amount_won,
            paid=reading.amount_won,
            currency=reading.currency,
        )
    attempt.status = AttemptStatus.FAILED
    attempt.settled_at = clock.now()
    return Outcome.AMOUNT_DIFFERS


def _give_back(attempt: PaymentAttempt, reason: Conflict) -> Outcome:
    # Paid for what is gone, closed, or paid already: the money goes back by itself.
    attempt.status = AttemptStatus.REFUSED
    attempt.settled_at = clock.now()
    audit.record("payment:refused", attempt, reason=reason.code, amount_won=attempt.amount_won)
    refunding.intend_refund(attempt, attempt.amount_won, reason.code)
    letters.tell_refused(attempt)
    return Outcome.REFUSED
