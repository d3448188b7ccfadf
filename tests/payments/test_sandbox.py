"""The sandbox refuses what Stripe refuses, and tells the shop until it listens."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import stripe

from marketplace.core import clock
from marketplace.payments.provider import CheckoutIntent
from marketplace.payments.sandbox import events, parameters, paying, sessions
from marketplace.payments.sandbox.courier import Courier
from marketplace.payments.sandbox.ledger import Ledger
from marketplace.payments.sandbox.refusals import Refusal
from marketplace.payments.sandbox.transport import SandboxTransport
from marketplace.payments.stripe_gateway import StripeGateway
from tests.payments.conftest import ShopFront, make_intent
from tests.payments.shop import KEY, SECRET


@pytest.fixture
def client(transport: SandboxTransport) -> stripe.StripeClient:
    return stripe.StripeClient(KEY, http_client=transport)


def session_params(**changes: Any) -> Any:
    line = {
        "quantity": 1,
        "price_data": {
            "currency": "krw",
            "unit_amount": 1_000,
            "product_data": {"name": "비누"},
        },
    }
    whole = {"mode": "payment", "line_items": [line], "success_url": "https://shop.example/done"}
    return {key: value for key, value in (whole | changes).items() if value is not None}


def line(**price: Any) -> dict[str, Any]:
    data = {"currency": "krw", "unit_amount": 1_000, "product_data": {"name": "비누"}} | price
    return {"quantity": data.pop("quantity", 1), "price_data": data}


class TestSessionParameters:
    @pytest.mark.parametrize(
        ("changes", "param"),
        [
            ({"mode": None}, "mode"),
            ({"mode": "subscription"}, "mode"),
            ({"success_url": None}, "success_url"),
            ({"success_url": "/done"}, "success_url"),
            ({"cancel_url": "ftp://x"}, "cancel_url"),
            ({"line_items": None}, "line_items"),
            ({"line_items": [line(currency="usd")]}, "line_items[0][price_data][currency]"),
            ({"line_items": [line(unit_amount="10.5")]}, "line_items[0][price_data][unit_amount]"),
            ({"line_items": [line(unit_amount=-1)]}, "line_items[0][price_data][unit_amount]"),
            ({"line_items": [line(quantity=0)]}, "line_items[0][quantity]"),
            ({"line_items": [line(unit_amount=99)]}, "line_items"),
            ({"line_items": [line(unit_amount=100_000_000)]}, "line_items"),
            ({"line_items": [line(product_data={"name": ""})]}, None),
            ({"payment_method_types": ["toss"]}, "payment_method_types[0]"),
            ({"customer_email": "nobody"}, "customer_email"),
            ({"expires_at": int(time.time()) + 29 * 60}, "expires_at"),
            ({"expires_at": int(time.time()) + 25 * 3600}, "expires_at"),
            ({"colour": "red"}, "colour"),
            ({"metadata": {"k" * 41: "v"}}, "metadata"),
        ],
    )
    def test_refuses(
        self, client: stripe.StripeClient, changes: dict[str, Any], param: str | None
    ) -> None:
        with pytest.raises(stripe.InvalidRequestError) as refused:
            client.v1.checkout.sessions.create(session_params(**changes))
        assert refused.value.http_status == 400
        if param:
            assert refused.value.param == param

    def test_sums_its_lines(self, client: stripe.StripeClient) -> None:
        lines = [line(quantity=3), line(unit_amount=500)]
        session = client.v1.checkout.sessions.create(session_params(line_items=lines))
        assert session.amount_total == 3_500

    def test_brackets_become_nesting(self) -> None:
        assert parameters.decode("a[b][0][c]=1&a[b][1][c]=2&d[]=x&d[]=y&e=") == {
            "a": {"b": [{"c": "1"}, {"c": "2"}]},
            "d": ["x", "y"],
            "e": "",
        }


class TestIdempotency:
    def test_a_refused_request_keeps_nothing(self, client: stripe.StripeClient) -> None:
        key: Any = {"idempotency_key": "k"}
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.checkout.sessions.create(session_params(mode="setup"), key)
        assert client.v1.checkout.sessions.create(session_params(), key).status == "open"

    def test_a_replay_says_so(self, client: stripe.StripeClient) -> None:
        key: Any = {"idempotency_key": "k"}
        first = client.v1.checkout.sessions.create(session_params(), key)
        again = client.v1.checkout.sessions.create(session_params(), key)
        assert first.id == again.id
        assert again.last_response is not None
        assert again.last_response.headers["Idempotent-Replayed"] == "true"

    def test_one_key_at_once_from_many_makes_one_session(
        self, client: stripe.StripeClient, ledger: Ledger
    ) -> None:
        key: Any = {"idempotency_key": "k"}
        with ThreadPoolExecutor(8) as pool:
            made = pool.map(
                lambda _: client.v1.checkout.sessions.create(session_params(), key).id, range(16)
            )
            assert len(set(made)) == 1

    def test_a_key_for_another_path_is_refused(self, client: stripe.StripeClient) -> None:
        key: Any = {"idempotency_key": "k"}
        session = client.v1.checkout.sessions.create(session_params(), key)
        with pytest.raises(stripe.IdempotencyError):
            client.v1.checkout.sessions.expire(session.id, {}, key)


class TestPaying:
    def open(self, gateway: StripeGateway, intent: CheckoutIntent) -> str:
        return gateway.open_checkout(intent).provider_ref

    def test_paying_twice_pays_once(
        self, gateway: StripeGateway, ledger: Ledger, intent: CheckoutIntent
    ) -> None:
        session_id = self.open(gateway, intent)
        with ledger.writing() as book:
            first = paying.pay(book, session_id, "payco")
            second = paying.pay(book, session_id, "payco")
            told = [event["type"] for event in events.listed(book)[::-1]]
        assert first.return_url == second.return_url
        assert first.return_url.endswith(f"session_id={session_id}")
        assert told.count("checkout.session.completed") == 1

    def test_a_declined_session_stays_open_and_can_still_be_paid(
        self, gateway: StripeGateway, ledger: Ledger, intent: CheckoutIntent
    ) -> None:
        session_id = self.open(gateway, intent)
        with ledger.writing() as book:
            paying.decline(book, session_id, "kr_card")
            assert sessions.retrieve(book, session_id)["status"] == "open"
            paying.pay(book, session_id, "kr_card")
            told = [event["type"] for event in events.listed(book)[::-1]]
        assert told[0] == "payment_intent.payment_failed"
        assert told[-1] == "checkout.session.completed"

    def test_an_expired_session_cannot_be_paid(
        self, gateway: StripeGateway, ledger: Ledger, intent: CheckoutIntent
    ) -> None:
        session_id = self.open(gateway, intent)
        with (
            clock.frozen(clock.now() + timedelta(hours=1)),
            ledger.writing() as book,
            pytest.raises(Refusal, match="no longer open"),
        ):
            paying.pay(book, session_id, "payco")

    def test_a_method_that_was_not_offered_is_refused(
        self, gateway: StripeGateway, ledger: Ledger, intent: CheckoutIntent
    ) -> None:
        session_id = self.open(gateway, intent)
        with ledger.writing() as book, pytest.raises(Refusal):
            paying.pay(book, session_id, "bitcoin")


class TestCourier:
    @pytest.fixture
    def event_id(self, gateway: StripeGateway, ledger: Ledger) -> str:
        page = gateway.open_checkout(make_intent())
        with ledger.writing() as book:
            paid = paying.pay(book, page.provider_ref, "kr_card")
            book.sql.execute("DELETE FROM event WHERE id <> ?", (paid.event_id,))
        return paid.event_id

    def test_delivers_once_and_signed(
        self, courier: Courier, shop_front: ShopFront, gateway: StripeGateway, event_id: str
    ) -> None:
        assert courier.deliver_due() == 1
        assert courier.deliver_due() == 0
        [(payload, signature)] = shop_front.received
        assert gateway.parse_event(payload, signature).id == event_id

    @pytest.mark.parametrize("answer", [500, 0, 400])
    def test_what_was_not_accepted_is_sent_again_later(
        self, courier: Courier, shop_front: ShopFront, ledger: Ledger, event_id: str, answer: int
    ) -> None:
        shop_front.answers = [answer]
        assert courier.deliver_due() == 0
        with ledger.writing() as book:
            due = events.next_due(book)
            assert due is not None
            assert due > time.time()
            book.sql.execute("UPDATE event SET next_at = 0")
        assert courier.deliver_due() == 1
        assert len(shop_front.received) == 2
        assert shop_front.received[0][0] == shop_front.received[1][0]

    def test_two_couriers_do_not_carry_the_same_event(
        self, courier: Courier, shop_front: ShopFront, ledger: Ledger, event_id: str
    ) -> None:
        other = Courier(ledger, "http://shop.example/hook", SECRET, shop_front.post)
        with ThreadPoolExecutor(2) as pool:
            accepted = list(pool.map(lambda one: one.deliver_due(), [courier, other]))
        assert sum(accepted) == 1
        assert len(shop_front.received) == 1

    def test_pauses_grow_to_an_hour(self) -> None:
        assert 0.5 <= events.pause_after(1) <= 1.0
        assert 16 <= events.pause_after(6) <= 32
        assert 1_800 <= events.pause_after(30) <= 3_600

    def test_gives_up_in_the_end(
        self, courier: Courier, shop_front: ShopFront, ledger: Ledger, event_id: str
    ) -> None:
        shop_front.answers = [500]
        with ledger.writing() as book:
            book.sql.execute("UPDATE event SET attempts = ?", (events.GIVE_UP_AFTER - 1,))
        courier.deliver_due()
        with ledger.writing() as book:
            assert events.next_due(book) is None

    def test_the_background_thread_delivers_and_ends(
        self, courier: Courier, shop_front: ShopFront, event_id: str
    ) -> None:
        courier.wake()
        assert courier.wait_for(event_id, seconds=5)
        assert len(shop_front.received) == 1

    def test_a_sweep_tells_of_sessions_that_ran_out(
        self, courier: Courier, shop_front: ShopFront, gateway: StripeGateway
    ) -> None:
        gateway.open_checkout(make_intent())
        with clock.frozen(clock.now() + timedelta(hours=1)):
            assert courier.sweep() == 1
        [(payload, _)] = shop_front.received
        assert b"checkout.session.expired" in payload
