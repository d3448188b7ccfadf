"""Checkout Sessions as the sandbox keeps them: created, retrieved, expired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.core import clock
from marketplace.payments.sandbox import events, parameters, session_parameters
from marketplace.payments.sandbox.ledger import Book, new_id
from marketplace.payments.sandbox.refusals import invalid, no_such


def now_epoch() -> int:
    """Whole seconds of the product's clock, which a rehearsal may move."""
    return int(clock.now().timestamp())


def create(book: Book, given: Mapping[str, Any], base_url: str) -> dict[str, Any]:
    """POST /v1/checkout/sessions; raises Refusal on any parameter Stripe would refuse."""
    session_parameters.check_shape(given)
    items = session_parameters.lines(given)
    session_id = new_id("cs_test")
    total = sum(item["amount_total"] for item in items)
    session = _asked(given) | {
        "id": session_id,
        "object": "checkout.session",
        "amount_subtotal": total,
        "amount_total": total,
        "created": now_epoch(),
        "currency": "krw",
        "livemode": False,
        "mode": "payment",
        "payment_intent": None,
        "payment_status": "unpaid",
        "status": "open",
        "ui_mode": "hosted_page",
        "url": f"{base_url}/sandbox/checkout/{session_id}",
        "_line_items": items,  # the API leaves these out, the hosted page shows them
    }
    book.save(session)
    return session


def _asked(given: Mapping[str, Any]) -> dict[str, Any]:
    reference = parameters.words(given, "client_reference_id", "client_reference_id", 200)
    return {
        "cancel_url": parameters.address(given, "cancel_url") or None,
        "client_reference_id": reference or None,
        "customer_email": session_parameters.email(given),
        "expires_at": session_parameters.expiry(given, now_epoch()),
        "locale": parameters.words(given, "locale", "locale", 10) or None,
        "metadata": parameters.metadata(given),
        "payment_method_types": session_parameters.methods(given),
        "success_url": parameters.address(given, "success_url"),
        "_payment_metadata": session_parameters.payment_metadata(given),
    }


def retrieve(book: Book, session_id: str) -> dict[str, Any]:
    """The session, expired first if its time has passed; raises Refusal (404)."""
    session = book.find(session_id)
    if session is None or session["object"] != "checkout.session":
        raise no_such("checkout.session", session_id, "session")
    if session["status"] == "open" and session["expires_at"] <= now_epoch():
        _end(book, session)
    return session


def expire(book: Book, session_id: str) -> dict[str, Any]:
    """POST …/expire; raises Refusal unless the session is open."""
    session = retrieve(book, session_id)
    if session["status"] != "open":
        raise invalid(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{session['status']}`.",
            "session",
        )
    return _end(book, session)


def expire_overdue(book: Book) -> int:
    """Expire every open session whose time has passed; returns how many."""
    rows = book.sql.execute(
        "SELECT id FROM object WHERE id LIKE 'cs_test_%'"
        " AND json_extract(body, '$.status') = 'open'"
        " AND json_extract(body, '$.expires_at') <= ?",
        (now_epoch(),),
    ).fetchall()
    for row in rows:
        _end(book, book.get(row["id"]))
    return len(rows)


def _end(book: Book, session: dict[str, Any]) -> dict[str, Any]:
    session |= {"status": "expired", "url": None}
    book.save(session)
    events.append(book, "checkout.session.expired", session)
    return session
