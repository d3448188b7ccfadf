"""Answers to the survey: every version kept, late ones marked, help given with a note."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid
from marketplace.notify.models import Letter
from marketplace.procurement.models import Department, Institution, YearStep
from marketplace.procurement.year.steps import do_step
from marketplace.procurement.year.survey import (
    Answer,
    Asked,
    SurveyNotOpen,
    answer_for,
    answer_survey,
    asked_departments,
)
from marketplace.procurement.year.telling import remind_of_survey, send_survey
from tests.support import factories
from tests.support.statements import counting

JANUARY = datetime(2026, 1, 12, 3, tzinfo=UTC)
FEBRUARY_28 = datetime(2026, 2, 28, 14, 59, tzinfo=UTC)  # 23:59 in Seoul
MARCH = datetime(2026, 2, 28, 15, 0, tzinfo=UTC)  # the first minute of March in Seoul


def district(departments: int = 3) -> tuple[Institution, list[Department]]:
    body = factories.institution()
    places = [factories.department(body, position=n) for n in range(departments)]
    for place in places:
        factories.serves(place)
    return body, places


def sent(departments: int = 3) -> tuple[Institution, list[Department]]:
    with clock.frozen(JANUARY), transaction():
        body, places = district(departments)
        send_survey(body.id, 2026)
    return body, places


def asked(body: Institution) -> list[Asked]:
    return asked_departments(body.id, 2026)


class TestAnswer:
    def test_keeps_every_version_and_the_same_answer_once(self, app: Flask) -> None:
        body, places = sent()
        with clock.frozen(JANUARY):
            for won in (5_000, 5_000, 7_000):
                with transaction():
                    answer_survey(places[0].id, 2026, Answer(won))
        first = asked(body)[0]
        assert [each.purchasable_won for each in first.versions] == [5_000, 7_000]
        assert first.answer is not None
        assert first.answer.purchasable_won == 7_000

    def test_is_late_from_the_first_minute_of_march(self, app: Flask) -> None:
        body, places = sent()
        for at, place in ((FEBRUARY_28, places[0]), (MARCH, places[1])):
            with clock.frozen(at), transaction():
                answer_survey(place.id, 2026, Answer(1_000))
        with clock.frozen(MARCH), transaction():
            answer_survey(places[0].id, 2026, Answer(2_000))
        assert [each.is_late for each in asked(body)] == [False, True, True]
        assert [each.changed_late for each in asked(body)] == [True, False, False]

    def test_splits_must_add_up(self, app: Flask) -> None:
        _, places = sent()
        with clock.frozen(JANUARY):
            split = {"goods": 400, "service": 500}
            with pytest.raises(Invalid) as refused, transaction():
                answer_survey(places[0].id, 2026, Answer(1_000, by_kind=split))
            assert "-100원" in refused.value.fields["by_kind"][0]
            with pytest.raises(Invalid), transaction():
                answer_survey(places[0].id, 2026, Answer(1_000, by_quarter={"5": 1_000}))
            with transaction():
                split = {"goods": 400, "service": 600, "works": 0}
                kept = answer_survey(places[0].id, 2026, Answer(1_000, by_kind=split))
        assert kept.by_kind == split

    def test_in_a_departments_place_needs_a_note(self, app: Flask) -> None:
        body, places = sent()
        with clock.frozen(JANUARY):
            with pytest.raises(Invalid), transaction():
                answer_for(places[0].id, 2026, Answer(1), "  ")
            with transaction():
                answer_for(places[0].id, 2026, Answer(1), "전화로 확인")
        answer = asked(body)[0].answer
        assert answer is not None
        assert answer.behalf_note == "전화로 확인"

    def test_takes_two_statements_for_many(self, app: Flask) -> None:
        body, _ = sent(30)
        db.session.rollback()
        with counting(app) as statements:
            asked(body)
        assert len(statements) <= 3


class TestReminding:
    def letters(self) -> int:
        query = select(func.count()).select_from(Letter).filter_by(template="survey_reminder")
        return db.session.scalar(query) or 0

    def test_writes_to_those_who_have_not_answered_once_a_day(self, app: Flask) -> None:
        body, places = sent()
        with clock.frozen(JANUARY):
            with transaction():
                answer_survey(places[0].id, 2026, Answer(1))
            with transaction():
                assert remind_of_survey(body.id, 2026).told == 2
            with transaction():
                again = remind_of_survey(body.id, 2026)
            assert (again.told, again.told_before) == (0, 2)
            assert self.letters() == 2
        with clock.frozen(FEBRUARY_28), transaction():
            assert remind_of_survey(body.id, 2026).told == 2

    def test_not_before_it_is_sent_nor_after_targets_are_told(self, app: Flask) -> None:
        with clock.frozen(JANUARY):
            with transaction():
                body, _ = district()
            with pytest.raises(SurveyNotOpen), transaction():
                remind_of_survey(body.id, 2026)
            with transaction():
                do_step(body.id, 2026, YearStep.SURVEY)
                do_step(body.id, 2026, YearStep.TARGETS)
            with pytest.raises(SurveyNotOpen), transaction():
                remind_of_survey(body.id, 2026)

    def test_a_department_without_people_is_counted(self, app: Flask) -> None:
        body, _ = sent()
        with clock.frozen(JANUARY), transaction():
            factories.department(body)
            assert remind_of_survey(body.id, 2026).nobody == 1
