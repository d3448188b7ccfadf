"""Paying through the real gateway: a page is opened, paid on, and its provider asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from marketplace import config
from marketplace.audit.service import Actor, acting_as
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.payments.beginning import ReturnPages, begin_payment
from marketplace.payments.comparing import verify_payment
from marketplace.payments.models import PaymentAttempt
from marketplace.payments.sandbox import paying
from marketplace.payments.sandbox.standing import current_sandbox

METHODS = ("kr_card", "kakao_pay", "naver_pay")


def pay_in_sandbox(order_id: int, begun: datetime, paid: datetime, number: int) -> None:
    """Pay an order whose page is opened at `begun`; `number` chooses with what."""
    shop_url = config.current().public_url
    pages = ReturnPages(f"{shop_url}/?session_id={{CHECKOUT_SESSION_ID}}", f"{shop_url}/")
    with clock.frozen(begun), acting_as(Actor(None, "demo")):
        begin_payment(order_id, pages)
    query = select(PaymentAttempt.provider_ref).filter_by(order_id=order_id)
    page = db.session.scalars(query.order_by(PaymentAttempt.id.desc())).first()
    with clock.frozen(paid), acting_as(Actor(None, "demo")):
        with current_sandbox().ledger.writing() as book:
            paying.pay(book, str(page), METHODS[number % len(METHODS)])
        verify_payment(order_id)
