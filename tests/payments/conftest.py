"""A sandbox per test: the real library, no network, a shop that writes down what it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from marketplace.core import clock
from marketplace.payments.provider import CheckoutIntent, CheckoutLine
from marketplace.payments.sandbox.courier import Courier
from marketplace.payments.sandbox.ledger import Ledger
from marketplace.payments.sandbox.transport import SandboxTransport
from marketplace.payments.stripe_gateway import StripeGateway
from tests.payments.shop import KEY, SECRET, shop
from tests.support.queue import ListQueue

__all__ = ["shop"]

SHOP = "http://shop.example"


@dataclass
class ShopFront:
    """Stands where the webhook endpoint stands; answers what it was told to answer."""

    answers: list[int] = field(default_factory=list)
    received: list[tuple[bytes, str]] = field(default_factory=list)

    def post(self, _url: str, payload: bytes, headers: dict[str, str]) -> int:
        self.received.append((payload, headers["Stripe-Signature"]))
        answer = self.answers.pop(0) if self.answers else 200
        if answer == 0:
            raise ConnectionRefusedError("nobody listens")
        return answer


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "sandbox.sqlite3")


@pytest.fixture
def transport(ledger: Ledger) -> SandboxTransport:
    return SandboxTransport(ledger, KEY, SHOP)


@pytest.fixture
def gateway(transport: SandboxTransport) -> StripeGateway:
    return StripeGateway(KEY, SECRET, http_client=transport, network_retries=0)


@pytest.fixture
def shop_front() -> ShopFront:
    return ShopFront()


@pytest.fixture
def courier(ledger: Ledger, shop_front: ShopFront) -> Courier:
    return Courier(ledger, f"{SHOP}/payments/stripe/webhook", SECRET, shop_front.post)


@pytest.fixture
def intent() -> CheckoutIntent:
    return make_intent()


def make_intent(key: str = "pay-1", unit_won: int = 12_000, quantity: int = 2) -> CheckoutIntent:
    return CheckoutIntent(
        reference=key,
        idempotency_key=key,
        lines=(CheckoutLine("우리밀 쿠키", unit_won, quantity), CheckoutLine("배송비", 3_000, 1)),
        buyer_email="citizen@demo.example",
        success_url=f"{SHOP}/payments/abc/return?session_id={{CHECKOUT_SESSION_ID}}",
        cancel_url=f"{SHOP}/payments/abc/cancelled",
        expires_at=clock.now() + timedelta(minutes=31),
    )


@pytest.fixture
def queue(jobs: ListQueue) -> ListQueue:
    """The job list under another name: tests here speak of the jobs module too."""
    return jobs
