"""Asking again for what a department owes the year: one press, at most one letter a day each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.notify.service import queue_letter
from marketplace.procurement.models import Department, Institution, YearReminder, YearStep
from marketplace.procurement.people import ANSWERERS, people_serving
from marketplace.procurement.reminding import Reminded

TEMPLATES = {YearStep.ANSWERS: "survey_reminder", YearStep.QUARTER_PLAN: "quarter_plan_reminder"}


def press(
    institution_id: int,
    year: int,
    step: YearStep,
    departments: Iterable[Department],
    *,
    quarter: int = 0,
    by: int | None = None,
    **context: str,
) -> Reminded:
    """Write to each department that was not written to today about this; how many were.

    Two coordinators who press at once write once: the institution is held meanwhile.
    """
    body = db.session.get_one(Institution, institution_id, with_for_update={"key_share": True})
    waiting = list(departments)
    told_before = _told_today(waiting, year, step, quarter)
    people = people_serving([each.id for each in waiting], ANSWERERS)
    fresh = [each for each in waiting if each.id not in told_before]
    reached = [each for each in fresh if people.get(each.id)]
    for department in reached:
        _tell(department, people[department.id], (year, step, quarter, by), context)
    db.session.flush()
    audit.record(
        "year:pressed", body, year=year, step=step.value, quarter=quarter, told=len(reached)
    )
    return Reminded(len(reached), len(waiting) - len(fresh), len(fresh) - len(reached))


def pressed_at(
    institution_id: int, year: int, step: YearStep, quarter: int = 0
) -> dict[int, datetime]:
    """When departments were last asked again, by id."""
    query = (
        select(YearReminder.department_id, func.max(YearReminder.sent_at))
        .join(Department, Department.id == YearReminder.department_id)
        .where(
            Department.institution_id == institution_id,
            YearReminder.year == year,
            YearReminder.step == step,
            YearReminder.quarter == quarter,
        )
        .group_by(YearReminder.department_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _told_today(
    departments: Iterable[Department], year: int, step: YearStep, quarter: int
) -> set[int]:
    query = select(YearReminder.department_id).where(
        YearReminder.department_id.in_([each.id for each in departments]),
        YearReminder.year == year,
        YearReminder.step == step,
        YearReminder.quarter == quarter,
        YearReminder.sent_on == clock.today(),
    )
    return set(db.session.scalars(query))


def _tell(
    department: Department,
    people: list[Account],
    about: tuple[int, YearStep, int, int | None],
    context: dict[str, str],
) -> None:
    year, step, quarter, by = about
    day = clock.today()
    db.session.add(
        YearReminder(
            department_id=department.id,
            year=year,
            step=step,
            quarter=quarter,
            sent_on=day,
            letter_count=len(people),
            sent_by=by,
        )
    )
    for person in people:
        queue_letter(
            TEMPLATES[step],
            person.email,
            f"{TEMPLATES[step]}:{year}:{quarter}:{day}:{department.id}:{person.id}",
            locale=person.locale,
            name=person.name,
            department_name=department.name,
            year=year,
            quarter=quarter,
            **context,
        )
