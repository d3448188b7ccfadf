"""Sums of the ledger and closings by department and month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import ColumnElement, func, select

from marketplace.core.database import db
from marketplace.procurement.models import Department, MonthClosing, PurchaseRecord
from marketplace.procurement.months import Month


def booked_sums(which: ColumnElement[bool], year: int) -> dict[int, dict[Month, int]]:
    """Counted won of purchases that belong to `year`, by department id and month of booking.

    A correction made after the year's end is booked in a later year and belongs here still.
    """
    query = (
        select(
            PurchaseRecord.department_id,
            PurchaseRecord.year,
            PurchaseRecord.month,
            func.sum(PurchaseRecord.counted_won),
        )
        .join(Department, Department.id == PurchaseRecord.department_id)
        .where(which, PurchaseRecord.counted_on.between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(PurchaseRecord.department_id, PurchaseRecord.year, PurchaseRecord.month)
    )
    sums: dict[int, dict[Month, int]] = defaultdict(dict)
    for department_id, booked_year, booked_month, won in db.session.execute(query):
        sums[department_id][Month(booked_year, booked_month)] = int(won)
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
