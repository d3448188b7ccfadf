"""A department's months of this year and of those before it, from the kept totals."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select

from marketplace.core.database import db
from marketplace.procurement.models import MonthTotal

YEARS_BACK = 5


def months_by_year(department_id: int, year: int) -> dict[int, dict[int, int]]:
    """Counted won by year and month of purchase, of `year` and the five before, in one statement.

    A year without any purchase is not there: it says nothing of how a year goes.
    """
    query = (
        select(MonthTotal.year, MonthTotal.month, func.sum(MonthTotal.counted_won))
        .where(
            MonthTotal.department_id == department_id,
            MonthTotal.year.between(year - YEARS_BACK, year),
        )
        .group_by(MonthTotal.year, MonthTotal.month)
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for its_year, month, won in db.session.execute(query):
        found[its_year][month] = int(won)
    return dict(found)
