"""The months of a department's year as they stand: closed when, by whom, with which sum."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.core.database import db
from marketplace.procurement.closing_sums import MonthSum
from marketplace.procurement.models import Department, MonthClosing, PurchaseRecord
from marketplace.procurement.month_sums import restated_sums
from marketplace.procurement.months import Month, months_of


@dataclass(frozen=True, slots=True)
class MonthState:
    """One month: what is booked in it, and its closing with who did it, if it is closed.

    `restated_won` is what counts of the purchases that belong to the month, with every later
    correction of them, whenever that was booked.
    """

    month: Month
    total: MonthSum
    closing: MonthClosing | None
    closed_by: str
    restated_won: int

    @property
    def is_late(self) -> bool:
        return self.closing is None and self.month.is_overdue()

    @property
    def was_late(self) -> bool:
        """Whether it was closed after its day."""
        return self.closing is not None and self.closing.is_late_for(self.month.due_on)


def month_states(department_id: int, year: int) -> list[MonthState]:
    """January to December of a department, in three statements."""
    sums = _sums(department_id, year)
    closings = _closings(department_id, year)
    restated = restated_sums(Department.id == department_id, year).get(department_id, {})
    nothing = MonthSum(0, 0)
    return [
        MonthState(
            month,
            sums.get(month.month, nothing),
            closing=closings.get(month.month, (None, ""))[0],
            closed_by=closings.get(month.month, (None, ""))[1],
            restated_won=restated.get(month, 0),
        )
        for month in months_of(year)
    ]


def _sums(department_id: int, year: int) -> dict[int, MonthSum]:
    query = (
        select(
            PurchaseRecord.month,
            func.sum(PurchaseRecord.counted_won),
            func.count(PurchaseRecord.id),
        )
        .where(PurchaseRecord.department_id == department_id, PurchaseRecord.year == year)
        .group_by(PurchaseRecord.month)
    )
    return {month: MonthSum(int(won), n) for month, won, n in db.session.execute(query)}


def _closings(department_id: int, year: int) -> dict[int, tuple[MonthClosing, str]]:
    query = (
        select(MonthClosing, Account.name)
        .outerjoin(Account, Account.id == MonthClosing.closed_by)
        .where(MonthClosing.department_id == department_id, MonthClosing.year == year)
    )
    return {closing.month: (closing, name or "") for closing, name in db.session.execute(query)}
