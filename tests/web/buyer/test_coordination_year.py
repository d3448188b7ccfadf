"""Driving the year: survey sent and answered, targets shared out and notified, steps reopened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.jobs import send_queued
from marketplace.notify.models import Letter
from marketplace.procurement.models import Department, DepartmentTarget, SurveyAnswer, YearStep
from marketplace.procurement.year.steps import do_step, step_state
from marketplace.procurement.year.survey import Answer, answer_survey
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn

JANUARY = datetime(2026, 1, 12, 3, tzinfo=UTC)
BOARD, TARGETS, SURVEY = (
    "/buyer/coordination/year",
    "/buyer/coordination/targets",
    "/buyer/survey",
)


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with clock.frozen(JANUARY):
        yield


def district() -> tuple[Account, Account, list[Department]]:
    """A coordinator, a purchaser of the second department, and three departments."""
    body = factories.institution(name="가상구")
    places = [factories.department(body, name=f"{n}과", position=n) for n in (1, 2, 3)]
    purchaser = factories.serves(places[1])
    return factories.serves(places[0], DepartmentRole.COORDINATOR), purchaser, places


def letters(template: str) -> int:
    query = select(func.count()).select_from(Letter).filter_by(template=template)
    return db.session.scalar(query) or 0


class TestBoard:
    def test_sending_the_survey_writes_and_is_done_once(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            person, _, places = district()
        client = signed_in(person)
        asked = {"step": "survey", "quarter": "0", "year": "2026"}
        submit(client, BOARD, asked, to="/buyer/coordination/steps")
        assert "마쳤습니다. 메일 1통을 보냅니다." in visible_text(client.get(BOARD))
        submit(client, BOARD, asked, to="/buyer/coordination/steps")
        assert "이미 마친 단계입니다" in visible_text(client.get(BOARD))
        assert letters("survey_request") == 1
        assert send_queued() == 1
        assert "2과의 2026년 구매가능액" in db.session.scalars(select(Letter)).one().subject
        assert step_state(places[0].institution_id, 2026, YearStep.SURVEY).is_done

    def test_reopening_keeps_its_reason_in_sight(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _, places = district()
            do_step(places[0].institution_id, 2026, YearStep.SURVEY)
        asked = {"step": "survey", "quarter": "0", "year": "2026", "reason": "동 누락"}
        client = signed_in(person)
        submit(client, BOARD, asked, to="/buyer/coordination/step-reopenings")
        assert "다시 엶: 동 누락" in visible_text(client.get(BOARD))

    def test_an_unknown_step_is_not_found(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _, _ = district()
        asked = {"step": "party", "year": "2026"}
        answer = submit(signed_in(person), BOARD, asked, to="/buyer/coordination/steps")
        assert answer.status_code == 404

    def test_is_not_for_purchasers(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            _, purchaser, _ = district()
        assert signed_in(purchaser).get(BOARD).status_code == 403


class TestYears:
    @pytest.mark.parametrize("path", [BOARD, TARGETS, SURVEY])
    @pytest.mark.parametrize("year", ["99999", "-5", "0", "1", "9998", "soon", "9" * 30])
    def test_an_absurd_year_is_no_server_error(
        self, app: Flask, signed_in: SignIn, path: str, year: str
    ) -> None:
        with transaction():
            person, _, _ = district()
        assert signed_in(person).get(f"{path}?year={year}").status_code == 200


class TestSurvey:
    def test_is_answered_with_last_years_actual_beside_it(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            _, purchaser, places = district()
            bought(places[1], date(2025, 5, 1), 7_700_000)
            do_step(places[0].institution_id, 2026, YearStep.SURVEY)
        client = signed_in(purchaser)
        assert "7,700,000원" in visible_text(client.get(SURVEY))
        assert submit(client, SURVEY, {"purchasable_won": "12,000,000원"}).status_code == 302
        answer = db.session.scalars(select(SurveyAnswer)).one()
        assert (answer.purchasable_won, answer.answered_by) == (12_000_000, purchaser.id)

    def test_what_is_no_amount_comes_back_with_what_was_typed(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            _, purchaser, places = district()
            do_step(places[0].institution_id, 2026, YearStep.SURVEY)
        answer = submit(signed_in(purchaser), SURVEY, {"purchasable_won": "조금"})
        assert answer.status_code == 422
        assert "조금" in answer.get_data(as_text=True)

    def test_before_it_is_sent_it_is_refused_kindly(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            _, purchaser, _ = district()
        answer = submit(signed_in(purchaser), SURVEY, {"purchasable_won": "5"})
        assert "수요조사를 아직 보내지 않았습니다." in visible_text(answer)


class TestTargets:
    def proposal(self, places: list[Department]) -> str:
        do_step(places[0].institution_id, 2026, YearStep.SURVEY)
        for place in places:
            answer_survey(place.id, 2026, Answer(1_000))
        return f"{TARGETS}?share_by=purchasable&whole_won=100&year=2026"

    def test_are_proposed_kept_and_notified(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _, places = district()
            address = self.proposal(places)
        client = signed_in(person)
        page = client.get(address).get_data(as_text=True)
        assert [f'value="{won}"' in page for won in (34, 33)] == [True, True]
        typed = {f"target-{place.id}": won for place, won in zip(places, (34, 33, 33), strict=True)}
        sent = {**typed, "whole_won": "100", "year": "2026"}
        assert submit(client, address, sent, to=TARGETS).status_code == 302
        assert sum(db.session.scalars(select(DepartmentTarget.target_won))) == 100
        asked = {"step": "targets", "quarter": "0", "year": "2026"}
        submit(client, BOARD, asked, to="/buyer/coordination/steps")
        assert letters("target_notified") == 1

    def test_that_do_not_add_up_come_back_as_typed(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _, places = district()
            address = self.proposal(places)
        sent = {f"target-{place.id}": "30" for place in places} | {"whole_won": "100"}
        answer = submit(signed_in(person), address, sent, to=TARGETS)
        assert answer.status_code == 422
        assert "-10원 다릅니다" in visible_text(answer)
        assert answer.get_data(as_text=True).count('value="30"') == 3
        assert db.session.scalar(select(DepartmentTarget)) is None

    def test_nothing_set_is_nothing_to_notify(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _, _ = district()
        client = signed_in(person)
        asked = {"step": "targets", "quarter": "0", "year": "2026"}
        submit(client, BOARD, asked, to="/buyer/coordination/steps")
        assert "통보할 목표가 없습니다" in visible_text(client.get(BOARD))
