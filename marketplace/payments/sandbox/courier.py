"""Carries events to the shop's webhook endpoint over real HTTP until each is accepted."""

from __future__ import annotations

import http.client
import logging
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import stripe

from marketplace.payments.sandbox import events, sessions
from marketplace.payments.sandbox.ledger import Ledger

ANSWER_SECONDS = 10.0
IDLE_SECONDS = 0.05
STAY_SECONDS = 30.0

log = logging.getLogger(__name__)

Post = Callable[[str, bytes, dict[str, str]], int]


def post_over_http(url: str, payload: bytes, headers: dict[str, str]) -> int:
    """POST and return the status; raises OSError or HTTPException when nobody answers."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=ANSWER_SECONDS)
    try:
        connection.request("POST", parts.path, payload, headers)
        return connection.getresponse().status
    finally:
        connection.close()


class Courier:
    """Delivers what is due; one daemon thread per process, started when there is work.

    Any process may carry any event: the ledger leases each to one courier at a time, and
    what a dead process left behind falls due again.
    """

    def __init__(
        self, ledger: Ledger, endpoint: str, secret: str, post: Post = post_over_http
    ) -> None:
        self._ledger, self._endpoint, self._secret, self._post = ledger, endpoint, secret, post
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def deliver_due(self) -> int:
        """Try every event that is due now; returns how many were accepted."""
        accepted = 0
        while True:
            with self._ledger.writing() as book:
                delivery = events.claim(book)
            if delivery is None:
                return accepted
            answer = self._deliver(delivery)
            accepted += answer.startswith("2")
            with self._ledger.writing() as book:
                events.settle(book, delivery, answer)

    def sweep(self) -> int:
        """Expire overdue sessions, then deliver what is due: the periodic job's verb."""
        with self._ledger.writing() as book:
            sessions.expire_overdue(book)
        return self.deliver_due()

    def wake(self) -> None:
        """Have the background thread deliver, starting it when there is none."""
        with self._guard:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, name="sandbox-courier", daemon=True
                )
                self._thread.start()

    def wait_for(self, event_id: str, seconds: float) -> bool:
        """Whether the event was accepted within `seconds`, as Stripe waits before returning."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self._ledger.writing() as book:
                if events.is_delivered(book, event_id):
                    return True
            time.sleep(IDLE_SECONDS)
        return False

    def _deliver(self, delivery: events.Delivery) -> str:
        signature = stripe.WebhookSignature.generate_signature_header(
            delivery.payload, self._secret
        )
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
        try:
            return str(self._post(self._endpoint, delivery.payload.encode(), headers))
        except (OSError, http.client.HTTPException) as error:
            log.info("sandbox event %s not delivered: %s", delivery.event_id, error)
            return f"no answer: {type(error).__name__}"

    def _run(self) -> None:
        # Stays a little for retries; later ones fall to the periodic job or the next wake.
        until = time.monotonic() + STAY_SECONDS
        while time.monotonic() < until:
            if self.deliver_due():
                until = time.monotonic() + STAY_SECONDS
            with self._ledger.writing() as book:
                due = events.next_due(book)
            if due is None:
                return
            time.sleep(min(max(due - time.time(), IDLE_SECONDS), 1.0))
