"""A shop with something on its shelf, and people who want it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.catalog.models import Product, Stock, StockMove
from marketplace.core.database import db, transaction
from marketplace.orders.models import Order
from marketplace.orders.placing import Buyer, Destination, OrderRequest, place_order

BUYER = Buyer(name="김시민", email="Citizen@Demo.Example", phone="010-0000-0000")
DESTINATION = Destination(
    recipient_name="김시민",
    recipient_phone="010-0000-0000",
    postcode="02848",
    address="서울 성북구 보문로 168",
    address_detail="3층",
)


def order_request(
    *wanted: tuple[int, int], checkout: str = "checkout-1", **more: Any
) -> OrderRequest:
    values = {"buyer": BUYER, "destination": DESTINATION} | more
    return OrderRequest(checkout_token=checkout, wanted=wanted, **values)


def option_of(product: Product) -> int:
    return product.options[0].id


def available(option_id: int) -> int:
    db.session.rollback()
    left = db.session.scalar(select(Stock.available).filter_by(option_id=option_id))
    assert left is not None
    return left


def moved(option_id: int) -> int:
    """The sum of an option's ledger."""
    total = select(func.coalesce(func.sum(StockMove.quantity), 0)).filter_by(option_id=option_id)
    return int(db.session.scalar(total) or 0)


Place = Callable[..., Order]


@pytest.fixture
def place(app: Flask) -> Place:
    """Place an order in a transaction of its own."""

    def do(*wanted: tuple[int, int], checkout: str = "checkout-1", **more: Any) -> Order:
        with transaction():
            return place_order(order_request(*wanted, checkout=checkout, **more)).order

    return do
