"""Who is told of in a year: an institution's departments, and the bodies reported beside it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from marketplace.core.database import db
from marketplace.procurement.models import Department, DepartmentTarget, Institution, MonthTotal


def related_won(institution_id: int, year: int) -> int | None:
    """What the bodies reported beside an institution counted; None where there are none."""
    related = select(Institution.id).where(Institution.parent_id == institution_id)
    query = select(func.sum(MonthTotal.counted_won)).where(
        MonthTotal.institution_id.in_(related), MonthTotal.year == year
    )
    won = db.session.scalar(query)
    return None if won is None else int(won)


def listed(institution_id: int, year: int) -> ColumnElement[bool]:
    """Departments that report in the year, and any other that has figures in it."""
    stayed = or_(Department.closed_on.is_(None), Department.closed_on >= date(year, 1, 1))
    figures = [
        select(one.department_id)
        .where(one.department_id == Department.id, one.year == year)
        .correlate(Department)
        .exists()
        for one in (aliased(DepartmentTarget), aliased(MonthTotal))
    ]
    reporting = and_(Department.reports, stayed)
    return and_(Department.institution_id == institution_id, or_(reporting, *figures))
