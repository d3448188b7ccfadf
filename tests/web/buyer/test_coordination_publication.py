"""A coordinator sees what would change, publishes in the background, stops, and starts again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import config
from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import Department
from tests.procurement.quota.ledger import SOCIAL, bought
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.queue import ListQueue
from tests.support.signing_in import SignIn
from tests.support.statements import counting

HERE = "/buyer/coordination/publication"
RUNS = "/buyer/coordination/publication-runs"
JULY = datetime(2026, 7, 2, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def july() -> object:
    with clock.frozen(JULY):
        yield


def district() -> tuple[Account, Department]:
    body = factories.institution(slug="gasang", name="가상구")
    factories.quota_rule(body, year=2026, effective_on=date(2026, 1, 1))
    place = factories.department(body, name="총무과")
    bought(place, date(2026, 2, 3), 2_200_000, designations=[SOCIAL])
    return factories.serves(place, DepartmentRole.COORDINATOR), place


def press(client: FlaskClient, reason: str = "", seen: int = 0) -> TestResponse:
    """The form of the preview, sent as it stands with a reason."""
    form = {"institution": "gasang", "year": "2026", "kind": "results", "quarter": "0"}
    return submit(client, HERE, {**form, "seen_version": str(seen), "reason": reason}, RUNS)


class TestPublishing:
    def test_from_preview_to_a_second_version(
        self, app: Flask, signed_in: SignIn, jobs: ListQueue
    ) -> None:
        with transaction():
            person, place = district()
            place_id = place.id
        client = signed_in(person)
        page = client.get(HERE)
        assert "공시하면 제1판이 됩니다. 구매 기록 1건을 계산합니다." in visible_text(page)
        answer = press(client)
        assert "대기" in visible_text(client.get(answer.location))
        jobs.run_all()
        assert "제1판을 공시했습니다." in visible_text(client.get(answer.location))
        assert "새로 공시할 것이 없습니다" in visible_text(client.get(HERE))
        with transaction():
            bought(db.session.get_one(Department, place_id), date(2026, 4, 1), 3_300_000)
        page = client.get(HERE)
        text = visible_text(page)
        assert "제2판이 됩니다" in text
        assert "2,200,000원 5,500,000원 +3,300,000" in text
        refused = press(client, " ", 1)
        assert refused.status_code == 422
        assert "사유를 적어 주세요." in visible_text(refused)
        answer = press(client, "빠진 구매를 더함", 1)
        jobs.run_all()
        done = client.get(answer.location)
        assert "제2판을 공시했습니다." in visible_text(done)
        stays = f"{config.current().public_url}/disclosures/gasang/2026/results/v"
        assert f"이 판의 고정 주소 {stays}2" in visible_text(done)
        text = visible_text(client.get(HERE))
        assert f"고친 까닭: 빠진 구매를 더함 {stays}2" in text
        assert f"{stays}1" in text
        for version in (1, 2):
            assert client.get(f"/disclosures/gasang/2026/results/v{version}").status_code == 200

    def test_a_run_is_stopped_and_says_so(
        self, app: Flask, signed_in: SignIn, jobs: ListQueue
    ) -> None:
        with transaction():
            person, _ = district()
        client = signed_in(person)
        begun = press(client)
        submit(client, begun.location, {}, f"{begun.location}/stop")
        jobs.run_all()
        text = visible_text(client.get(begun.location))
        assert "멈췄습니다. 지금 쓰는 판은 그대로입니다." in text

    def test_somebody_elses_run_is_not_found(
        self, app: Flask, signed_in: SignIn, jobs: ListQueue
    ) -> None:
        with transaction():
            person, _ = district()
            other = factories.serves(factories.department(), DepartmentRole.COORDINATOR)
        client = signed_in(person)
        begun = press(client)
        stranger = signed_in(other)
        assert stranger.get(begun.location).status_code == 404
        assert stranger.get(f"{HERE}?institution=gasang").status_code == 404

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("kind=rumours", 404),
            ("year=99999999", 200),
            ("kind=quarter-results&quarter=9", 200),
            ("quarter=x", 200),
            ("year=1999", 200),
        ],
    )
    def test_an_absurd_question_is_answered(
        self, app: Flask, signed_in: SignIn, query: str, status: int
    ) -> None:
        with transaction():
            person, _ = district()
        assert signed_in(person).get(f"{HERE}?{query}").status_code == status

    def test_costs_few_statements(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        client = signed_in(person)
        client.get(HERE)
        with counting(app) as sent:
            client.get(HERE)
        assert len(sent) <= 24
