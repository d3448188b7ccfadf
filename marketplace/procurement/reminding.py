"""Reminding a department of a month it has not closed: once for each month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import Account
from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.text import T
from marketplace.notify.service import queue_letter
from marketplace.procurement.booking import is_closed
from marketplace.procurement.models import Department, Reminder, ReminderSubject
from marketplace.procurement.months import Month
from marketplace.procurement.people import REPORTERS, people_serving


class NothingToRemindOf(Conflict):
    """The month is not due yet, or closed already."""

    code = "nothing_to_remind_of"


class NobodyToRemind(Conflict):
    """No purchaser or accountant serves in the department today."""

    code = "nobody_to_remind"


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many departments were told now, had been told before, or have nobody to tell."""

    told: int
    told_before: int
    nobody: int


def remind_of_closing(department: Department, month: Month, by: int | None = None) -> bool:
    """Write to everybody who reports for the department; False when it was reminded before.

    Raises NothingToRemindOf or NobodyToRemind.
    """
    if not month.is_overdue() or is_closed(department.id, month):
        raise NothingToRemindOf(T("재촉할 마감이 없습니다."))
    people = people_serving([department.id], REPORTERS).get(department.id, [])
    if not people:
        raise NobodyToRemind(
            T("%(name)s에 알림을 받을 담당자가 없습니다.", name=department.name),
            action=T("구매담당자나 회계담당자를 먼저 지정해 주세요."),
        )
    reminder = _remember(department.id, month, len(people), by)
    if reminder is None:
        return False
    for person in people:
        _write_to(person, department, month)
    audit.record("month:reminded", reminder, year=month.year, month=month.month)
    return True


def remind_all_of_closing(
    departments: Iterable[Department], month: Month, by: int | None = None
) -> Reminded:
    """Remind each late department; one without people does not keep the rest from it."""
    told = before = nobody = 0
    for department in departments:
        try:
            if remind_of_closing(department, month, by):
                told += 1
            else:
                before += 1
        except NobodyToRemind:
            nobody += 1
    return Reminded(told, before, nobody)


def reminded_at(department_ids: Iterable[int], month: Month) -> dict[int, datetime]:
    """When departments were reminded of closing a month, by id."""
    query = select(Reminder.department_id, Reminder.sent_at).where(
        Reminder.subject == ReminderSubject.MONTH_CLOSING,
        Reminder.year == month.year,
        Reminder.month == month.month,
        Reminder.department_id.in_(list(department_ids)),
    )
    return {row.department_id: row.sent_at for row in db.session.execute(query)}


def _remember(department_id: int, month: Month, letters: int, by: int | None) -> Reminder | None:
    """The row of this reminder, None when there is one already."""
    if department_id in reminded_at([department_id], month):
        return None
    reminder = Reminder(
        department_id=department_id,
        subject=ReminderSubject.MONTH_CLOSING,
        year=month.year,
        month=month.month,
        letter_count=letters,
        sent_by=by,
    )
    try:
        with db.session.begin_nested():
            db.session.add(reminder)
    except IntegrityError:  # another coordinator pressed a moment ago
        return None
    return reminder


def _write_to(person: Account, department: Department, month: Month) -> None:
    queue_letter(
        "month_reminder",
        person.email,
        f"month-reminder:{month.year}-{month.month:02}:{department.id}:{person.id}",
        locale=person.locale,
        name=person.name,
        department_name=department.name,
        year=month.year,
        month=month.month,
        due_on=month.due_on.isoformat(),
    )
