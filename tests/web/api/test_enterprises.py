"""GET /api/v1/enterprises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.pagination import encode_cursor
from marketplace.enterprises.models import Certification
from tests.support import factories
from tests.support.statements import counting
from tests.web.api.conftest import Get, Shop


class TestListEnterprises:
    def test_shows_sellers_then_those_of_public_lists(self, shop: Shop, get: Get) -> None:
        body = get("/enterprises")
        assert body["total"] == len(body["items"]) == 3
        assert [each["sells_here"] for each in body["items"]] == [True, True, False]
        assert body["items"][-1]["slug"] == "ganada"

    def test_shows_what_holds_today(self, shop: Shop, get: Get) -> None:
        (found,) = get("/enterprises", certification="certified_social")["items"]
        (held,) = found["certifications"]
        assert (found["id"], held["code"], held["name"]) == (
            shop.maker,
            "certified_social",
            "인증사회적기업",
        )
        assert held["expires_on"] == (clock.today() + timedelta(days=365)).isoformat()
        assert found["region"] == {
            "code": "seoul-seongbuk",
            "name": "서울 성북구",
            "name_en": "Seoul-Seongbuk",
        }

    def test_does_not_show_what_has_lapsed(self, shop: Shop, get: Get) -> None:
        with transaction():
            held = db.session.query(Certification).one()
            held.expires_on = clock.today() - timedelta(days=1)
        assert get("/enterprises", certification="certified_social")["total"] == 0
        (found,) = get("/enterprises", q="햇살")["items"]
        assert found["certifications"] == []

    @pytest.mark.parametrize(
        ("asked", "total"),
        [({"region": "seoul"}, 3), ({"region": "busan"}, 0), ({"q": "마을"}, 1), ({"q": "%"}, 0)],
    )
    def test_filters(self, shop: Shop, get: Get, asked: dict[str, str], total: int) -> None:
        assert get("/enterprises", **asked)["total"] == total

    def test_pages_hold_everything_once(self, shop: Shop, get: Get) -> None:
        seen: list[int] = []
        cursor: dict[str, str] = {}
        while True:
            body = get("/enterprises", limit=1, **cursor)
            seen += [each["id"] for each in body["items"]]
            if body["next_cursor"] is None:
                break
            cursor = {"cursor": body["next_cursor"]}
        assert seen == [each["id"] for each in get("/enterprises")["items"]]

    @pytest.mark.parametrize(
        "cursor",
        [
            "x",
            encode_cursor("active", "가", 2**70),
            encode_cursor("nobody", "가", 1),
            encode_cursor("active", "\x00", 1),
        ],
    )
    def test_refuses_a_forged_cursor(self, shop: Shop, client: FlaskClient, cursor: str) -> None:
        answer = client.get("/api/v1/enterprises", query_string={"cursor": cursor})
        assert answer.status_code == 422
        assert "cursor" in answer.get_json()["errors"]

    def test_costs_the_same_few_statements_however_many_are_shown(
        self, app: Flask, shop: Shop, client: FlaskClient
    ) -> None:
        with transaction():
            for _ in range(20):
                factories.certified(factories.enterprise())
        costs = []
        for limit in (3, 20):
            with counting(app) as statements:
                client.get(f"/api/v1/enterprises?limit={limit}")
            costs.append(len(statements))
        assert costs[0] == costs[1] <= 12
