"""The sandbox's end of the wire: an HTTP client under the real library, with no network."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

import stripe

from marketplace.payments.sandbox import idempotency, refunds, sessions
from marketplace.payments.sandbox.events import public
from marketplace.payments.sandbox.ledger import Book, Ledger, new_id
from marketplace.payments.sandbox.parameters import decode
from marketplace.payments.sandbox.refusals import Refusal, no_such
from marketplace.payments.stripe_version import API_VERSION

Answer = tuple[str, int, dict[str, str]]


class SandboxTransport(stripe.HTTPClient):
    """Answers the requests this shop makes as Stripe would; anything else is a 404."""

    name: ClassVar[str] = "ieum-sandbox"

    def __init__(self, ledger: Ledger, secret_key: str, base_url: str) -> None:
        super().__init__()
        self._ledger = ledger
        self._secret_key = secret_key
        self._base_url = base_url

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> Answer:
        """One request, answered from the ledger in one transaction."""
        given = dict(headers or {})
        request_id = new_id("req")
        try:
            self._authorise(given)
            with self._ledger.writing() as book:
                call = idempotency.Call(method, urlsplit(url).path, post_data or "")
                key = given.get("Idempotency-Key", "") if method == "post" else ""
                kept = idempotency.recall(book, key, call)
                if kept is not None:
                    return kept.body, kept.status, _headers(request_id, key, kept.request_id)
                body = json.dumps(self._answer(book, call, urlsplit(url).query), ensure_ascii=False)
                idempotency.keep(book, key, call, idempotency.Kept(200, body, request_id))
        except Refusal as refusal:
            return json.dumps(refusal.body), refusal.status, _headers(request_id)
        return body, 200, _headers(request_id)

    def close(self) -> None:
        """Nothing is held open between requests."""

    def _authorise(self, headers: Mapping[str, str]) -> None:
        if headers.get("Authorization") != f"Bearer {self._secret_key}":
            raise Refusal(401, "Invalid API Key provided")

    def _answer(self, book: Book, call: idempotency.Call, query: str) -> dict[str, Any]:
        given = decode(call.body or query)
        thing = self._route(book, call, given)
        return expanded(book, thing, given.get("expand") or [])

    def _route(self, book: Book, call: idempotency.Call, given: dict[str, Any]) -> dict[str, Any]:
        match call.method, call.path.strip("/").split("/"):
            case "post", ["v1", "checkout", "sessions"]:
                return sessions.create(book, given, self._base_url)
            case "get", ["v1", "checkout", "sessions", session_id]:
                return sessions.retrieve(book, session_id)
            case "post", ["v1", "checkout", "sessions", session_id, "expire"]:
                return sessions.expire(book, session_id)
            case "get", ["v1", "payment_intents", payment_id]:
                return _payment(book, payment_id)
            case "post", ["v1", "refunds"]:
                return refunds.create(book, given)
            case "get", ["v1", "refunds", refund_id]:
                return refunds.retrieve(book, refund_id)
        raise Refusal(404, f"Unrecognized request URL ({call.method.upper()}: {call.path}).")


def _payment(book: Book, payment_id: str) -> dict[str, Any]:
    payment = book.find(payment_id)
    if payment is None or payment["object"] != "payment_intent":
        raise no_such("payment_intent", payment_id, "intent")
    return payment


def _headers(request_id: str, key: str = "", original: str = "") -> dict[str, str]:
    headers = {"Request-Id": request_id, "Stripe-Version": API_VERSION}
    if original:
        headers |= {"Idempotent-Replayed": "true", "Idempotency-Key": key}
        headers["Original-Request"] = original
    return headers


def expanded(book: Book, thing: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """The public object with the asked references (`payment_intent.latest_charge`) filled in."""
    answer = public(thing)
    for path in paths:
        name, _, rest = path.partition(".")
        if not re.fullmatch(r"[a-z_]+", name) or name not in answer:
            raise Refusal(400, f"This property cannot be expanded ({path}).", param="expand")
        value = answer[name]
        inner = book.get(value) if isinstance(value, str) else value
        if inner is not None:
            answer[name] = expanded(book, inner, [rest] if rest else [])
    return answer
