"""Orders placed with coupons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from marketplace.core.database import transaction
from marketplace.orders.models import Order
from marketplace.orders.placing import place_order
from marketplace.promotions.offering import Shopper
from marketplace.promotions.reducing import Choice, Promotions
from tests.orders.conftest import order_request

PlaceWith = Callable[..., Order]


@pytest.fixture
def place_with(app: Flask) -> PlaceWith:
    """Place an order of an option or two with coupons, in a transaction of its own."""
    number = iter(range(1, 1000))

    def do(
        option_id: int,
        *codes: str,
        email: str = "citizen@demo.example",
        account_id: int | None = None,
        quantity: int = 1,
        also: int | None = None,
        **more: Any,
    ) -> Order:
        reducer = Promotions(Shopper(email, account_id), Choice(codes))
        wanted = [(option_id, quantity)] + ([(also, 1)] if also else [])
        with transaction():
            request = order_request(
                *wanted, checkout=f"with-{next(number)}", reducer=reducer, **more
            )
            return place_order(request).order

    return do
