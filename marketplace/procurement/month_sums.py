"""Sums of the ledger by department and month, read from the kept totals."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, func, select

from marketplace.core.database import db
from marketplace.procurement.models import Department, MonthTotal
from marketplace.procurement.months import Month


def restated_sums(which: ColumnElement[bool], year: int) -> dict[int, dict[Month, int]]:
    """Counted won of `year` by department id and the month the purchases belong to."""
    query = (
        select(MonthTotal.department_id, MonthTotal.month, func.sum(MonthTotal.counted_won))
        .join(Department, Department.id == MonthTotal.department_id)
        .where(which, MonthTotal.year == year)
        .group_by(MonthTotal.department_id, MonthTotal.month)
    )
    sums: dict[int, dict[Month, int]] = defaultdict(dict)
    for department_id, month, won in db.session.execute(query):
        sums[department_id][Month(year, month)] = int(won)
    return dict(sums)
