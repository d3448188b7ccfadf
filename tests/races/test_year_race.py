"""Two coordinators press at once: each deed of the year is done once, whatever the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict
from marketplace.notify.models import Letter
from marketplace.procurement.duplicates import find_pair, settle_duplicate
from marketplace.procurement.models import (
    Award,
    AwardGrade,
    Department,
    DuplicateVerdict,
    Evaluation,
    EvaluationScheme,
    Publication,
    PurchaseRecord,
    QuarterPlanVersion,
    StepEvent,
    TargetSet,
    YearReminder,
)
from marketplace.procurement.year.awarding import Honour, award_department
from marketplace.procurement.year.evaluating import evaluate_year
from marketplace.procurement.year.finishing import finish_year
from marketplace.procurement.year.quarter_plans import submit_plan
from marketplace.procurement.year.quarter_publishing import publish_quarter_plan
from marketplace.procurement.year.targets import set_targets
from marketplace.procurement.year.telling import (
    ask_for_plans,
    remind_of_survey,
    send_survey,
    send_targets,
)
from tests.procurement.quota.ledger import bought
from tests.races.visitors import all_at_once
from tests.support import factories

pytestmark = pytest.mark.race

HANDS = 6
FEBRUARY = datetime(2026, 2, 10, 3, tzinfo=UTC)
NEXT_JANUARY = datetime(2027, 1, 20, 3, tzinfo=UTC)


def district() -> list[Department]:
    body = factories.institution()
    places = [factories.department(body) for _ in range(3)]
    for place in places:
        factories.serves(place)
    return places


def press(app: Flask, at: datetime, deed: Callable[[], object]) -> int:
    """Everybody does the same deed at once; how many were told that somebody was first."""

    def by(_hand: int) -> bool:
        with app.app_context(), clock.frozen(at):
            try:
                with transaction():
                    deed()
            except Conflict:
                return True
            return False

    return sum(all_at_once(by, range(HANDS)))


def count(model: type, **named: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**named)) or 0


def test_the_survey_is_sent_once(app: Flask) -> None:
    with clock.frozen(FEBRUARY), transaction():
        body = district()[0].institution_id
    assert press(app, FEBRUARY, lambda: send_survey(body, 2026)) == HANDS - 1
    assert (count(StepEvent), count(Letter)) == (1, 3)


def test_a_reminder_of_a_day_is_sent_once(app: Flask) -> None:
    with clock.frozen(FEBRUARY), transaction():
        body = district()[0].institution_id
        send_survey(body, 2026)
    assert press(app, FEBRUARY, lambda: remind_of_survey(body, 2026)) == 0
    assert (count(YearReminder), count(Letter, template="survey_reminder")) == (3, 3)


def test_targets_are_told_once_and_each_saving_is_a_version(app: Flask) -> None:
    with clock.frozen(FEBRUARY), transaction():
        places = district()
        body, shares = places[0].institution_id, {place.id: 10 for place in places}
    refused = press(app, FEBRUARY, lambda: set_targets(body, 2026, shares, 30))
    assert count(TargetSet) == HANDS - refused
    assert press(app, FEBRUARY, lambda: send_targets(body, 2026)) == HANDS - 1
    assert count(Letter, template="target_notified") == 3


def test_a_quarter_is_published_once(app: Flask) -> None:
    with clock.frozen(FEBRUARY), transaction():
        places = district()
        body = places[0].institution_id
        ask_for_plans(body, 2026, 2, date(2026, 3, 31))
    first = places[0].id
    press(app, FEBRUARY, lambda: submit_plan(first, 2026, 2, []))
    assert count(QuarterPlanVersion) == 1
    assert press(app, FEBRUARY, lambda: publish_quarter_plan(body, 2026, 2)) == HANDS - 1
    assert (count(Publication), count(StepEvent)) == (1, 1)


def test_a_duplicate_is_settled_once(app: Flask) -> None:
    with clock.frozen(FEBRUARY), transaction():
        place = factories.department()
        one, two = (bought(place, date(2026, 1, day), 550_000) for day in (5, 6))
    place_id, names = place.id, (one.public_id, two.public_id)

    def settle() -> None:
        pair = find_pair(*names, {place_id})
        settle_duplicate(pair, DuplicateVerdict.SAME, "같은 계산서")

    assert press(app, FEBRUARY, settle) == HANDS - 1
    assert count(PurchaseRecord) == 3


def test_a_year_is_evaluated_once_and_a_department_awarded_once(app: Flask) -> None:
    with clock.frozen(FEBRUARY), transaction():
        places = district()
        body, first = places[0].institution_id, places[0].id
        for place in places:
            factories.target(place, 20_000_000, year=2026)
            bought(place, date(2026, 2, 1), 1_000_000)
    press(app, NEXT_JANUARY, lambda: evaluate_year(body, 2026))
    assert (count(Evaluation), count(EvaluationScheme)) == (1, 1)
    honour = Honour(AwardGrade.GRAND, "가온구청장", "까닭")
    assert (
        press(app, NEXT_JANUARY, lambda: award_department(body, 2026, first, honour)) == HANDS - 1
    )
    assert count(Award) == 1


class TestFinishing:
    def test_tells_each_person_once(self, app: Flask) -> None:
        with clock.frozen(NEXT_JANUARY), transaction():
            places = district()
            body = places[0].institution_id
            for place in places:
                factories.target(place, 20_000_000, year=2026)
            evaluate_year(body, 2026)
        assert press(app, NEXT_JANUARY, lambda: finish_year(body, 2026)) == HANDS - 1
        assert count(Letter, template="year_results") == len(places)
        assert count(Publication) == 1
