"""GET /api/v1/products and /products/{id}."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.catalog.models import Product
from marketplace.core.database import db, transaction
from marketplace.search import worker
from tests.support import factories
from tests.support.search_index import forget_index
from tests.support.statements import counting
from tests.web.api.conftest import Get, Shop


def ids(body: dict[str, Any]) -> list[int]:
    return [item["id"] for item in body["items"]]


class TestListProducts:
    def test_shows_a_product_with_its_maker(self, shop: Shop, get: Get) -> None:
        body = get("/products", q="비누를")
        assert (body["total"], body["next_cursor"], body["corrected"]) == (1, None, None)
        (item,) = body["items"]
        assert (item["id"], item["name"]) == (shop.soap, "라벤더 천연비누")
        assert (item["price_won"], item["kind"], item["in_stock"]) == (8_000, "goods", True)
        assert item["enterprise"]["id"] == shop.maker
        assert item["enterprise"]["name"] == "햇살공방"
        assert item["enterprise"]["certifications"] == [
            {"code": "certified_social", "name": "인증사회적기업", "name_en": "certified_social"}
        ]
        assert item["url"] == f"/products/{shop.soap}"

    def test_shows_a_maker_without_certificates(self, shop: Shop, get: Get) -> None:
        (item,) = get("/products", q="두부")["items"]
        assert item["enterprise"]["certifications"] == []

    def test_says_how_it_understood(self, shop: Shop, get: Get) -> None:
        body = get("/products", q="쳔연비누")
        assert (ids(body), body["corrected"]) == ([shop.soap], "천연비누")

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({"category": "food"}, {"tofu"}),
            ({"category": ["food-tofu", "living"]}, {"tofu", "soap", "cleaning"}),
            ({"certification": "certified_social"}, {"soap", "cleaning"}),
            ({"region": "seoul"}, {"soap", "tofu", "cleaning"}),
            ({"region": "busan"}, set()),
            ({"extra": "free_delivery"}, {"soap", "cleaning"}),
            ({"extra": ["free_delivery", "fair_trade"]}, set()),
            ({"kind": "service"}, set()),
            ({"min_price": 3_500, "max_price": 7_999}, {"tofu"}),
            ({"brand": "malirang"}, set()),
            ({"outlet": "hall"}, set()),
            ({"q": "비누", "category": "food"}, set()),
        ],
    )
    def test_filters(self, shop: Shop, get: Get, asked: dict[str, Any], expected: set[str]) -> None:
        body = get("/products", **asked)
        assert set(ids(body)) == {getattr(shop, name) for name in expected}
        assert body["total"] == len(expected)

    def test_counts_what_each_choice_would_find(self, shop: Shop, get: Get) -> None:
        facets = get("/products", category="food")["facets"]
        counts = {each["code"]: (each["count"], each["chosen"]) for each in facets["category"]}
        assert counts == {"living": (2, False), "food": (1, True), "food-tofu": (1, False)}
        assert [each["name"] for each in facets["region"]] == ["서울", "서울 성북구"]
        assert facets["certification"] == []

    @pytest.mark.parametrize(
        ("sort", "names"),
        [
            ("price_asc", ["tofu", "soap", "cleaning"]),
            ("price_desc", ["soap", "tofu", "cleaning"]),
            ("new", ["cleaning", "tofu", "soap"]),
        ],
    )
    def test_sorts_and_pages(self, shop: Shop, get: Get, sort: str, names: list[str]) -> None:
        seen: list[int] = []
        cursor: dict[str, str] = {}
        while True:
            body = get("/products", sort=sort, limit=1, **cursor)
            seen += ids(body)
            if body["next_cursor"] is None:
                break
            cursor = {"cursor": body["next_cursor"]}
        assert seen == [getattr(shop, name) for name in names]

    def test_goes_on_without_an_index(self, app: Flask, shop: Shop, get: Get) -> None:
        forget_index(app)
        body = get("/products", q="비누")
        assert (ids(body), body["degraded"]) == ([shop.soap], True)
        assert body["facets"]["category"] == []

    def test_hides_at_once_what_is_no_longer_sold(self, shop: Shop, get: Get) -> None:
        with transaction():
            db.session.get_one(Product, shop.soap).status = "hidden"  # type: ignore[assignment]
        assert ids(get("/products", q="비누")) == []

    def test_costs_the_same_few_statements_however_many_are_shown(
        self, app: Flask, shop: Shop, client: FlaskClient
    ) -> None:
        with transaction():
            for _ in range(40):
                factories.product()
        worker.rebuild()
        client.get("/api/v1/products?limit=1")
        costs = []
        for limit in (1, 40):
            with counting(app) as statements:
                assert (
                    len(client.get(f"/api/v1/products?limit={limit}").get_json()["items"]) == limit
                )
            costs.append(len(statements))
        assert costs[0] == costs[1] <= 6

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("limit=many", "limit"),
            ("min_price=-1", "min_price"),
            ("min_price=2&max_price=1", "min_price"),
            ("max_price=1e9", "max_price"),
            ("sort=cheapest", "sort"),
            ("category=A%20B", "category"),
            ("cursor=abc", "cursor"),
            ("cursor=", "cursor"),
            ("&".join(f"region=r{n}" for n in range(21)), "region"),
        ],
    )
    def test_says_which_argument_is_wrong(
        self, shop: Shop, client: FlaskClient, query: str, field: str
    ) -> None:
        answer = client.get(f"/api/v1/products?{query}")
        assert answer.status_code == 422
        assert answer.content_type == "application/problem+json"
        body = answer.get_json()
        assert (body["status"], body["code"]) == (422, "invalid")
        assert [*body["errors"]] == [field]
        assert all(ord(sentence[-3]) >= 0xAC00 for sentence in body["errors"][field])

    @pytest.mark.parametrize("said", ["비" * 20_000, "\x00비누", "'; DROP TABLE product; --"])
    def test_takes_any_words(self, shop: Shop, client: FlaskClient, said: str) -> None:
        assert client.get("/api/v1/products", query_string={"q": said}).status_code == 200


class TestGetProduct:
    def test_shows_it_whole(self, shop: Shop, get: Get) -> None:
        body = get(f"/products/{shop.tofu}")
        assert (body["name"], body["price_won"], body["vat_class"]) == (
            "국산콩 두부",
            3_500,
            "taxable",
        )
        assert [each["code"] for each in body["category"]] == ["food", "food-tofu"]
        (option,) = body["options"]
        assert (option["price_won"], option["in_stock"]) == (3_500, True)

    def test_without_a_price_is_asked_for(self, shop: Shop, get: Get) -> None:
        body = get(f"/products/{shop.cleaning}")
        assert (body["price_won"], body["in_stock"]) == (None, True)
        assert body["options"][0]["price_won"] is None

    @pytest.mark.parametrize("number", ["0", "999999", str(2**63), "-1", "x", "1.5"])
    def test_that_is_not_there_is_a_problem(self, client: FlaskClient, number: str) -> None:
        answer = client.get(f"/api/v1/products/{number}")
        assert answer.status_code == 404
        assert answer.content_type == "application/problem+json"

    def test_that_is_hidden_is_not_there(self, shop: Shop, client: FlaskClient) -> None:
        assert client.get(f"/api/v1/products/{shop.hidden}").status_code == 404
