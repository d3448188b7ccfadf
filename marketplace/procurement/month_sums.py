"""Sums of the ledger and closings by department and month, read from the kept totals."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.core.database import db
from marketplace.procurement.models import Department, MonthClosing, MonthTotal
from marketplace.procurement.months import Month

MonthColumns = tuple[InstrumentedAttribute[int], InstrumentedAttribute[int]]


def booked_sums(which: ColumnElement[bool], year: int) -> dict[int, dict[Month, int]]:
    """Counted won of purchases that belong to `year`, by department id and month of booking.

    A correction made after the year's end is booked in a later year and belongs here still.
    """
    return _sums(which, year, (MonthTotal.booked_year, MonthTotal.booked_month))


def restated_sums(which: ColumnElement[bool], year: int) -> dict[int, dict[Month, int]]:
    """The same by department id and the month the purchases belong to."""
    return _sums(which, year, (MonthTotal.year, MonthTotal.month))


def _sums(which: ColumnElement[bool], year: int, by: MonthColumns) -> dict[int, dict[Month, int]]:
    in_year, in_month = by
    query = (
        select(MonthTotal.department_id, in_year, in_month, func.sum(MonthTotal.counted_won))
        .join(Department, Department.id == MonthTotal.department_id)
        .where(which, MonthTotal.year == year)
        .group_by(MonthTotal.department_id, in_year, in_month)
    )
    sums: dict[int, dict[Month, int]] = defaultdict(dict)
    for department_id, its_year, its_month, won in db.session.execute(query):
        sums[department_id][Month(its_year, its_month)] = int(won)
    return dict(sums)


def closed_months(which: ColumnElement[bool], year: int) -> dict[int, set[int]]:
    """Closed months of `year` by department id."""
    query = (
        select(MonthClosing.department_id, MonthClosing.month)
        .join(Department, Department.id == MonthClosing.department_id)
        .where(which, MonthClosing.year == year)
    )
    closed: dict[int, set[int]] = defaultdict(set)
    for department_id, month in db.session.execute(query):
        closed[department_id].add(month)
    return dict(closed)
