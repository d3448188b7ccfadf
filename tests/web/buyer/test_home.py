"""The department's month, and which department one works for."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import Membership, QuotaRule
from tests.procurement.purchasing import Scene, accepted, approved, delivered, requested
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

HOME_MOST = 17


def also_serves(scene: Scene, name: str) -> int:
    """The scene's purchaser takes on a second department; its id."""
    with transaction():
        place = factories.department(scene.body, name=name)
        factories.serves_also(scene.purchaser, place, DepartmentRole.PURCHASER)
        return place.id


class TestLinks:
    def test_lead_nowhere_one_is_refused(
        self, purchaser: FlaskClient, scene: Scene, signed_in: SignIn
    ) -> None:
        for client in (purchaser, signed_in(scene.approver)):
            links = set(re.findall(r'href="(/buyer[^"#]*)"', client.get("/buyer").text))
            assert len(links) > 5
            assert [each for each in links if client.get(each).status_code >= 400] == []


class TestHome:
    def test_shows_target_counted_pipeline_and_missing(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction():
            factories.target(scene.place, 100_000)
        accepted(scene)
        approved(scene, (scene.soap, 1))
        text = visible_text(purchaser.get("/buyer"))
        assert "2026년 목표 10만 원 가운데 7만 8,000원이 남았습니다. 연말까지 41일." in text
        assert "22.0%" in text
        assert "인정 실적 22,000원" in text
        assert "진행 중 11,000원" in text
        assert "남은 금액 78,000원" in text

    def test_says_so_when_no_target_was_notified(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        text = visible_text(purchaser.get("/buyer"))
        assert "2026년 목표액이 아직 통보되지 않았습니다. 인정된 실적은 0원입니다." in text
        assert "남은 금액 –" in text

    def test_says_so_when_there_is_no_rule(self, scene: Scene, purchaser: FlaskClient) -> None:
        with transaction() as session:
            session.delete(session.scalars(select(QuotaRule)).one())
        assert "2026년 의무구매 기준이 아직 없습니다." in visible_text(purchaser.get("/buyer"))

    def test_lists_what_waits_for_whom(
        self, scene: Scene, purchaser: FlaskClient, approver: FlaskClient
    ) -> None:
        delivered(scene)
        requested(scene, (scene.soap, 1))
        buying, deciding = (visible_text(each.get("/buyer")) for each in (purchaser, approver))
        assert "검수할 납품 1건" in buying
        assert "결재할 구매요청" not in buying
        assert "결재할 구매요청 1건" in deciding
        assert "검수할 납품" not in deciding

    def test_costs_no_more_statements_for_more_records(
        self, app: Flask, scene: Scene, purchaser: FlaskClient
    ) -> None:
        accepted(scene)
        few = statements_of(app, purchaser, "/buyer")
        for _ in range(3):
            accepted(scene, (scene.soap, 1))
        many = statements_of(app, purchaser, "/buyer")
        assert many == few <= HOME_MOST

    def test_a_stranger_is_shown_the_door(self, scene: Scene, client: FlaskClient) -> None:
        answer = client.get("/buyer")
        assert answer.status_code == 302
        assert answer.location == "/buyer/sign-in?next=/buyer"

    def test_a_citizen_may_not_see_it(self, scene: Scene, signed_in: SignIn) -> None:
        with transaction():
            citizen = factories.account()
        assert signed_in(citizen).get("/buyer").status_code == 403


class TestDepartments:
    def test_switching_shows_the_other_departments_figures(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        accepted(scene)
        other = also_serves(scene, "둘째과")
        assert "인정 실적 22,000원" in visible_text(purchaser.get("/buyer"))
        answer = submit(purchaser, "/buyer", {"department": other}, to="/buyer/current-department")
        assert answer.status_code == 302
        text = visible_text(purchaser.get("/buyer"))
        assert "둘째과 업무로 바꾸었습니다." in text
        assert "인정 실적 0원" in text

    def test_a_department_one_does_not_serve_in_is_not_found(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction():
            foreign = factories.department(scene.body).id
        answer = submit(
            purchaser, "/buyer", {"department": foreign}, to="/buyer/current-department"
        )
        assert answer.status_code == 404

    def test_a_role_that_ended_yesterday_opens_nothing(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction() as session:
            query = select(Membership).filter_by(account_id=scene.purchaser.id)
            session.scalars(query).one().until = clock.today() - timedelta(days=1)
        assert purchaser.get("/buyer").status_code == 403
