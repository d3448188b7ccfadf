"""Refunds the provider refused: tried again, or made another way and written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db, hold
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T
from marketplace.orders.models import Order
from marketplace.orders.queries import lock_order
from marketplace.payments.models import PaymentAttempt, Refund, RefundStatus
from marketplace.payments.refunding import RefundTooLarge, intend_refund, refundable_won

MOST_SHOWN = 100


class RefundNotFound(NotFound):
    """No such refund."""

    def __init__(self) -> None:
        super().__init__(T("환불을 찾지 못했습니다."))


class AlreadyMended(Conflict):
    """Somebody tried it again, or gave it back by hand, before."""

    code = "already_mended"

    def __init__(self) -> None:
        super().__init__(T("다른 담당자가 이미 처리한 환불입니다."))


class HowIsMissing(Invalid):
    """A refund made by hand says how."""

    code = "how_is_missing"

    def __init__(self) -> None:
        said = T("어떻게 돌려드렸는지 적어 주세요.")
        super().__init__(said, {"note": [said]})


@dataclass(frozen=True, slots=True)
class StuckRefund:
    """A failed refund nobody has answered, with whose it is."""

    refund: Refund
    order: Order


def list_stuck() -> Sequence[StuckRefund]:
    """Failed refunds that wait for somebody, oldest first, at most a hundred."""
    query = (
        select(Refund, Order)
        .join(PaymentAttempt, PaymentAttempt.id == Refund.attempt_id)
        .join(Order, Order.id == PaymentAttempt.order_id)
        .where(*_is_stuck())
        .order_by(Refund.id)
        .limit(MOST_SHOWN)
    )
    return [StuckRefund(refund, order) for refund, order in db.session.execute(query)]


def count_stuck() -> int:
    """How many failed refunds wait."""
    return int(db.session.scalar(select(func.count(Refund.id)).where(*_is_stuck())) or 0)


def _is_stuck() -> tuple[ColumnElement[bool], ...]:
    retry = aliased(Refund)
    return (
        Refund.status == RefundStatus.FAILED,
        Refund.by_hand_at.is_(None),
        ~exists().where(retry.retry_of_id == Refund.id),
    )


def try_again(refund_id: int) -> Refund:
    """A new refund in the place of one that failed.

    Raises RefundNotFound, AlreadyMended, or RefundTooLarge when meanwhile more was given back.
    """
    failed, attempt = _lock_stuck(refund_id)
    again = intend_refund(
        attempt, failed.amount_won, failed.reason, failed.parcel_id, f"retry-{failed.id}"
    )
    again.retry_of_id = failed.id
    db.session.flush()
    return again


def note_by_hand(refund_id: int, how: str) -> Refund:
    """The centre gave the money back another way (a transfer); it counts as given from now on.

    Raises RefundNotFound, AlreadyMended, HowIsMissing, or RefundTooLarge.
    """
    said = how.strip()
    if not said:
        raise HowIsMissing
    failed, attempt = _lock_stuck(refund_id)
    if failed.amount_won > refundable_won(attempt):
        raise RefundTooLarge(T("결제한 금액보다 많이 돌려줄 수 없습니다."))
    failed.by_hand_at, failed.by_hand_note = clock.now(), said[:300]
    db.session.flush()
    audit.record("refund:by_hand", failed, note=failed.by_hand_note)
    return failed


def _lock_stuck(refund_id: int) -> tuple[Refund, PaymentAttempt]:
    seen = db.session.get(Refund, refund_id)
    if seen is None:
        raise RefundNotFound
    attempt = db.session.get_one(PaymentAttempt, seen.attempt_id)
    lock_order(attempt.order_id)
    failed = hold(Refund, refund_id)
    retried = select(Refund.id).where(Refund.retry_of_id == refund_id)
    if failed is None or failed.status is not RefundStatus.FAILED or failed.by_hand_at:
        raise AlreadyMended
    if db.session.scalar(retried) is not None:
        raise AlreadyMended
    return failed, attempt
