"""What is measured: addresses, and the steps of a checkout."""

from __future__ import annotations

import re

from scripts.benchmark.loading import Measured, Person

ANONYMOUS = [
    ("home", "/"),
    ("listing", "/products"),
    ("filtered search", "/search?q=%EB%B9%84%EB%88%84&min_price=1000&sort=price_asc"),
    ("product page", "/products/1"),
    ("API products", "/api/v1/products?limit=24"),
]
SIGNED_IN = [("home", "/"), ("listing", "/products"), ("product page", "/products/1")]
FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
PASSWORD = "ieum-demo"  # noqa: S105 - the demonstration's


def hidden_fields(page: str) -> dict[str, str]:
    """Name and value of every hidden field on a page."""
    found = {}
    for tag in FIELD.findall(page):
        attributes = dict(ATTRIBUTE.findall(tag))
        if "name" in attributes:
            found[attributes["name"]] = attributes.get("value", "")
    return found


def sign_in(person: Person, door: str, email: str) -> None:
    """Through a portal's door; raises RuntimeError when it stays shut."""
    _, page, _ = person.ask("GET", door)
    token = hidden_fields(page)["csrf_token"]
    form = {"csrf_token": token, "email": email, "password": PASSWORD}
    status, _, _ = person.ask("POST", door, form)
    if status not in {302, 303}:
        raise RuntimeError(f"{email} could not sign in at {door}: {status}")


def checkouts(port: int, seconds: float) -> Measured:
    """Whole checkouts one after another: cart, form, order, until the payment page's address."""
    raise NotImplementedError
