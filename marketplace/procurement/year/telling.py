"""Letters of the year: the survey asks, the notification tells a target."""

from __future__ import annotations

from marketplace.notify.service import queue_letter
from marketplace.procurement.models import Department, StepEvent, YearStep
from marketplace.procurement.people import ANSWERERS, people_serving
from marketplace.procurement.reminding import Reminded
from marketplace.procurement.year.pressing import press
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


def _write(departments: list[Department], template: str, key: str, **context: int) -> int:
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
                **context,
            )
            letters += 1
    return letters
