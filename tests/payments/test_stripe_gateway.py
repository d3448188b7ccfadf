"""The real stripe library against the sandbox: what the port promises holds."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest
import stripe

from marketplace.core import clock
from marketplace.payments.provider import (
    AmountNotPayable,
    CheckoutIntent,
    CheckoutLine,
    CheckoutState,
    EventKind,
    ProviderFailed,
    ProviderUnreachable,
    RefundRequest,
    RefundState,
    SignatureRefused,
)
from marketplace.payments.sandbox import events, paying
from marketplace.payments.sandbox.ledger import Ledger
from marketplace.payments.sandbox.transport import SandboxTransport
from marketplace.payments.stripe_gateway import StripeGateway
from marketplace.payments.stripe_version import API_VERSION
from tests.payments.conftest import SHOP, make_intent
from tests.payments.shop import KEY, SECRET


class LosingTransport(stripe.HTTPClient):
    """Does what it is asked and loses the first `losses` answers on the way back."""

    name: ClassVar[str] = "losing"

    def __init__(self, inner: SandboxTransport, losses: int) -> None:
        super().__init__()
        self.inner, self.losses, self.keys = inner, losses, []

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        **_: Any,
    ) -> tuple[str, int, Mapping[str, str]]:
        self.keys.append((headers or {}).get("Idempotency-Key"))
        answer = self.inner.request(method, url, headers, post_data)
        if self.losses:
            self.losses -= 1
            raise stripe.APIConnectionError("the line went dead", should_retry=True)
        return answer

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0.0


def paid(ledger: Ledger, session_id: str, method: str = "kakao_pay") -> paying.Paid:
    with ledger.writing() as book:
        return paying.pay(book, session_id, method)


class TestOpenCheckout:
    def test_gives_a_page_on_the_shop_with_the_whole_sum_in_won(
        self, gateway: StripeGateway, intent: CheckoutIntent
    ) -> None:
        page = gateway.open_checkout(intent)
        assert page.url == f"{SHOP}/sandbox/checkout/{page.provider_ref}"
        assert page.expires_at == intent.expires_at.replace(microsecond=0)
        reading = gateway.read_checkout(page.provider_ref)
        assert (reading.amount_won, reading.currency) == (27_000, "krw")
        assert (reading.state, reading.reference) == (CheckoutState.OPEN, "pay-1")

    def test_the_same_key_and_contents_open_one_page(
        self, gateway: StripeGateway, intent: CheckoutIntent
    ) -> None:
        assert gateway.open_checkout(intent) == gateway.open_checkout(intent)

    def test_the_same_key_with_another_amount_is_refused(
        self, gateway: StripeGateway, intent: CheckoutIntent
    ) -> None:
        gateway.open_checkout(intent)
        other = replace(intent, lines=(CheckoutLine("다른 것", 5_000, 1),))
        with pytest.raises(ProviderFailed) as refused:
            gateway.open_checkout(other)
        assert isinstance(refused.value.__cause__, stripe.IdempotencyError)

    @pytest.mark.parametrize("won", [99, 100_000_000])
    def test_refuses_what_cannot_be_paid_online(self, gateway: StripeGateway, won: int) -> None:
        with pytest.raises(AmountNotPayable):
            gateway.open_checkout(replace(make_intent(), lines=(CheckoutLine("하나", won, 1),)))

    def test_the_smallest_sum_is_a_hundred_won(self, gateway: StripeGateway) -> None:
        page = gateway.open_checkout(replace(make_intent(), lines=(CheckoutLine("하나", 100, 1),)))
        assert gateway.read_checkout(page.provider_ref).amount_won == 100

    def test_a_lost_answer_is_asked_again_with_the_same_key(
        self, transport: SandboxTransport, ledger: Ledger, intent: CheckoutIntent
    ) -> None:
        losing = LosingTransport(transport, losses=1)
        page = StripeGateway(KEY, SECRET, http_client=losing).open_checkout(intent)
        assert losing.keys == ["pay-1", "pay-1"]
        with ledger.writing() as book:
            kept = book.sql.execute("SELECT id FROM object").fetchall()
        assert [row["id"] for row in kept] == [page.provider_ref]

    def test_a_dead_line_is_unreachable_not_refused(
        self, transport: SandboxTransport, intent: CheckoutIntent
    ) -> None:
        gateway = StripeGateway(KEY, SECRET, http_client=LosingTransport(transport, losses=9))
        with pytest.raises(ProviderUnreachable):
            gateway.open_checkout(intent)

    def test_a_wrong_key_is_refused(
        self, transport: SandboxTransport, intent: CheckoutIntent
    ) -> None:
        gateway = StripeGateway("sk_test_other", SECRET, http_client=transport)
        with pytest.raises(ProviderFailed) as refused:
            gateway.open_checkout(intent)
        assert isinstance(refused.value.__cause__, stripe.AuthenticationError)

    def test_pins_the_api_version(
        self, transport: SandboxTransport, intent: CheckoutIntent
    ) -> None:
        seen: list[str] = []
        original = transport.request

        def watch(method: str, url: str, headers: Any, post_data: Any = None, **_: Any) -> Any:
            seen.append(headers["Stripe-Version"])
            return original(method, url, headers, post_data)

        transport.request = watch  # type: ignore[method-assign]
        StripeGateway(KEY, SECRET, http_client=transport).open_checkout(intent)
        assert seen == [API_VERSION]

    def test_live_calls_have_a_time_limit(self) -> None:
        client = StripeGateway(KEY, SECRET)._client._requestor._client
        assert isinstance(client, stripe.RequestsClient)
        assert client._timeout == (3.05, 12.0)


class TestReadAndClose:
    def test_a_paid_checkout_names_its_payment_and_method(
        self, gateway: StripeGateway, ledger: Ledger, intent: CheckoutIntent
    ) -> None:
        page = gateway.open_checkout(intent)
        paid(ledger, page.provider_ref, "naver_pay")
        reading = gateway.read_checkout(page.provider_ref)
        assert (reading.state, reading.method) == (CheckoutState.PAID, "naver_pay")
        assert reading.payment_ref.startswith("pi_")

    def test_closing_an_open_checkout_expires_it(
        self, gateway: StripeGateway, intent: CheckoutIntent
    ) -> None:
        page = gateway.open_checkout(intent)
        assert gateway.close_checkout(page.provider_ref).state is CheckoutState.EXPIRED

    def test_closing_twice_is_harmless(
        self, gateway: StripeGateway, intent: CheckoutIntent
    ) -> None:
        page = gateway.open_checkout(intent)
        gateway.close_checkout(page.provider_ref)
        assert gateway.close_checkout(page.provider_ref).state is CheckoutState.EXPIRED

    def test_closing_a_paid_checkout_says_that_it_was_paid(
        self, gateway: StripeGateway, ledger: Ledger, intent: CheckoutIntent
    ) -> None:
        page = gateway.open_checkout(intent)
        paid(ledger, page.provider_ref)
        assert gateway.close_checkout(page.provider_ref).state is CheckoutState.PAID

    def test_an_overdue_checkout_reads_as_expired(
        self, gateway: StripeGateway, intent: CheckoutIntent
    ) -> None:
        page = gateway.open_checkout(intent)
        with clock.frozen(clock.now() + timedelta(minutes=40)):
            assert gateway.read_checkout(page.provider_ref).state is CheckoutState.EXPIRED

    def test_an_unknown_checkout_is_a_failure(self, gateway: StripeGateway) -> None:
        with pytest.raises(ProviderFailed):
            gateway.read_checkout("cs_test_nothing")


class TestRefund:
    @pytest.fixture
    def payment_ref(self, gateway: StripeGateway, ledger: Ledger, intent: CheckoutIntent) -> str:
        page = gateway.open_checkout(intent)
        paid(ledger, page.provider_ref, "kr_card")
        return gateway.read_checkout(page.provider_ref).payment_ref

    def test_gives_back_a_part_then_the_rest(
        self, gateway: StripeGateway, payment_ref: str
    ) -> None:
        part = gateway.refund(RefundRequest(payment_ref, 7_000, "r-1", "r-1"))
        rest = gateway.refund(RefundRequest(payment_ref, 20_000, "r-2", "r-2"))
        assert (part.state, part.amount_won) == (RefundState.SUCCEEDED, 7_000)
        assert (rest.state, rest.reference) == (RefundState.SUCCEEDED, "r-2")

    def test_never_gives_back_more_than_was_paid(
        self, gateway: StripeGateway, payment_ref: str
    ) -> None:
        gateway.refund(RefundRequest(payment_ref, 20_000, "r-1", "r-1"))
        with pytest.raises(ProviderFailed, match="받아 주지"):
            gateway.refund(RefundRequest(payment_ref, 7_001, "r-2", "r-2"))

    def test_the_same_key_gives_back_once(self, gateway: StripeGateway, payment_ref: str) -> None:
        request = RefundRequest(payment_ref, 7_000, "r-1", "r-1")
        assert gateway.refund(request) == gateway.refund(request)
        gateway.refund(RefundRequest(payment_ref, 20_000, "r-2", "r-2"))

    def test_a_wallet_confirms_later_by_an_event(
        self, gateway: StripeGateway, ledger: Ledger
    ) -> None:
        page = gateway.open_checkout(make_intent("pay-9"))
        paid(ledger, page.provider_ref, "kakao_pay")
        payment_ref = gateway.read_checkout(page.provider_ref).payment_ref
        refund = gateway.refund(RefundRequest(payment_ref, 27_000, "r-9", "r-9"))
        assert refund.state is RefundState.PENDING
        with ledger.writing() as book:
            told = events.listed(book)[::-1]
        assert [event["type"] for event in told[-3:]] == [
            "refund.created",
            "charge.refunded",
            "refund.updated",
        ]
        assert told[-1]["data"]["object"]["status"] == "succeeded"


class TestParseEvent:
    def payload(self, gateway: StripeGateway, ledger: Ledger) -> str:
        page = gateway.open_checkout(make_intent())
        paid(ledger, page.provider_ref)
        with ledger.writing() as book:
            told = events.listed(book)[0]
        return json.dumps({key: told[key] for key in told if not key.startswith("_")})

    def sign(self, payload: str, secret: str = SECRET, age: int = 0) -> str:
        return stripe.WebhookSignature.generate_signature_header(
            payload, secret, int(time.time()) - age
        )

    def test_reads_a_signed_event(self, gateway: StripeGateway, ledger: Ledger) -> None:
        payload = self.payload(gateway, ledger)
        event = gateway.parse_event(payload.encode(), self.sign(payload))
        assert (event.kind, event.type) == (EventKind.CHECKOUT, "checkout.session.completed")
        assert event.checkout is not None
        assert (event.checkout.state, event.checkout.amount_won) == (CheckoutState.PAID, 27_000)

    @pytest.mark.parametrize("fault", ["secret", "age", "body", "none", "garbage"])
    def test_refuses_what_is_not_freshly_signed(
        self, gateway: StripeGateway, ledger: Ledger, fault: str
    ) -> None:
        payload = self.payload(gateway, ledger)
        signature = {
            "secret": self.sign(payload, "whsec_other"),
            "age": self.sign(payload, age=301),
            "body": self.sign(payload),
            "none": "",
            "garbage": "t=now,v1=abc",
        }[fault]
        sent = payload.replace("27000", "27001") if fault == "body" else payload
        with pytest.raises(SignatureRefused):
            gateway.parse_event(sent.encode(), signature)

    def test_accepts_what_is_almost_five_minutes_old(
        self, gateway: StripeGateway, ledger: Ledger
    ) -> None:
        payload = self.payload(gateway, ledger)
        assert gateway.parse_event(payload.encode(), self.sign(payload, age=290))

    def test_a_signed_text_that_is_no_event_is_refused(self, gateway: StripeGateway) -> None:
        with pytest.raises(SignatureRefused):
            gateway.parse_event(b"not json", self.sign("not json"))

    def test_an_event_of_no_interest_is_other(self, gateway: StripeGateway) -> None:
        payload = json.dumps(
            {
                "id": "evt_1",
                "object": "event",
                "created": 1,
                "type": "customer.created",
                "data": {"object": {"id": "cus_1", "object": "customer"}},
            }
        )
        assert gateway.parse_event(payload.encode(), self.sign(payload)).kind is EventKind.OTHER
