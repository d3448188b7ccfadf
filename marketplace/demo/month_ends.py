"""Months that departments declared complete; some are late, as some always are."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.demo.acting import deed, noon
from marketplace.demo.people import COORDINATOR_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.procurement.booking import is_closed
from marketplace.procurement.closing import close_month
from marketplace.procurement.models import Department, Institution
from marketplace.procurement.months import Month, overdue_months

CLOSED_ON_DAY = 4


def close(watcher: Watcher) -> None:
    """Close every overdue month of every department but the late ones' last."""
    late: dict[str, int] = read("purchases")["late_reporters"]
    months = overdue_months(clock.today().year)
    for code, department_id in watched(_reporting(), watcher, "월 마감"):
        in_time = months[: len(months) - late.get(code, 0)]
        for month in in_time:
            _close_one(department_id, month)


def _reporting() -> list[tuple[str, int]]:
    query = (
        select(Department.code, Department.id)
        .join(Institution)
        .where(Institution.slug == "gaon", Department.reports)
        .order_by(Department.position)
    )
    return [(code, department_id) for code, department_id in db.session.execute(query)]


def _close_one(department_id: int, month: Month) -> None:
    if is_closed(department_id, month):
        return
    coordinator = find_account(COORDINATOR_MAIL)
    at = noon(month.last_day + timedelta(days=CLOSED_ON_DAY))
    with deed(coordinator, at):
        close_month(department_id, month.year, month.month, coordinator.id)
