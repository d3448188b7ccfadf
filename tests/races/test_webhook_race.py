"""The same news told twenty times in one moment pays once."""

from __future__ import annotations

import json
from collections import Counter

import pytest
import requests
import stripe
from sqlalchemy import select

from marketplace.config import SANDBOX_WEBHOOK_SECRET
from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from marketplace.orders.models import Order, OrderStatus
from marketplace.orders.placing import place_order
from marketplace.payments.models import AttemptStatus, PaymentAttempt, ProviderEvent
from marketplace.payments.sandbox import events, paying
from marketplace.payments.sandbox.ledger import Ledger
from tests.orders.conftest import option_of, order_request
from tests.races.server import Market
from tests.races.visitors import all_at_once, token_of, words
from tests.support import factories

pytestmark = pytest.mark.race

TIMES = 20


def place(checkout: str) -> tuple[int, str]:
    """A placed order's id and access token."""
    with transaction():
        option_id = option_of(factories.product(stock=10))
        order = place_order(order_request((option_id, 2), checkout=checkout)).order
        return order.id, order.access_token


def begin_in_a_browser(market: Market, access_token: str) -> str:
    """Go to the hosted page as a buyer does; the session's id."""
    browser = requests.Session()
    page = browser.get(f"{market.url}/payments/{access_token}/return", timeout=30)
    answer = browser.post(
        f"{market.url}/payments/{access_token}/attempts",
        data={"csrf_token": token_of(page)},
        timeout=30,
    )
    assert answer.ok, words(answer)
    assert "SANDBOX 결제창" in words(answer)
    return answer.url.rsplit("/", 1)[1]


def paid_event(market: Market, session_id: str) -> str:
    """Pay without telling the shop; the event that would tell it, as JSON."""
    with Ledger(market.var_dir / "sandbox.sqlite3").writing() as book:
        event_id = paying.pay(book, session_id, "kr_card").event_id
        told = {each["id"]: each for each in events.listed(book)}[event_id]
    return json.dumps({key: told[key] for key in told if not key.startswith("_")})


def test_twenty_identical_deliveries_at_once_pay_once(market: Market) -> None:
    with market.database.app.app_context():
        order_id, access_token = place("webhook-race")
        payload = paid_event(market, begin_in_a_browser(market, access_token))
        signature = stripe.WebhookSignature.generate_signature_header(
            payload, SANDBOX_WEBHOOK_SECRET
        )

        def deliver(_n: int) -> requests.Response:
            return requests.post(
                f"{market.url}/payments/stripe/webhook",
                data=payload.encode(),
                headers={"Stripe-Signature": signature, "Content-Type": "application/json"},
                timeout=60,
            )

        answers = all_at_once(deliver, range(TIMES))
        assert Counter(answer.status_code for answer in answers) == {200: TIMES}
        assert Counter(answer.json()["outcome"] for answer in answers) == {
            "paid": 1,
            "duplicate": TIMES - 1,
        }
        db.session.rollback()
        assert db.session.get_one(Order, order_id).status is OrderStatus.CONFIRMED
        [attempt] = db.session.scalars(select(PaymentAttempt).filter_by(order_id=order_id))
        assert attempt.status is AttemptStatus.PAID
        taken = select(ProviderEvent).filter_by(event_ref=json.loads(payload)["id"])
        assert len(db.session.scalars(taken).all()) == 1
        told = select(Letter).filter_by(dedupe_key=f"order-confirmed:{order_id}")
        assert len(db.session.scalars(told).all()) == 1


def test_twenty_browsers_asking_at_once_pay_once(market: Market) -> None:
    """The return page may be open in many windows; each asks the provider itself."""
    with market.database.app.app_context():
        order_id, access_token = place("verification-race")
        paid_event(market, begin_in_a_browser(market, access_token))

        def look(_n: int) -> tuple[requests.Session, str]:
            browser = requests.Session()
            page = browser.get(f"{market.url}/payments/{access_token}/return", timeout=60)
            return browser, token_of(page)

        windows = [look(n) for n in range(TIMES)]

        def ask(window: tuple[requests.Session, str]) -> str:
            browser, token = window
            answer = browser.post(
                f"{market.url}/payments/{access_token}/verification",
                data={"csrf_token": token},
                timeout=60,
            )
            assert answer.ok, words(answer)
            return words(answer)

        said = all_at_once(ask, windows)
        assert all("주문과 결제가 끝났어요" in each for each in said)
        db.session.rollback()
        [attempt] = db.session.scalars(select(PaymentAttempt).filter_by(order_id=order_id))
        assert attempt.status is AttemptStatus.PAID
        told = select(Letter).filter_by(dedupe_key=f"order-confirmed:{order_id}")
        assert len(db.session.scalars(told).all()) == 1
