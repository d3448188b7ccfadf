"""What POST /v1/checkout/sessions accepts, read and refused as Stripe would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from marketplace.payments.sandbox import parameters
from marketplace.payments.sandbox.ledger import new_id
from marketplace.payments.sandbox.refusals import invalid, missing

MIN_WON, MAX_WON = 100, 99_999_999
SHORTEST_SECONDS, LONGEST_SECONDS = 30 * 60, 24 * 3600
MOST_LINES = 100
METHODS = ("card", "kr_card", "kakao_pay", "naver_pay", "payco", "samsung_pay")
ALLOWED = (
    "mode",
    "line_items",
    "success_url",
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "expires_at",
    "locale",
    "metadata",
    "payment_intent_data",
    "payment_method_types",
    "expand",
)


def check_shape(given: Mapping[str, Any]) -> None:
    """Refuse unknown parameters, another mode than payment, and a missing success_url."""
    parameters.only(given, ALLOWED)
    if not given.get("mode"):
        raise missing("mode")
    if given["mode"] != "payment":
        raise invalid("Invalid mode: this sandbox knows payment alone.", "mode")
    if not given.get("success_url"):
        raise missing("success_url")


def lines(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The line items, each in krw, their sum within what may be charged."""
    items = given.get("line_items")
    if not items:
        raise missing("line_items")
    if not isinstance(items, list) or len(items) > MOST_LINES:
        raise invalid(f"line_items: an array of at most {MOST_LINES}", "line_items")
    read = [_line(item, f"line_items[{index}]") for index, item in enumerate(items)]
    _check_total(sum(item["amount_total"] for item in read))
    return read


def _line(item: Any, param: str) -> dict[str, Any]:
    price = _hash(item, ("quantity", "price_data"), param, "price_data")
    product = _hash(
        price, ("currency", "unit_amount", "product_data"), f"{param}[price_data]", "product_data"
    )
    if price.get("currency") != "krw":
        raise invalid(
            f"Invalid currency: {price.get('currency')}", f"{param}[price_data][currency]"
        )
    if not product.get("name"):
        raise missing(f"{param}[price_data][product_data][name]")
    quantity = parameters.whole(item, "quantity", f"{param}[quantity]", 1)
    unit = parameters.whole(price, "unit_amount", f"{param}[price_data][unit_amount]")
    return {
        "id": new_id("li"),
        "object": "item",
        "description": parameters.words(product, "name", param, 250),
        "quantity": quantity,
        "currency": "krw",
        "amount_subtotal": unit * quantity,
        "amount_total": unit * quantity,
    }


def _hash(given: Any, allowed: tuple[str, ...], param: str, inner: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise invalid("Invalid hash", param, "parameter_invalid_hash")
    parameters.only(given, allowed, param)
    value = given.get(inner)
    if not isinstance(value, Mapping):
        raise missing(f"{param}[{inner}]")
    return value


def _check_total(total: int) -> None:
    if total < MIN_WON:
        raise invalid(f"Amount must be at least ₩{MIN_WON}", "line_items", "amount_too_small")
    if total > MAX_WON:
        raise invalid(f"Amount must be no more than ₩{MAX_WON:,}", "line_items", "amount_too_large")


def expiry(given: Mapping[str, Any], now: int) -> int:
    """30 minutes to 24 hours ahead, 24 hours when nothing was asked; epoch seconds."""
    if not given.get("expires_at"):
        return now + LONGEST_SECONDS
    wanted = parameters.whole(given, "expires_at", "expires_at")
    if not now + SHORTEST_SECONDS <= wanted <= now + LONGEST_SECONDS:
        raise invalid(
            "The `expires_at` timestamp must be 30 minutes to 24 hours from creation.", "expires_at"
        )
    return wanted


def methods(given: Mapping[str, Any]) -> list[str]:
    """The ways of paying asked for, or all of them."""
    asked = given.get("payment_method_types") or list(METHODS)
    if not isinstance(asked, list):
        raise invalid("Invalid array", "payment_method_types")
    for position, method in enumerate(asked):
        if method not in METHODS:
            raise invalid(
                f"The payment method type provided: {method} is invalid.",
                f"payment_method_types[{position}]",
            )
    return asked


def email(given: Mapping[str, Any]) -> str | None:
    """The buyer's address, refused when it cannot be one."""
    value = parameters.words(given, "customer_email", "customer_email", 512)
    if value and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise invalid(f"Invalid email address: {value}", "customer_email", "email_invalid")
    return value or None


def payment_metadata(given: Mapping[str, Any]) -> dict[str, str]:
    """What is to be written on the payment once there is one."""
    data = given.get("payment_intent_data") or {}
    if not isinstance(data, Mapping):
        raise invalid("Invalid hash", "payment_intent_data", "parameter_invalid_hash")
    parameters.only(data, ("metadata",), "payment_intent_data")
    return parameters.metadata(data, "payment_intent_data[metadata]")
