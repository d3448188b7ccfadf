"""A firm with a listing on sale, and one of its people signed in."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.catalog.models import Product
from marketplace.core.database import db, transaction
from marketplace.enterprises.models import Enterprise
from marketplace.orders.confirming import confirm_paid
from marketplace.orders.models import Parcel
from marketplace.orders.placing import place_order
from tests.catalog.listings import complete
from tests.orders.conftest import order_request
from tests.support import factories
from tests.support.signing_in import SignIn


@dataclass
class Firm:
    """An enterprise, what it sells, and a client of one who works there."""

    enterprise: Enterprise
    product: Product
    client: FlaskClient

    @property
    def listing(self) -> str:
        return f"/seller/listings/{self.product.id}"


@pytest.fixture
def firm(app: Flask, signed_in: SignIn) -> Firm:
    with transaction():
        seller = factories.enterprise(name="쑥비누공방")
        factories.certified(seller)
        product = complete(seller, name="쑥비누")
        person = factories.member_of(seller)
    return Firm(seller, product, signed_in(person))


@pytest.fixture
def stranger(app: Flask, signed_in: SignIn) -> Firm:
    """Another firm, whose things are nobody else's business."""
    with transaction():
        seller = factories.enterprise(name="다른공방")
        factories.certified(seller)
        product = complete(seller, name="다른 비누")
        person = factories.member_of(seller)
    return Firm(seller, product, signed_in(person))


def paid_parcel(*products: Product, checkout: str = "checkout-1") -> Parcel:
    """An order of one of each that is paid; the parcel of the first product's maker."""
    wanted = [(product.options[0].id, 1) for product in products]
    with transaction():
        order = place_order(order_request(*wanted, checkout=checkout)).order
    with transaction():
        confirm_paid(order.id)
    db.session.expire_all()
    return next(p for p in order.parcels if p.enterprise_id == products[0].enterprise_id)
