"""News of money: given back, refused, or stuck on its way back."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.accounts.models import Account, OfficeMember
from marketplace.core.database import db
from marketplace.notify.service import queue_letter
from marketplace.orders.models import Order
from marketplace.orders.queries import lock_order
from marketplace.payments.models import PaymentAttempt, Refund


def tell_refused(attempt: PaymentAttempt) -> None:
    """To the buyer whose payment came too late: what happened, and that it goes back."""
    order: Order = lock_order(attempt.order_id)
    queue_letter(
        "payment_returned",
        order.buyer_email,
        f"payment-returned:{attempt.id}",
        locale=order.locale,
        number=order.number,
        buyer_name=order.buyer_name,
        amount_won=attempt.amount_won,
        access_token=order.access_token,
    )


def tell_done(refund: Refund) -> None:
    """To the buyer that the money has gone back to where it came from."""
    order = _order_of(refund)
    queue_letter(
        "refund_done",
        order.buyer_email,
        f"refund-done:{refund.id}",
        locale=order.locale,
        number=order.number,
        buyer_name=order.buyer_name,
        amount_won=refund.amount_won,
        access_token=order.access_token,
    )


def tell_failed(refund: Refund) -> None:
    """To everybody of the centre that money is stuck, with where to mend it."""
    order = _order_of(refund)
    people = (
        select(Account.id, Account.email, Account.locale)
        .join(OfficeMember, OfficeMember.account_id == Account.id)
        .where(OfficeMember.ended_at.is_(None))
        .order_by(Account.id)
    )
    for person_id, email, locale in db.session.execute(people).all():
        queue_letter(
            "refund_failed",
            email,
            f"refund-failed:{refund.id}:{person_id}",
            locale=locale,
            number=order.number,
            amount_won=refund.amount_won,
            failure=refund.failure,
            refund_id=refund.id,
        )


def _order_of(refund: Refund) -> Order:
    attempt = db.session.get_one(PaymentAttempt, refund.attempt_id)
    return db.session.get_one(Order, attempt.order_id)
