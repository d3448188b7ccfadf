"""The year's steps, the survey, and targets that add up to the won."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.procurement.models import Department, Institution, ShareBy, YearStep
from marketplace.procurement.standing import institution_standing
from marketplace.procurement.year.proposing import Way, propose_targets
from marketplace.procurement.year.sharing import Bounds, share_out
from marketplace.procurement.year.steps import (
    StepAlreadyDone,
    StepNotDone,
    do_step,
    due_on,
    reopen_step,
    step_state,
    year_board,
)
from marketplace.procurement.year.survey import (
    Answer,
    SurveyNotOpen,
    answer_survey,
    asked_departments,
)
from marketplace.procurement.year.targets import (
    TargetsDoNotAdd,
    notify_targets,
    set_targets,
)
from tests.procurement.quota.ledger import bought
from tests.support import factories

FEBRUARY = datetime(2026, 2, 10, 3, tzinfo=UTC)


def district() -> tuple[Institution, list[Department]]:
    body = factories.institution()
    return body, [factories.department(body) for _ in range(3)]


class TestSteps:
    def test_the_board_has_seven_steps_the_quarterly_ones_four_times(self, app: Flask) -> None:
        with transaction():
            body, _ = district()
        assert len(year_board(body.id, 2026)) == 5 + 2 * 4

    @pytest.mark.parametrize(
        ("step", "quarter", "day"),
        [
            (YearStep.SURVEY, 0, date(2024, 1, 31)),
            (YearStep.ANSWERS, 0, date(2024, 2, 29)),
            (YearStep.QUARTER_PLAN, 2, date(2024, 4, 30)),
            (YearStep.QUARTER_REPORT, 4, date(2025, 1, 31)),
            (YearStep.RESULTS, 0, date(2025, 1, 5)),
        ],
    )
    def test_has_its_day(self, step: YearStep, quarter: int, day: date) -> None:
        assert due_on(2024, step, quarter) == day

    def test_is_done_once_and_reopened_with_a_reason_that_stays(self, app: Flask) -> None:
        with clock.frozen(FEBRUARY):
            with transaction():
                body, _ = district()
                do_step(body.id, 2026, YearStep.SURVEY)
            with pytest.raises(StepAlreadyDone), transaction():
                do_step(body.id, 2026, YearStep.SURVEY)
            with pytest.raises(Invalid), transaction():
                reopen_step(body.id, 2026, YearStep.SURVEY, reason=" ")
            with transaction():
                reopen_step(body.id, 2026, YearStep.SURVEY, reason="동 주민센터 누락")
            with pytest.raises(StepNotDone), transaction():
                reopen_step(body.id, 2026, YearStep.SURVEY, reason="다시")
            with transaction():
                do_step(body.id, 2026, YearStep.SURVEY)
            state = step_state(body.id, 2026, YearStep.SURVEY)
        assert state.is_done
        assert [event.reason for event in state.events] == ["", "동 주민센터 누락", ""]

    def test_is_late_after_its_day_done_or_not(self, app: Flask) -> None:
        with clock.frozen(FEBRUARY):
            with transaction():
                body, _ = district()
                do_step(body.id, 2026, YearStep.SURVEY)
            assert step_state(body.id, 2026, YearStep.SURVEY).is_late
            assert not step_state(body.id, 2026, YearStep.ANSWERS).is_late

    def test_a_yearly_step_has_no_quarter(self, app: Flask) -> None:
        with transaction():
            body, _ = district()
        with pytest.raises(Invalid), transaction():
            do_step(body.id, 2026, YearStep.SURVEY, quarter=2)


class TestSurvey:
    def test_is_answered_between_sending_and_completion(self, app: Flask) -> None:
        with transaction():
            body, places = district()
        first = places[0].id
        with pytest.raises(SurveyNotOpen), transaction():
            answer_survey(first, 2026, Answer(1_000))
        with transaction():
            do_step(body.id, 2026, YearStep.SURVEY)
            answer_survey(first, 2026, Answer(1_000))
            answer_survey(first, 2026, Answer(2_000, "예산 증액"))
        answers = [each.answer for each in asked_departments(body.id, 2026)]
        assert [each.purchasable_won if each else None for each in answers] == [2_000, None, None]
        with transaction():
            do_step(body.id, 2026, YearStep.ANSWERS)
            answer_survey(first, 2026, Answer(2_500))
            do_step(body.id, 2026, YearStep.TARGETS)
        with pytest.raises(SurveyNotOpen), transaction():
            answer_survey(first, 2026, Answer(3_000))

    def test_refuses_less_than_nothing(self, app: Flask) -> None:
        with transaction():
            body, places = district()
            do_step(body.id, 2026, YearStep.SURVEY)
        with pytest.raises(Invalid), transaction():
            answer_survey(places[0].id, 2026, Answer(-1))


class TestTargets:
    def test_follow_what_departments_answered(self, app: Flask) -> None:
        with transaction():
            body, places = district()
            do_step(body.id, 2026, YearStep.SURVEY)
            for place, won in zip(places, (1, 1, 1), strict=True):
                answer_survey(place.id, 2026, Answer(won))
        proposed = propose_targets(body.id, 2026, 100, Way())
        assert list(proposed.values()) == [34, 33, 33]
        with transaction():
            set_targets(body.id, 2026, proposed, 100)
        assert institution_standing(body.id, 2026).target_won == 100

    def test_follow_what_counted_last_year(self, app: Flask) -> None:
        with transaction():
            body, places = district()
            bought(places[0], date(2025, 5, 1), 3_000)
            bought(places[1], date(2025, 5, 1), 1_000)
        way = Way(ShareBy.LAST_YEAR, Bounds(floor_won=100))
        proposed = propose_targets(body.id, 2026, 4_300, way)
        assert list(proposed.values()) == [3_100, 1_100, 100]

    def test_that_do_not_add_up_are_refused_with_the_difference(self, app: Flask) -> None:
        with transaction():
            body, places = district()
        with pytest.raises(TargetsDoNotAdd, match=r"-1원"), transaction():
            set_targets(body.id, 2026, {place.id: 33 for place in places}, 100)

    def test_of_another_institution_are_refused(self, app: Flask) -> None:
        with transaction():
            body, _ = district()
            stranger = factories.department()
        with pytest.raises(Invalid), transaction():
            set_targets(body.id, 2026, {stranger.id: 100}, 100)

    def test_are_notified_once_until_they_change(self, app: Flask) -> None:
        with transaction():
            body, places = district()
            set_targets(body.id, 2026, {places[0].id: 60, places[1].id: 40}, 100)
            assert notify_targets(body.id, 2026) == 2
            assert notify_targets(body.id, 2026) == 0
            set_targets(body.id, 2026, {places[0].id: 50, places[1].id: 50}, 100)
            assert notify_targets(body.id, 2026) == 2

    def test_floors_beyond_the_whole_and_nothing_to_share_by_are_refused(self) -> None:
        with pytest.raises(Invalid):
            share_out(100, {1: 1, 2: 1}, Bounds(floor_won=51))
        with pytest.raises(Invalid):
            share_out(100, {1: 0, 2: 0})


@given(
    whole=st.integers(0, 10**12),
    weights=st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any),
    floor=st.integers(0, 10**9),
)
def test_shares_add_up_to_the_won_and_keep_the_floor(
    whole: int, weights: list[int], floor: int
) -> None:
    floor = min(floor, whole // len(weights))
    shared = share_out(whole, dict(enumerate(weights)), Bounds(floor_won=floor))
    assert sum(shared.values()) == whole
    assert min(shared.values()) >= floor
    heavier = max(range(len(weights)), key=lambda each: weights[each])
    assert shared[heavier] == max(shared.values())
