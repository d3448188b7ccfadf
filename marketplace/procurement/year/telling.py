"""Letters of the year: the survey asks, the notification tells a target."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from marketplace.core.events import News, announce
from marketplace.notify.service import queue_letter
from marketplace.procurement.models import Department, StepEvent, YearStep
from marketplace.procurement.people import ANSWERERS, people_serving
from marketplace.procurement.reminding import Reminded
from marketplace.procurement.year.pressing import press
from marketplace.procurement.year.quarter_plans import (
    open_quarter_plan,
    planned_departments,
)
from marketplace.procurement.year.quarter_plans import (
    refuse_unless_open as refuse_unless_asked,
)
from marketplace.procurement.year.steps import do_step, due_on
from marketplace.procurement.year.survey import asked_departments, refuse_unless_open
from marketplace.procurement.year.targets import notify_targets, told_now


def send_survey(institution_id: int, year: int, by: int | None = None) -> int:
    """Do the survey step and write to every reporting department; returns letters queued.

    Sent again after reopening, it writes to those who have not answered. Raises StepAlreadyDone.
    """
    event = do_step(institution_id, year, YearStep.SURVEY, by=by)
    asked = asked_departments(institution_id, year)
    waiting = [each.department for each in asked if each.answer is None]
    return _write(waiting, "survey_request", f"survey:{event.id}", year=year)


def remind_of_survey(institution_id: int, year: int, by: int | None = None) -> Reminded:
    """Ask again whoever has not answered, once a day at most; raises SurveyNotOpen."""
    refuse_unless_open(institution_id, year)
    asked = asked_departments(institution_id, year)
    waiting = [each.department for each in asked if each.answer is None]
    day = due_on(year, YearStep.ANSWERS).isoformat()
    return press(institution_id, year, YearStep.ANSWERS, waiting, by=by, due_on=day)


def send_targets(institution_id: int, year: int, by: int | None = None) -> int:
    """Notify targets that are set, do the step, and write to each department; letters queued.

    Raises StepAlreadyDone, or TargetsNotSet when there is nothing to tell.
    """
    targets = told_now(institution_id, year)
    event: StepEvent = do_step(institution_id, year, YearStep.TARGETS, by=by)
    notify_targets(institution_id, year)
    announce(News.TARGETS_NOTIFIED, event.id)
    letters = 0
    for target in targets:
        letters += _write(
            [target.department],
            "target_notified",
            f"target:{event.id}",
            year=year,
            target_won=target.target_won,
        )
    return letters


def ask_for_plans(
    institution_id: int, year: int, quarter: int, due_on: date, by: int | None = None
) -> int:
    """Ask for a quarter's plans until a day and write to every department; letters queued.

    Asked again with another day it writes again. Raises as `open_quarter_plan` does.
    """
    call = open_quarter_plan(institution_id, year, quarter, due_on, by)
    places = [each.department for each in planned_departments(institution_id, year, quarter)]
    key = f"quarter-plan:{call.id}:{due_on.isoformat()}"
    words = {"due_on": due_on.isoformat()}
    return _write(places, "quarter_plan_request", key, words, year=year, quarter=quarter)


def remind_of_plans(
    institution_id: int, year: int, quarter: int, by: int | None = None
) -> Reminded:
    """Ask again whoever has submitted no plan, once a day at most; raises QuarterPlanNotOpen."""
    refuse_unless_asked(institution_id, year, quarter)
    planned = planned_departments(institution_id, year, quarter)
    waiting = [each.department for each in planned if each.plan is None]
    due = next((each.due_on for each in planned if each.due_on), None)
    return press(
        institution_id,
        year,
        YearStep.QUARTER_PLAN,
        waiting,
        quarter=quarter,
        by=by,
        due_on=due.isoformat() if due else "",
    )


def _write(
    departments: list[Department],
    template: str,
    key: str,
    words: Mapping[str, str] | None = None,
    **context: int,
) -> int:
    people = people_serving([each.id for each in departments], ANSWERERS)
    letters = 0
    for department in departments:
        for person in people.get(department.id, []):
            queue_letter(
                template,
                person.email,
                f"{key}:{department.id}:{person.id}",
                locale=person.locale,
                name=person.name,
                department_name=department.name,
                **(words or {}),
                **context,
            )
            letters += 1
    return letters
