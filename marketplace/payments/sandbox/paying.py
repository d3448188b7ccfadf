"""What the buyer does on the hosted page: pay, be declined, give up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marketplace.payments.sandbox import events, sessions
from marketplace.payments.sandbox.ledger import Book, new_id
from marketplace.payments.sandbox.refusals import invalid

# Wallet refunds are confirmed later by the wallet, so the sandbox lets the shop wait for them.
SETTLED_AT_ONCE = frozenset({"card", "kr_card"})


@dataclass(frozen=True, slots=True)
class Paid:
    """Where the buyer goes next, and the event that tells the shop."""

    return_url: str
    event_id: str


def pay(book: Book, session_id: str, method: str) -> Paid:
    """Complete an open session with `method`; a session already paid stays paid once."""
    session = sessions.retrieve(book, session_id)
    if session["status"] == "complete":
        return Paid(return_url(session), "")
    _check_open(session, method)
    payment = _payment_of(book, session)
    charge = _charge(session, payment, method)
    payment |= {
        "status": "succeeded",
        "amount_received": payment["amount"],
        "latest_charge": charge["id"],
        "last_payment_error": None,
    }
    session |= {"status": "complete", "payment_status": "paid", "url": None}
    session["payment_intent"] = payment["id"]
    for thing in (charge, payment, session):
        book.save(thing)
    events.append(book, "payment_intent.succeeded", payment)
    events.append(book, "charge.succeeded", charge)
    return Paid(return_url(session), events.append(book, "checkout.session.completed", session))


def decline(book: Book, session_id: str, method: str) -> None:
    """The issuer says no: the session stays open and the payment remembers why."""
    session = sessions.retrieve(book, session_id)
    _check_open(session, method)
    payment = _payment_of(book, session)
    payment |= {
        "status": "requires_payment_method",
        "last_payment_error": {
            "type": "card_error",
            "code": "card_declined",
            "decline_code": "generic_decline",
            "message": "Your card was declined.",
        },
    }
    session["payment_intent"] = payment["id"]
    book.save(payment)
    book.save(session)
    events.append(book, "payment_intent.payment_failed", payment)


def _check_open(session: dict[str, Any], method: str) -> None:
    if session["status"] != "open":
        raise invalid("This Checkout Session is no longer open.", "session")
    if method not in session["payment_method_types"]:
        raise invalid(f"The payment method type provided: {method} is invalid.", "method")


def return_url(session: dict[str, Any]) -> str:
    """Where the shop wants its buyer back."""
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _payment_of(book: Book, session: dict[str, Any]) -> dict[str, Any]:
    if session["payment_intent"]:
        return book.get(session["payment_intent"])
    return {
        "id": new_id("pi"),
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_received": 0,
        "capture_method": "automatic",
        "created": sessions.now_epoch(),
        "currency": session["currency"],
        "latest_charge": None,
        "last_payment_error": None,
        "livemode": False,
        "metadata": session["_payment_metadata"],
        "payment_method_types": session["payment_method_types"],
        "status": "requires_payment_method",
    }


def _charge(session: dict[str, Any], payment: dict[str, Any], method: str) -> dict[str, Any]:
    return {
        "id": new_id("ch"),
        "object": "charge",
        "amount": payment["amount"],
        "amount_captured": payment["amount"],
        "amount_refunded": 0,
        "billing_details": {"email": session["customer_email"]},
        "captured": True,
        "created": sessions.now_epoch(),
        "currency": payment["currency"],
        "disputed": False,
        "livemode": False,
        "metadata": payment["metadata"],
        "paid": True,
        "payment_intent": payment["id"],
        "payment_method_details": {"type": method, method: {}},
        "refunded": False,
        "status": "succeeded",
        "_settles_at_once": method in SETTLED_AT_ONCE,
    }
