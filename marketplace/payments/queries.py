"""How an order stands with its payment, for the people who look at it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.models import Order, OrderStatus, PaymentTerms
from marketplace.payments.models import AttemptStatus, PaymentAttempt, Refund


class Standing(StrEnum):
    """Where an order's payment stands."""

    PAID = "paid"
    PAYABLE = "payable"
    CHECKING = "checking"
    RETURNED = "returned"
    CLOSED = "closed"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as its buyer sees it; `payable_until` ends the hold on the stock."""

    standing: Standing
    amount_won: int
    method: str = ""
    payable_until: datetime | None = None
    returned_won: int = 0


def read_payment(order: Order) -> PaymentView:
    """How the order stands; CHECKING means a page is open and may just have been paid."""
    attempts = list_attempts(order.id)
    latest = attempts[-1] if attempts else None
    standing = _standing(order, latest)
    returned = latest is not None and standing is Standing.RETURNED
    return PaymentView(
        standing=standing,
        amount_won=order.total_won,
        method=latest.method if latest else "",
        payable_until=order.reserved_until,
        returned_won=latest.amount_won if latest and returned else 0,
    )


def _standing(order: Order, latest: PaymentAttempt | None) -> Standing:
    if order.terms is PaymentTerms.PAY_LATER:
        return Standing.LATER
    if order.status in (OrderStatus.CONFIRMED, OrderStatus.COMPLETED):
        return Standing.PAID
    if latest is not None and latest.status is AttemptStatus.REFUSED:
        return Standing.RETURNED
    held = order.reserved_until is not None and order.reserved_until > clock.now()
    if order.status is not OrderStatus.AWAITING_PAYMENT or not held:
        return Standing.CLOSED
    is_open = latest is not None and latest.status is AttemptStatus.OPEN
    return Standing.CHECKING if is_open else Standing.PAYABLE


def list_attempts(order_id: int) -> list[PaymentAttempt]:
    """Every try to pay an order, oldest first."""
    query = select(PaymentAttempt).filter_by(order_id=order_id).order_by(PaymentAttempt.id)
    return list(db.session.scalars(query))


def list_refunds(attempt_ids: Collection[int]) -> list[Refund]:
    """Every refund of some attempts, oldest first."""
    query = select(Refund).where(Refund.attempt_id.in_(attempt_ids)).order_by(Refund.id)
    return list(db.session.scalars(query))
