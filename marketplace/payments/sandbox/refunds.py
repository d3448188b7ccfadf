"""Refunds in the sandbox: never more than was paid, wallets confirmed a moment later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.payments.sandbox import events, parameters, sessions
from marketplace.payments.sandbox.ledger import Book, new_id
from marketplace.payments.sandbox.refusals import Refusal, invalid, missing, no_such

REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def create(book: Book, given: Mapping[str, Any]) -> dict[str, Any]:
    """POST /v1/refunds; raises Refusal when the payment has less left than is asked."""
    parameters.only(given, ("payment_intent", "charge", "amount", "reason", "metadata", "expand"))
    charge = _charge(book, given)
    left = charge["amount"] - charge["amount_refunded"]
    if not left:
        raise invalid(
            f"Charge {charge['id']} has already been refunded.", "", "charge_already_refunded"
        )
    amount = parameters.whole(given, "amount", "amount", 1) if given.get("amount") else left
    if amount > left:
        raise invalid(
            f"Refund amount (₩{amount:,}) is greater than unrefunded amount on charge (₩{left:,})",
            "amount",
        )
    refund = _refund(given, charge, amount)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    book.save(charge)
    book.save(refund, parent=charge["id"])
    events.append(book, "refund.created", refund)
    events.append(book, "charge.refunded", charge)
    if refund["status"] == "pending":
        _confirm(book, refund)
    return refund


def retrieve(book: Book, refund_id: str) -> dict[str, Any]:
    """GET /v1/refunds/:id; raises Refusal (404)."""
    refund = book.find(refund_id)
    if refund is None or refund["object"] != "refund":
        raise no_such("refund", refund_id, "refund")
    return refund


def _charge(book: Book, given: Mapping[str, Any]) -> dict[str, Any]:
    charge_id = parameters.words(given, "charge", "charge")
    payment_id = parameters.words(given, "payment_intent", "payment_intent")
    if not charge_id and not payment_id:
        raise missing("payment_intent")
    if payment_id:
        payment = book.find(payment_id)
        if payment is None or payment["object"] != "payment_intent":
            raise no_such("payment_intent", payment_id, "payment_intent")
        if payment["status"] != "succeeded":
            raise Refusal(
                400,
                "This PaymentIntent does not have a successful charge to refund.",
                code="payment_intent_unexpected_state",
                param="payment_intent",
            )
        charge_id = payment["latest_charge"]
    charge = book.find(charge_id)
    if charge is None or charge["object"] != "charge":
        raise no_such("charge", charge_id, "charge")
    return charge


def _refund(given: Mapping[str, Any], charge: dict[str, Any], amount: int) -> dict[str, Any]:
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "charge": charge["id"],
        "created": sessions.now_epoch(),
        "currency": charge["currency"],
        "failure_reason": None,
        "metadata": parameters.metadata(given),
        "payment_intent": charge["payment_intent"],
        "reason": parameters.one_of(given, "reason", REASONS) or None,
        "status": "succeeded" if charge["_settles_at_once"] else "pending",
    }


def _confirm(book: Book, refund: dict[str, Any]) -> None:
    # The answer in the caller's hand still says pending; the wallet's word follows as an event.
    settled = refund | {"status": "succeeded"}
    book.save(settled, parent=refund["charge"])
    events.append(book, "refund.updated", settled)
