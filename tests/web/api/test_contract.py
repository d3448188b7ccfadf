"""The document tells the truth, and whatever is sent is answered as it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from marketplace import create_app
from marketplace.core.database import transaction
from marketplace.procurement.exchange.tokens import Scope, make_token
from marketplace.web.extensions import SEARCH_LIMIT, limiter
from marketplace.web.page_cache import PageCache
from tests.support import factories
from tests.support.statements import counting
from tests.web.api.conftest import Shop

# A cursor of our making and bounds in their order are more than a document can say.
NOT_ASKED = "positive_data_acceptance"
# A token is sent with every case, also where a case means to leave it out.
WITH_TOKEN = ("ignored_auth", "negative_data_rejection")


def ask_about(operation: Any, mode: GenerationMode, secret: str) -> None:
    """Send sixty cases to an operation, with the token where the document asks for one."""
    needs_token = bool(operation.definition.raw.get("security"))
    headers = {"Authorization": f"Bearer {secret}"} if needs_token else {}
    left_out = (NOT_ASKED, *WITH_TOKEN) if needs_token else (NOT_ASKED,)
    kept_out = [CHECKS.get_one(name) for name in left_out]

    @settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, excluded_checks=kept_out)

    ask()


class TestDocument:
    def test_names_what_others_rely_on(self, client: FlaskClient) -> None:
        answer = client.get("/api/v1/openapi.json")
        paths = answer.get_json()["paths"]
        assert {"/api/v1/products", "/api/v1/products/{product_id}", "/api/v1/enterprises"} <= {
            *paths
        }
        named = {each["name"] for each in paths["/api/v1/products"]["get"]["parameters"]}
        assert named >= {
            *("q", "category", "certification", "region", "brand", "outlet"),
            *("min_price", "max_price", "sort", "cursor", "limit"),
        }
        assert answer.headers["Cache-Control"] == "public, max-age=60"

    @pytest.mark.parametrize("mode", GenerationMode)
    def test_is_kept_to(self, app: Flask, shop: Shop, mode: GenerationMode) -> None:
        """Schemathesis sends what fits the document, and what does not, to every operation."""
        document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
        operations = [found.ok() for found in document.get_all_operations()]
        assert {each.method.upper() for each in operations} >= {"GET", "POST"}
        open_ones = [each for each in operations if not each.definition.raw.get("security")]
        assert len(open_ones) >= 3
        assert {each.method.upper() for each in open_ones} == {"GET"}
        with transaction():
            body = factories.institution()
            factories.quota_rule(body)
            factories.department(body, name="총무과")
            secret = make_token(body.id, "시험", [*Scope], timedelta(days=9)).secret
        for operation in operations:
            ask_about(operation, mode, secret)


class TestCaching:
    @pytest.mark.parametrize("path", ["/products", "/enterprises", "/products?q=비누"])
    def test_lets_anybody_keep_an_answer_for_a_minute(
        self, shop: Shop, client: FlaskClient, path: str
    ) -> None:
        first = client.get(f"/api/v1{path}")
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in first.headers
        again = client.get(f"/api/v1{path}", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

    def test_asks_the_database_once_in_ten_seconds(
        self, app: Flask, shop: Shop, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(app, "wsgi_app", PageCache(app.wsgi_app))
        first = client.get("/api/v1/products")
        with counting(app) as sent:
            again = client.get("/api/v1/products")
        assert (again.get_json(), sent) == (first.get_json(), [])
        assert again.content_type == "application/json"

    def test_keeps_nothing_of_somebody_signed_in(self, shop: Shop, client: FlaskClient) -> None:
        client.set_cookie("ieum_session", "x")
        answer = client.get("/api/v1/products")
        assert answer.headers["Cache-Control"] == "no-store"

    def test_keeps_no_problem(self, client: FlaskClient) -> None:
        assert client.get("/api/v1/products/0").headers["Cache-Control"] == "no-store"


class TestRefusals:
    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_nothing_can_be_changed(self, client: FlaskClient, method: str) -> None:
        answer = client.open("/api/v1/products", method=method)
        assert answer.status_code in {400, 405}
        assert answer.content_type == "application/problem+json"

    def test_an_unknown_address_is_a_problem(self, client: FlaskClient) -> None:
        answer = client.get("/api/v1/nothing")
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json")

    def test_too_many_questions_are_turned_away(self, app: Flask) -> None:
        assert SEARCH_LIMIT == "120 per minute"
        chosen = replace(app.extensions["settings"], rate_limits_enabled=True)
        limited = create_app(chosen)
        try:
            client = limited.test_client()
            codes = [client.get("/api/v1/products/1").status_code for _ in range(121)]
        finally:
            limiter.reset()
            limiter.enabled = False
            limited.extensions["doors"].dispose()
        assert codes == [404] * 120 + [429]
