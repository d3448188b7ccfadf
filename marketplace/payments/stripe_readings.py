"""Stripe's JSON read into the port's own words; nothing else looks inside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from marketplace.payments.provider import (
    CheckoutReading,
    CheckoutState,
    EventKind,
    ProviderEvent,
    RefundReading,
    RefundState,
)

Json = Mapping[str, Any]

_REFUND_STATES = {
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}


def checkout(session: Json) -> CheckoutReading:
    """A checkout.session object, with its payment expanded or not."""
    return CheckoutReading(
        provider_ref=session["id"],
        state=_checkout_state(session),
        reference=session.get("client_reference_id") or "",
        amount_won=session.get("amount_total") or 0,
        currency=session.get("currency") or "",
        payment_ref=_id(session.get("payment_intent")),
        method=_method(session.get("payment_intent")),
    )


def refund(given: Json) -> RefundReading:
    """A refund object; a state we do not know counts as pending, never as done."""
    return RefundReading(
        refund_ref=given["id"],
        payment_ref=_id(given.get("payment_intent")),
        amount_won=given["amount"],
        state=_REFUND_STATES.get(given.get("status") or "", RefundState.PENDING),
        reference=(given.get("metadata") or {}).get("reference", ""),
        failure=given.get("failure_reason") or "",
    )


def event(sent: Json) -> ProviderEvent:
    """An event object; a type that changes nothing here is OTHER, so that it is answered 200."""
    read = _READERS.get(sent["type"])
    base: dict[str, Any] = {
        "id": sent["id"],
        "type": sent["type"],
        "occurred_at": datetime.fromtimestamp(sent["created"], UTC),
    }
    if read is None:
        return ProviderEvent(kind=EventKind.OTHER, **base)
    return ProviderEvent(**base, **read(sent["data"]["object"]))


def _checkout_event(session: Json) -> dict[str, Any]:
    return {"kind": EventKind.CHECKOUT, "checkout": checkout(session)}


def _checkout_failed_event(session: Json) -> dict[str, Any]:
    return {"kind": EventKind.CHECKOUT_FAILED, "checkout": checkout(session)}


def _refund_event(given: Json) -> dict[str, Any]:
    return {"kind": EventKind.REFUND, "refund": refund(given)}


# charge.refunded says again in sum what the refund events say one by one.
_READERS: Mapping[str, Callable[[Json], dict[str, Any]]] = {
    "checkout.session.completed": _checkout_event,
    "checkout.session.async_payment_succeeded": _checkout_event,
    "checkout.session.async_payment_failed": _checkout_failed_event,
    "checkout.session.expired": _checkout_event,
    "refund.created": _refund_event,
    "refund.updated": _refund_event,
    "refund.failed": _refund_event,
}


def _checkout_state(session: Json) -> CheckoutState:
    if session.get("payment_status") == "paid":
        return CheckoutState.PAID
    if session.get("status") == "expired":
        return CheckoutState.EXPIRED
    if session.get("status") == "complete":
        return CheckoutState.PENDING
    return CheckoutState.OPEN


def _id(reference: str | Json | None) -> str:
    if not reference:
        return ""
    return reference if isinstance(reference, str) else str(reference["id"])


def _method(payment: str | Json | None) -> str:
    charge = payment.get("latest_charge") if isinstance(payment, Mapping) else None
    details = charge.get("payment_method_details") if isinstance(charge, Mapping) else None
    return str(details.get("type") or "") if isinstance(details, Mapping) else ""
