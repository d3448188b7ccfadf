"""Money going back: intended with the deed that asks, sent by a job, told by the provider."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict
from marketplace.core.jobs import enqueue_after_commit
from marketplace.core.text import T
from marketplace.core.types import public_token
from marketplace.payments import letters
from marketplace.payments.gateways import provider_named
from marketplace.payments.models import AttemptStatus, PaymentAttempt, Refund, RefundStatus
from marketplace.payments.provider import (
    ProviderFailed,
    ProviderUnreachable,
    RefundReading,
    RefundRequest,
    RefundState,
)

SEND = "payments.send_refund"
NEXT = {
    RefundState.PENDING: RefundStatus.SENT,
    RefundState.SUCCEEDED: RefundStatus.DONE,
    RefundState.FAILED: RefundStatus.FAILED,
}
# A refund may still fail after it was called done; nothing follows a failure.
RANK = [RefundStatus.INTENDED, RefundStatus.SENT, RefundStatus.DONE, RefundStatus.FAILED]


class RefundTooLarge(Conflict):
    """More than what is left of the payment."""

    code = "refund_too_large"


def refundable_won(attempt: PaymentAttempt) -> int:
    """What is left of a payment after every refund that has not failed, or was made by hand."""
    given = select(func.coalesce(func.sum(Refund.amount_won), 0)).where(
        Refund.attempt_id == attempt.id,
        or_(Refund.status != RefundStatus.FAILED, Refund.by_hand_at.is_not(None)),
    )
    return attempt.amount_won - int(db.session.scalar(given) or 0)


def intend_refund(
    attempt: PaymentAttempt,
    amount_won: int,
    reason: str,
    parcel_id: int | None = None,
    key: str = "",
) -> Refund:
    """Decide to give back part of a payment; a job sends it after the commit.

    The caller holds the order's row, so that two refunds cannot both see the same rest.
    `key` names the deed it is for (unique: the same deed is never refunded twice). Raises
    RefundTooLarge.
    """
    if amount_won > refundable_won(attempt):
        raise RefundTooLarge(T("결제한 금액보다 많이 돌려줄 수 없습니다."))
    refund = Refund(
        attempt_id=attempt.id,
        parcel_id=parcel_id,
        amount_won=amount_won,
        reason=reason[:200],
        idempotency_key=f"refund-{key or public_token()}",
    )
    db.session.add(refund)
    db.session.flush()
    audit.record("refund:intended", refund, amount_won=amount_won, reason=reason)
    enqueue_after_commit(SEND, refund.id)
    return refund


def refund_of_order(
    order_id: int,
    amount_won: int | None,
    reason: str,
    parcel_id: int | None = None,
    key: str = "",
) -> Refund | None:
    """Give back `amount_won` of what an order was paid, or all that is left.

    None when nothing was paid or nothing is left. Raises RefundTooLarge.
    """
    attempt = find_paid_attempt(order_id)
    left = refundable_won(attempt) if attempt else 0
    amount = left if amount_won is None else amount_won
    if attempt is None or not amount:
        return None
    return intend_refund(attempt, amount, reason, parcel_id, key)


def left_of_order(order_id: int) -> int:
    """What an order was paid and has not been given back, in won."""
    attempt = find_paid_attempt(order_id)
    return refundable_won(attempt) if attempt else 0


def find_paid_attempt(order_id: int) -> PaymentAttempt | None:
    """The one attempt an order was paid with."""
    query = select(PaymentAttempt).filter_by(order_id=order_id, status=AttemptStatus.PAID)
    return db.session.scalar(query)


def send_refund(refund_id: int) -> None:
    """Ask the provider for an intended refund and note its answer; harmless when repeated.

    The refund keeps its intent when the provider cannot be reached (ProviderUnreachable).
    """
    refund = db.session.get_one(Refund, refund_id)
    if refund.status is not RefundStatus.INTENDED:
        return
    attempt = db.session.get_one(PaymentAttempt, refund.attempt_id)
    request = RefundRequest(
        payment_ref=attempt.payment_ref or "",
        amount_won=refund.amount_won,
        reference=refund.idempotency_key,
        idempotency_key=refund.idempotency_key,
    )
    provider = provider_named(attempt.provider)
    try:
        reading = provider.refund(request)
    except ProviderUnreachable:
        raise
    except ProviderFailed as failure:
        with transaction():
            _fail(refund_id, str(failure.__cause__ or failure))
        return
    with transaction():
        apply_reading(provider.name, reading)


def _fail(refund_id: int, why: str) -> None:
    refund = db.session.get_one(Refund, refund_id, with_for_update=True)
    if refund.status is RefundStatus.INTENDED:
        refund.status = RefundStatus.FAILED
        refund.settled_at = clock.now()
        refund.failure = why[:300]
        audit.record("refund:failed", refund, why=why[:300])
        letters.tell_failed(refund)


def apply_reading(provider_name: str, reading: RefundReading) -> RefundStatus | None:
    """The provider's word on a refund, ours or made at the provider; None when unknown."""
    refund = _refund_of(reading) or _made_elsewhere(provider_name, reading)
    if refund is None:
        return None
    status = NEXT[reading.state]
    refund.provider_ref = reading.refund_ref
    if RANK.index(status) > RANK.index(refund.status):
        refund.status = status
        refund.settled_at = None if status is RefundStatus.SENT else clock.now()
        refund.failure = (reading.failure or "")[:300]
        audit.record(f"refund:{status.value}", refund, why=reading.failure)
        _tell(refund)
    return refund.status


def _tell(refund: Refund) -> None:
    if refund.status is RefundStatus.DONE:
        letters.tell_done(refund)
    if refund.status is RefundStatus.FAILED:
        letters.tell_failed(refund)


def _refund_of(reading: RefundReading) -> Refund | None:
    query = select(Refund).where(
        (Refund.provider_ref == reading.refund_ref) | (Refund.idempotency_key == reading.reference)
    )
    return db.session.scalar(query.with_for_update())


def _made_elsewhere(provider_name: str, reading: RefundReading) -> Refund | None:
    # Given back by hand in the provider's own console: the book must know of it all the same.
    attempt = db.session.scalar(
        select(PaymentAttempt).filter_by(provider=provider_name, payment_ref=reading.payment_ref)
    )
    if attempt is None:
        return None
    refund = Refund(
        attempt_id=attempt.id,
        amount_won=reading.amount_won,
        reason="결제사에서 직접 환불",
        idempotency_key=f"elsewhere-{reading.refund_ref}"[:80],
    )
    db.session.add(refund)
    db.session.flush()
    audit.record("refund:made_elsewhere", refund, amount_won=reading.amount_won)
    return refund
