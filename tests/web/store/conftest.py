"""A small shop: two makers, one certified, things on their shelves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.catalog.models import Product, ProductKind
from marketplace.core.database import transaction
from marketplace.enterprises.models import Enterprise, SocialValueReport
from marketplace.search import worker
from tests.support import factories
from tests.support.search_index import forget_index

FROM_HERE = {"Origin": "http://localhost"}


@dataclass(frozen=True)
class Shop:
    """What the fixtures made."""

    soap: Product
    bread: Product
    cleaning: Product
    soap_maker: Enterprise
    baker: Enterprise


def option_of(product: Product) -> int:
    return product.options[0].id


def put_in_cart(client: FlaskClient, product: Product, quantity: int = 1) -> TestResponse:
    data = {"option": option_of(product), "quantity": quantity, "product": product.id}
    return client.post("/cart/lines", data=data, headers=FROM_HERE)


@pytest.fixture
def shop(app: Flask) -> Shop:
    with transaction() as session:
        home = factories.category("living", "생활용품")
        food = factories.category("food", "먹거리")
        soap_maker = factories.enterprise(
            slug="soap-maker",
            name="해솔비누협동조합",
            story="기름이 비누가 됩니다.",
            tagline="손으로",
        )
        baker = factories.enterprise(slug="baker", name="느린빵 협동조합", delivery_fee_won=0)
        factories.certified(soap_maker)
        session.add(SocialValueReport(enterprise_id=soap_maker.id, year=2025, employees=14))
        soap = factories.product(
            soap_maker,
            name="쑥 숙성비누",
            price_won=6500,
            category_id=home.id,
            summary="순한 세안 비누",
            description="여섯 주 말렸습니다.",
            notice={"made_of": "올리브유", "made_in": "대한민국"},
            tags=["세안"],
        )
        bread = factories.product(
            baker,
            name="통밀 식빵",
            summary="느리게 굽습니다",
            price_won=5000,
            category_id=food.id,
            stock=3,
        )
        cleaning = factories.product(
            baker,
            stock=None,
            name="행사 청소",
            summary="구석까지",
            price_won=None,
            kind=ProductKind.SERVICE,
            category_id=home.id,
        )
        session.flush()
    return Shop(soap, bread, cleaning, soap_maker, baker)


@pytest.fixture
def indexed(app: Flask, shop: Shop) -> Iterator[Shop]:
    """The shop with a search index of it."""
    forget_index(app)
    worker.rebuild()
    yield shop
    forget_index(app)
