"""Paying later by bank transfer, as public bodies do: the second adapter, without a page."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import T
from marketplace.core.types import public_token
from marketplace.orders.models import Order, OrderStatus, PaymentTerms
from marketplace.orders.queries import lock_order
from marketplace.payments.models import AttemptStatus, PaymentAttempt
from marketplace.payments.provider import (
    CheckoutIntent,
    CheckoutReading,
    HostedPage,
    ProviderEvent,
    ProviderFailed,
    RefundReading,
    RefundRequest,
    RefundState,
    SignatureRefused,
)


class NotOnTransferTerms(Conflict):
    """The order is prepaid, undecided or closed: nobody owes a transfer for it."""

    code = "not_on_transfer_terms"


class TransferAmountDiffers(Invalid):
    """What came in is not what is owed."""

    code = "transfer_amount_differs"


class TransferProvider:
    """People move the money; nothing is asked of a machine, so nothing can be read from one."""

    name = "transfer"

    def open_checkout(self, intent: CheckoutIntent) -> HostedPage | None:  # noqa: ARG002 - the port
        """There is no page to visit."""
        return None

    def read_checkout(self, provider_ref: str) -> CheckoutReading:  # noqa: ARG002 - the port
        raise ProviderFailed(T("계좌이체는 입금을 확인한 사람이 기록합니다."))

    def close_checkout(self, provider_ref: str) -> CheckoutReading:  # noqa: ARG002 - the port
        raise ProviderFailed(T("계좌이체는 입금을 확인한 사람이 기록합니다."))

    def refund(self, request: RefundRequest) -> RefundReading:
        """Waits for a person to send the money back."""
        return RefundReading(
            refund_ref=f"transfer-{request.reference}",
            payment_ref=request.payment_ref,
            amount_won=request.amount_won,
            state=RefundState.PENDING,
            reference=request.reference,
        )

    def parse_event(self, payload: bytes, signature: str) -> ProviderEvent:  # noqa: ARG002 - the port
        raise SignatureRefused("transfers send no events")


def expect_transfer(order_id: int) -> PaymentAttempt:
    """Note what an approved pay-later order owes; the same order is noted once.

    Raises NotOnTransferTerms.
    """
    order = lock_order(order_id)
    owed = find_transfer(order_id)
    if owed is not None:
        return owed
    _refuse_other_terms(order)
    owed = PaymentAttempt(
        order_id=order.id,
        provider=TransferProvider.name,
        idempotency_key=f"transfer-{public_token()}",
        amount_won=order.total_won,
        status=AttemptStatus.OPEN,
    )
    db.session.add(owed)
    db.session.flush()
    return owed


def record_transfer(order_id: int, received_won: int, reference: str) -> PaymentAttempt:
    """The money has come; `reference` is how the bank or the accounts name it.

    Raises TransferAmountDiffers, NotOnTransferTerms, or Conflict when it was recorded before.
    """
    owed = expect_transfer(order_id)
    if owed.status is AttemptStatus.PAID:
        raise Conflict(T("이미 대금을 받은 것으로 기록했습니다."))
    if received_won != owed.amount_won:
        said = T("받을 금액은 %(owed)s원입니다.", owed=f"{owed.amount_won:,}")
        raise TransferAmountDiffers(said, {"received_won": [said]})
    owed.status = AttemptStatus.PAID
    owed.payment_ref = reference
    owed.method = "transfer"
    owed.settled_at = clock.now()
    audit.record("payment:transferred", owed, amount_won=received_won, reference=reference)
    return owed


def find_transfer(order_id: int) -> PaymentAttempt | None:
    """What an order owes by transfer, None when it owes nothing."""
    query = select(PaymentAttempt).filter_by(order_id=order_id, provider=TransferProvider.name)
    return db.session.scalar(query)


def _refuse_other_terms(order: Order) -> None:
    certain = order.status in (OrderStatus.CONFIRMED, OrderStatus.COMPLETED)
    if order.terms is not PaymentTerms.PAY_LATER or not certain:
        raise NotOnTransferTerms(T("후불로 승인된 주문이 아닙니다."))
