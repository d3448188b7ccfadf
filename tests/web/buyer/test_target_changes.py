"""Targets previewed, shared anew around what stays, and changed after telling with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import Department, DepartmentTarget
from marketplace.procurement.year.survey import Answer, answer_survey
from marketplace.procurement.year.targets import set_targets, target_history
from marketplace.procurement.year.telling import send_survey, send_targets
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

MARCH = datetime(2026, 3, 12, 3, tzinfo=UTC)
TARGETS = "/buyer/coordination/targets"


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    with clock.frozen(MARCH):
        yield


def district(departments: int = 3) -> tuple[Account, list[Department]]:
    """A coordinator, and departments that answered the same amount."""
    body = factories.institution(name="가상구")
    places = [factories.department(body, name=f"{n}과", position=n) for n in range(departments)]
    send_survey(body.id, 2026)
    for place in places:
        factories.serves(place)
        answer_survey(place.id, 2026, Answer(1_000))
    return factories.serves(places[0], DepartmentRole.COORDINATOR), places


def told() -> tuple[Account, list[Department]]:
    person, places = district()
    set_targets(places[0].institution_id, 2026, {place.id: 100 for place in places}, 300)
    send_targets(places[0].institution_id, 2026)
    return person, places


def typed(places: list[Department], *won: object) -> dict[str, object]:
    return {f"target-{place.id}": each for place, each in zip(places, won, strict=True)}


class TestPreview:
    def test_shows_differences_and_keeps_nothing(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
        sent = typed(places, 50, 30, 30) | {"whole_won": "100", "act": "preview"}
        answer = submit(signed_in(person), TARGETS, sent, to=TARGETS)
        assert answer.status_code == 200
        text = visible_text(answer)
        assert "전체 목표와 +10원 다릅니다" in text
        assert "+50원" in text
        assert db.session.scalar(select(DepartmentTarget)) is None

    def test_shares_the_rest_around_what_is_kept(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
        pin = {f"pin-{places[1].id}": "on"}
        sent = typed(places, 1, 40, 1) | pin | {"whole_won": "100", "act": "share"}
        page = submit(signed_in(person), TARGETS, sent, to=TARGETS).get_data(as_text=True)
        assert page.count('value="30"') == 2
        assert page.count('value="40"') == 1

    def test_cap_and_unit_are_kept(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        asked = "share_by=purchasable&whole_won=10,007&unit_won=1000&cap_won=4,100"
        page = signed_in(person).get(f"{TARGETS}?{asked}").get_data(as_text=True)
        assert page.count('value="3,000"') == 2
        assert 'value="4,007"' in page

    def test_what_is_no_amount_stays_as_typed(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
        sent = typed(places, "많이", 50, 50) | {"whole_won": "100"}
        answer = submit(signed_in(person), TARGETS, sent, to=TARGETS)
        assert answer.status_code == 422
        assert 'value="많이"' in answer.get_data(as_text=True)

    def test_costs_the_same_for_many(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            few, _ = district(2)
            many, _ = district(80)
        counts = [statements_of(app, signed_in(person), TARGETS) for person in (few, many)]
        assert counts[0] == counts[1] <= 30


class TestAfterTelling:
    def test_a_change_needs_a_reason_that_stays(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = told()
        client = signed_in(person)
        sent = typed(places, 110, 90, 100) | {"whole_won": "300", "year": "2026"}
        answer = submit(client, TARGETS, sent, to=TARGETS)
        assert answer.status_code == 422
        assert "바꾸는 사유를 적어 주세요" in visible_text(answer)
        assert 'value="110"' in answer.get_data(as_text=True)
        answer = submit(client, TARGETS, sent | {"reason": "과 통합"}, to=TARGETS)
        assert answer.status_code == 302
        assert "바꾼 사유: 과 통합" in visible_text(client.get(TARGETS))
        assert "다시 엶: 과 통합" in visible_text(client.get("/buyer/coordination/year"))
        assert len(target_history(places[0].institution_id, 2026)) == 2
