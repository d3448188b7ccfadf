"""Published versions for machines: listed, whole, and checkable by their digest."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.database import transaction
from marketplace.procurement.models import PublicationKind
from marketplace.procurement.publishing.content import content_digest
from marketplace.procurement.publishing.publications import publish
from tests.support import factories

ROOT = "/api/v1/institutions/gasang/publications"


@pytest.fixture
def gasang(app: Flask) -> None:
    with transaction():
        body = factories.institution(slug="gasang", name="가상구")
        publish(body.id, 2026, PublicationKind.PLAN, {"target_won": 1}, None)
        publish(body.id, 2026, PublicationKind.PLAN, {"target_won": 2}, None, "고침")
        publish(body.id, 2026, PublicationKind.QUARTER_PLAN, {"planned_won": 3}, None, quarter=2)


class TestPublications:
    def test_lists_every_version_a_page_at_a_time(self, gasang: None, client: FlaskClient) -> None:
        seen, cursor = [], ""
        while cursor is not None:
            told = client.get(f"{ROOT}?limit=2{f'&cursor={cursor}' if cursor else ''}").get_json()
            seen += [each["url"] for each in told["items"]]
            cursor = told["next_cursor"]
        assert seen == [
            "/disclosures/gasang/2026/quarter-plan/q2/v1",
            "/disclosures/gasang/2026/plan/v2",
            "/disclosures/gasang/2026/plan/v1",
        ]

    def test_shows_the_one_in_force_and_any_other(self, gasang: None, client: FlaskClient) -> None:
        newest = client.get(f"{ROOT}/2026/plan").get_json()
        assert (newest["version"], newest["content"]) == (2, {"target_won": 2})
        assert newest["digest"] == content_digest(newest["content"])
        assert client.get(f"{ROOT}/2026/plan?version=1").get_json()["content"] == {"target_won": 1}
        versions = client.get(f"{ROOT}/2026/plan/versions").get_json()["items"]
        assert [(each["version"], each["reason"]) for each in versions] == [(2, "고침"), (1, "")]
        quarter = client.get(f"{ROOT}/2026/quarter-plan?quarter=2").get_json()
        assert quarter["quarter"] == 2

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/2026/plan?version=9", 404),
            ("/2026/plan?quarter=1", 404),
            ("/2026/plan?quarter=9", 422),
            ("/2026/gossip", 404),
            ("/9/plan", 404),
            ("?cursor=x", 422),
        ],
    )
    def test_what_cannot_be_is_said(
        self, gasang: None, client: FlaskClient, path: str, status: int
    ) -> None:
        assert client.get(f"{ROOT}{path}").status_code == status

    def test_is_documented(self, client: FlaskClient) -> None:
        paths = client.get("/api/v1/openapi.json").get_json()["paths"]
        assert any(path.endswith("/publications/{year}/{kind}") for path in paths)
