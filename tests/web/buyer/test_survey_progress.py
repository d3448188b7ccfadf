"""The coordinator sees who answered, presses once a day, and answers in somebody's place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.jobs import send_queued
from marketplace.notify.models import Letter
from marketplace.procurement.models import Department, SurveyAnswer
from marketplace.procurement.year.survey import Answer, answer_survey
from marketplace.procurement.year.telling import send_survey
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

JANUARY = datetime(2026, 1, 12, 3, tzinfo=UTC)
PROGRESS = "/buyer/coordination/survey"


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with clock.frozen(JANUARY):
        yield


def district(departments: int = 3) -> tuple[Account, list[Department]]:
    """A coordinator and departments with a purchaser each; the first has answered."""
    body = factories.institution(name="가상구")
    places = [factories.department(body, name=f"{n}과", position=n) for n in range(departments)]
    for place in places:
        factories.serves(place)
    send_survey(body.id, 2026)
    answer_survey(places[0].id, 2026, Answer(9_000_000))
    return factories.serves(places[0], DepartmentRole.COORDINATOR), places


class TestProgress:
    def test_says_who_answered(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        text = visible_text(signed_in(person).get(PROGRESS))
        assert "1/3곳" in text
        assert "0과 9,000,000원" in text
        assert text.count("답 없음") == 2

    def test_one_press_a_day(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        client = signed_in(person)
        for said in ("2곳에 보냈습니다.", "오늘 이미 보낸 부서 2곳"):
            submit(client, PROGRESS, {"year": "2026"}, to=f"{PROGRESS}/reminders")
            assert said in visible_text(client.get(PROGRESS))
        query = select(func.count()).select_from(Letter).filter_by(template="survey_reminder")
        assert db.session.scalar(query) == 2
        assert send_queued() == 5

    def test_costs_the_same_for_many(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            few, _ = district(2)
            many, _ = district(80)
        counts = [statements_of(app, signed_in(person), PROGRESS) for person in (few, many)]
        assert counts[0] == counts[1] <= 22

    def test_is_not_for_purchasers(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            _, places = district()
            purchaser = factories.serves(places[1])
        assert signed_in(purchaser).get(PROGRESS).status_code == 403


class TestInItsPlace:
    def test_needs_a_note_that_the_department_sees(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
            purchaser = factories.serves(places[1])
        page = f"{PROGRESS}/{places[1].id}"
        client = signed_in(person)
        refused = submit(client, page, {"purchasable_won": "5,000,000"})
        assert refused.status_code == 422
        assert "5,000,000" in refused.get_data(as_text=True)
        sent = {
            "purchasable_won": "5,000,000",
            "goods_won": "5,000,000",
            "behalf_note": "전화 확인",
        }
        assert submit(client, page, sent).status_code == 302
        assert "대신 적음" in visible_text(client.get(PROGRESS))
        theirs = visible_text(signed_in(purchaser).get("/buyer/survey"))
        assert "총괄부서가 대신 적음: 전화 확인" in theirs

    def test_a_split_that_does_not_add_up_comes_back(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
        sent = {"purchasable_won": "100", "q2_won": "70", "behalf_note": "전화"}
        answer = submit(signed_in(person), f"{PROGRESS}/{places[1].id}", sent)
        assert answer.status_code == 422
        assert "-30원 다릅니다" in visible_text(answer)
        assert len(list(db.session.scalars(select(SurveyAnswer)))) == 1

    @pytest.mark.parametrize(
        "typed", ["-1", "9" * 40, "<b>1</b>", "1; DROP TABLE account", "가" * 9]
    )
    def test_what_is_no_amount_comes_back(self, app: Flask, signed_in: SignIn, typed: str) -> None:
        with transaction():
            person, places = district()
        sent = {"purchasable_won": typed, "behalf_note": "전화"}
        answer = submit(signed_in(person), f"{PROGRESS}/{places[1].id}", sent)
        assert answer.status_code == 422

    def test_of_another_institution_is_not_found(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
            stranger = factories.department()
        assert signed_in(person).get(f"{PROGRESS}/{stranger.id}").status_code == 404
