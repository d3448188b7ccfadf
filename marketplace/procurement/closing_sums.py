"""What one month of a department comes to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.core.database import db
from marketplace.procurement.models import PurchaseRecord
from marketplace.procurement.months import Month


@dataclass(frozen=True, slots=True)
class MonthSum:
    """What a closing declares: counted won and number of records booked in the month."""

    counted_won: int
    record_count: int


def month_sum(department_id: int, month: Month) -> MonthSum:
    """Counted won and number of the records booked in one month."""
    query = select(
        func.coalesce(func.sum(PurchaseRecord.counted_won), 0), func.count(PurchaseRecord.id)
    ).where(
        PurchaseRecord.department_id == department_id,
        PurchaseRecord.year == month.year,
        PurchaseRecord.month == month.month,
    )
    won, count = db.session.execute(query).one()
    return MonthSum(int(won), int(count))
