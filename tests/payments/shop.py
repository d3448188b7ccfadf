"""A whole shop with a sandbox beside it, whose courier knocks on the test client's door."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import stripe
from flask import Flask
from sqlalchemy import select

from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from marketplace.orders.models import Order
from marketplace.orders.placing import place_order
from marketplace.payments.beginning import ReturnPages, begin_payment
from marketplace.payments.gateways import open_stripe
from marketplace.payments.models import PaymentAttempt, Refund
from marketplace.payments.provider import RefundReading, RefundRequest
from marketplace.payments.sandbox import events, paying
from marketplace.payments.sandbox.courier import Courier
from marketplace.payments.sandbox.ledger import Ledger
from marketplace.payments.sandbox.standing import WEBHOOK_PATH, Sandbox
from marketplace.payments.sandbox.transport import SandboxTransport
from tests.orders.conftest import option_of, order_request
from tests.support import factories

KEY, SECRET = "sk_test_sandbox", "whsec_sandbox"
PAGES = ReturnPages("http://localhost/back", "http://localhost/stopped")


class PromptCourier(Courier):
    """Delivers at once in the same thread, so that a test knows when."""

    def wake(self) -> None:
        self.deliver_due()


@dataclass
class Shop:
    """What a test does around the application."""

    app: Flask
    sandbox: Sandbox
    answers: list[int] = field(default_factory=list)

    def order(self, units: int = 2, stock: int = 10, checkout: str = "c1", **product: Any) -> Order:
        """A placed, unpaid order of one new product."""
        with transaction():
            option_id = option_of(factories.product(stock=stock, **product))
            return place_order(order_request((option_id, units), checkout=checkout)).order

    def begin(self, order: Order) -> str:
        """Begin to pay; the session's id."""
        return begin_payment(order.id, PAGES).rsplit("/", 1)[1]

    def pay(self, session_id: str, method: str = "kr_card", *, deliver: bool = True) -> str:
        """Pay on the hosted page; the id of the event that tells of it."""
        with self.sandbox.ledger.writing() as book:
            event_id = paying.pay(book, session_id, method).event_id
        if deliver:
            self.sandbox.courier.deliver_due()
        return event_id

    def event(self, event_id: str) -> dict[str, Any]:
        with self.sandbox.ledger.writing() as book:
            told = {each["id"]: each for each in events.listed(book)}[event_id]
        return {key: told[key] for key in told if not key.startswith("_")}

    def send(self, event: dict[str, Any], secret: str = SECRET, age: int = 0) -> int:
        """Deliver an event by hand; the status of the answer."""
        payload = json.dumps(event)
        signature = stripe.WebhookSignature.generate_signature_header(
            payload, secret, int(time.time()) - age
        )
        client = self.app.test_client()
        answer = client.post(WEBHOOK_PATH, data=payload, headers={"Stripe-Signature": signature})
        return answer.status_code

    def attempts(self, order: Order) -> list[PaymentAttempt]:
        db.session.rollback()
        query = select(PaymentAttempt).filter_by(order_id=order.id).order_by(PaymentAttempt.id)
        return list(db.session.scalars(query))

    def refunds(self) -> list[Refund]:
        db.session.rollback()
        return list(db.session.scalars(select(Refund).order_by(Refund.id)))

    def fresh(self, order: Order) -> Order:
        db.session.rollback()
        return db.session.get_one(Order, order.id)

    def letters(self) -> list[str]:
        return sorted(db.session.scalars(select(Letter.template)))

    def refund_in_console(self, payment_ref: str, amount_won: int) -> RefundReading:
        """Give money back the way a person does at the provider: without our reference."""
        gateway = open_stripe(self.app.extensions["settings"])
        return gateway.refund(RefundRequest(payment_ref, amount_won, "", f"console-{amount_won}"))


@pytest.fixture
def shop(app: Flask, ledger: Ledger) -> Iterator[Shop]:
    made: list[Shop] = []

    def knock(_url: str, payload: bytes, headers: dict[str, str]) -> int:
        if made[0].answers and (answer := made[0].answers.pop(0)) != 200:
            return answer
        return app.test_client().post(WEBHOOK_PATH, data=payload, headers=headers).status_code

    sandbox = Sandbox(
        ledger,
        SandboxTransport(ledger, KEY, "http://localhost"),
        PromptCourier(ledger, WEBHOOK_PATH, SECRET, knock),
    )
    app.extensions["payment_sandbox"] = sandbox
    app.extensions.pop("online_provider", None)
    made.append(Shop(app, sandbox))
    yield made[0]
    app.extensions.pop("payment_sandbox")
    app.extensions.pop("online_provider", None)
