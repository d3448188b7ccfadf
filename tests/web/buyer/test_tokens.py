"""Tokens on screen: shown once, rotated, revoked, and nobody else's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.exchange.tokens import digest_of
from marketplace.procurement.models import ApiToken
from tests.procurement.purchasing import Scene
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn

PAGE = "/buyer/coordination/tokens"


@pytest.fixture
def coordinator(scene: Scene, signed_in: SignIn) -> FlaskClient:
    with transaction():
        db.session.add(scene.place)
        scene.place.coordinates = True
        person = factories.serves(scene.place, DepartmentRole.COORDINATOR)
    return signed_in(person)


def make(client: FlaskClient, **more: Any) -> TestResponse:
    data = {"name": "재정 시스템", "scopes": ["purchases:write"], "days": "180", **more}
    return submit(client, PAGE, data)


def shown(answer: TestResponse) -> str:
    found = re.search(r'id="secret">(ieum_[\w-]+)<', answer.get_data(as_text=True))
    assert found
    return found[1]


def tokens() -> list[ApiToken]:
    db.session.rollback()
    return list(db.session.query(ApiToken).order_by(ApiToken.id))


class TestTokens:
    def test_a_secret_is_shown_once_and_kept_as_a_digest(
        self, scene: Scene, coordinator: FlaskClient
    ) -> None:
        answer = make(coordinator)
        secret = shown(answer)
        assert answer.headers["Cache-Control"] == "no-store"
        [token] = tokens()
        assert (token.digest, token.scopes) == (digest_of(secret), ["purchases:write"])
        later = coordinator.get(PAGE).get_data(as_text=True)
        assert secret not in later
        assert token.hint in later

    def test_rotating_leaves_both_valid_and_revoking_ends_one(
        self, scene: Scene, coordinator: FlaskClient
    ) -> None:
        first = shown(make(coordinator))
        path = f"{PAGE}/{tokens()[0].public_id}"
        second = shown(submit(coordinator, PAGE, {}, f"{path}/rotation"))
        assert first != second
        assert visible_text(coordinator.get(PAGE)).count("사용 중") == 2
        submit(coordinator, PAGE, {}, f"{path}/revocation")
        assert visible_text(coordinator.get(PAGE)).count("사용 중") == 1
        again = submit(coordinator, PAGE, {}, f"{path}/revocation")
        assert "이미 폐기했거나" in visible_text(coordinator.get(again.location))

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"name": ""}, "시스템의 이름을 적어 주세요."),
            ({"scopes": []}, "권한을 하나 이상 골라 주세요."),
        ],
    )
    def test_what_is_missing_is_told_in_its_field(
        self, scene: Scene, coordinator: FlaskClient, said: dict[str, Any], told: str
    ) -> None:
        answer = make(coordinator, **said)
        assert answer.status_code == 422
        assert told in visible_text(answer)
        assert tokens() == []

    def test_is_for_coordinators_of_the_institution_only(
        self, scene: Scene, coordinator: FlaskClient, purchaser: FlaskClient, signed_in: SignIn
    ) -> None:
        make(coordinator)
        assert purchaser.get(PAGE).status_code == 403
        with transaction():
            place = factories.department(coordinates=True)
            other = signed_in(factories.serves(place, DepartmentRole.COORDINATOR))
        path = f"{PAGE}/{tokens()[0].public_id}/revocation"
        assert submit(other, PAGE, {}, path).status_code == 404
