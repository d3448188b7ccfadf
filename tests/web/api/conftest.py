"""A shop as the API sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.database import db, transaction
from marketplace.enterprises.models import EnterpriseStatus, Region
from marketplace.search import worker
from tests.support import factories

Get = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Shop:
    """Ids of what is on the shelf."""

    soap: int
    tofu: int
    cleaning: int
    hidden: int
    maker: int


@pytest.fixture
def shop(app: Flask) -> Shop:
    """Three products of two sellers, one hidden; one enterprise of a public list; indexed."""
    with transaction():
        city = Region(code="seoul", name="서울", name_en="Seoul")
        db.session.add(city)
        db.session.flush()
        factories.region().parent_id = city.id
        maker = factories.enterprise(name="햇살공방", slug="haetsal", delivery_fee_won=0)
        factories.certified(maker)
        food = factories.category("food", "식품")
        tofu_category = factories.category("food-tofu", "두부")
        tofu_category.parent_id = food.id
        soap = factories.product(maker, name="라벤더 천연비누", price_won=8_000, summary="쑥 향")
        tofu = factories.product(
            name="국산콩 두부", price_won=3_500, category_id=tofu_category.id, summary=""
        )
        cleaning = factories.product(
            maker, name="사무실 청소", price_won=None, stock=None, summary=""
        )
        hidden = factories.product(maker, name="숨긴 비누", status="hidden")
        factories.enterprise(
            name="가나다 마을기업", slug="ganada", status=EnterpriseStatus.REFERENCE
        )
        shop = Shop(soap.id, tofu.id, cleaning.id, hidden.id, maker.id)
    worker.rebuild()
    return shop


@pytest.fixture
def get(client: FlaskClient) -> Get:
    """The body of an answer that must be 200: `get("/products", q="비누")`."""

    def fetch(path: str, **query: Any) -> dict[str, Any]:
        answer = client.get(f"/api/v1{path}", query_string=query)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        assert answer.content_type == "application/json"
        body: dict[str, Any] = answer.get_json()
        return body

    return fetch
