"""What documents publish of single departments, beside what the ledger sums to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.core.database import db
from marketplace.procurement.models import Department, MonthTotal, PublishedFigure


@dataclass(frozen=True, slots=True)
class PrintedDepartment:
    """One department's printed figure and the whole of its ledger of the year, in won."""

    department: Department
    figure: PublishedFigure
    booked_won: int

    @property
    def disagrees(self) -> bool:
        """Whether a printed actual is not what the ledger sums to."""
        return self.figure.actual_won is not None and self.figure.actual_won != self.booked_won


def printed_departments(institution_id: int, year: int) -> list[PrintedDepartment]:
    """Departments with a printed figure of the year, in their order, in one statement."""
    booked = (
        select(func.coalesce(func.sum(MonthTotal.counted_won), 0))
        .where(MonthTotal.department_id == Department.id, MonthTotal.year == year)
        .correlate(Department)
        .scalar_subquery()
    )
    query = (
        select(Department, PublishedFigure, booked)
        .join(PublishedFigure, PublishedFigure.department_id == Department.id)
        .where(Department.institution_id == institution_id, PublishedFigure.year == year)
        .order_by(Department.position, Department.id)
    )
    return [
        PrintedDepartment(place, figure, int(won))
        for place, figure, won in db.session.execute(query)
    ]
