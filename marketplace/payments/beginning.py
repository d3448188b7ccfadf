"""Beginning a payment: the intent is committed, then the provider is called, then its answer.

The one place where a verb opens its own transactions: a provider called inside one would
hold the database for as long as the network takes, and a crash between the two would leave
a page somebody can pay on of which we know nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict
from marketplace.core.text import T
from marketplace.core.types import public_token
from marketplace.orders import confirming
from marketplace.orders.models import Order, OrderLine, OrderStatus
from marketplace.orders.queries import lock_order
from marketplace.payments.gateways import online_provider
from marketplace.payments.models import AttemptStatus, PaymentAttempt
from marketplace.payments.provider import (
    SHORTEST_PAGE,
    AmountNotPayable,
    CheckoutIntent,
    CheckoutLine,
    HostedPage,
    ProviderFailed,
)

NAME_SHOWN = 120
LONGEST_PAGE = timedelta(hours=23)
STILL_USEFUL = timedelta(minutes=2)  # a page with less left is not worth sending anybody to


class OrderNotPayable(Conflict):
    """The order is paid, closed, or its hold on the stock is over."""

    code = "order_not_payable"


@dataclass(frozen=True, slots=True)
class ReturnPages:
    """Where the provider sends the buyer back to."""

    success_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class _Begun:
    """What the first transaction decided: a page to go to, or an intent to open one for."""

    url: str = ""
    attempt_id: int = 0
    intent: CheckoutIntent | None = None


def begin_payment(order_id: int, pages: ReturnPages) -> str:
    """Where the buyer goes to pay: the page already open, or a new one.

    An order that costs nothing is confirmed at once. Raises OrderNotPayable,
    SellerStopped, AmountNotPayable or ProviderFailed; the order is kept in every case.
    """
    with transaction():
        begun = _intend(order_id, pages)
    if begun.intent is None:
        return begun.url
    try:
        page = online_provider().open_checkout(begun.intent)
    except (ProviderFailed, AmountNotPayable):
        with transaction():
            _mark(begun.attempt_id, AttemptStatus.FAILED)
        raise
    if page is None:
        raise ProviderFailed(T("결제창을 열지 못했어요."), kept=T("주문은 그대로 있어요."))
    with transaction():
        _keep_page(begun.attempt_id, page)
    return page.url


def _intend(order_id: int, pages: ReturnPages) -> _Begun:
    order = lock_order(order_id)
    _refuse_unpayable(order)
    if order.total_won == 0:
        confirming.confirm_paid(order.id)
        return _Begun(url=pages.success_url)
    open_page = _open_page(order)
    if open_page:
        return _Begun(url=open_page)
    attempt = _new_attempt(order)
    return _Begun(attempt_id=attempt.id, intent=_intent(order, attempt, pages))


def _refuse_unpayable(order: Order) -> None:
    if order.status is OrderStatus.CONFIRMED:
        raise OrderNotPayable(T("이미 결제가 끝난 주문이에요."))
    held = order.reserved_until is not None and order.reserved_until > clock.now()
    if order.status is not OrderStatus.AWAITING_PAYMENT or not held:
        raise OrderNotPayable(
            T("결제할 수 있는 시간이 지나 주문이 닫혔어요."),
            kept=T("결제된 금액은 없어요."),
            action=T("상품을 다시 담아 주문해 주세요"),
        )
    confirming.refuse_stopped_sellers(order)


def _open_page(order: Order) -> str:
    url = db.session.scalar(
        select(PaymentAttempt.hosted_url)
        .where(
            PaymentAttempt.order_id == order.id,
            PaymentAttempt.status == AttemptStatus.OPEN,
            PaymentAttempt.expires_at > clock.now() + STILL_USEFUL,
        )
        .order_by(PaymentAttempt.id.desc())
        .limit(1)
    )
    return url or ""


def _new_attempt(order: Order) -> PaymentAttempt:
    attempt = PaymentAttempt(
        order_id=order.id,
        provider=online_provider().name,
        idempotency_key=f"pay-{public_token()}",
        amount_won=order.total_won,
        expires_at=_page_ends(order),
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def _page_ends(order: Order) -> datetime:
    # An agreed quote may be held for weeks; a hosted page lives a day at most.
    shortest, longest = clock.now() + SHORTEST_PAGE, clock.now() + LONGEST_PAGE
    return min(max(order.reserved_until or shortest, shortest), longest)


def _checkout_line(line: OrderLine) -> CheckoutLine:
    """As bought; a reduced line is one sum, because no unit of it has a whole price any more."""
    name = f"{line.product_name} {line.option_name}".strip()[:NAME_SHOWN]
    if not line.reduced_won:
        return CheckoutLine(name, line.unit_price_won, line.quantity)
    counted = f"{name[: NAME_SHOWN - 8]} × {line.quantity}" if line.quantity > 1 else name
    return CheckoutLine(counted, line.paid_won, 1)


def _intent(order: Order, attempt: PaymentAttempt, pages: ReturnPages) -> CheckoutIntent:
    bought = [line for parcel in order.parcels for line in parcel.lines]
    lines = [_checkout_line(line) for line in bought if line.paid_won]
    if order.delivery_won:
        name = "Delivery" if order.locale == "en" else "배송비"
        lines.append(CheckoutLine(name, order.delivery_won, 1))
    return CheckoutIntent(
        reference=attempt.idempotency_key,
        idempotency_key=attempt.idempotency_key,
        lines=tuple(lines),
        buyer_email=order.buyer_email,
        success_url=pages.success_url,
        cancel_url=pages.cancel_url,
        expires_at=attempt.expires_at or _page_ends(order),
        locale=order.locale,
    )


def _keep_page(attempt_id: int, page: HostedPage) -> None:
    attempt = db.session.get_one(PaymentAttempt, attempt_id, with_for_update=True)
    attempt.provider_ref = page.provider_ref
    attempt.hosted_url = page.url
    attempt.expires_at = page.expires_at
    if attempt.status is AttemptStatus.INTENDED:  # an event may have been quicker than we
        attempt.status = AttemptStatus.OPEN


def _mark(attempt_id: int, status: AttemptStatus) -> None:
    attempt = db.session.get_one(PaymentAttempt, attempt_id, with_for_update=True)
    if attempt.status is AttemptStatus.INTENDED:
        attempt.status = status
        attempt.settled_at = clock.now()
