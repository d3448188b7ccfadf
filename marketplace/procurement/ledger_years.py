"""Which years an institution keeps in the ledger, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.core.database import db
from marketplace.procurement.models import Department, DepartmentTarget, MonthTotal


@dataclass(frozen=True, slots=True)
class LedgerYear:
    """Sums over all departments: targets set (None when none was) and purchases counted."""

    target_won: int | None
    counted_won: int


def ledger_years(institution_id: int) -> dict[int, LedgerYear]:
    """Every year with purchase records or department targets, in two statements."""
    targets = _targets(institution_id)
    counted = _counted(institution_id)
    return {
        year: LedgerYear(targets.get(year), counted.get(year, 0))
        for year in sorted({*targets, *counted})
    }


def _targets(institution_id: int) -> dict[int, int]:
    query = (
        select(DepartmentTarget.year, func.sum(DepartmentTarget.target_won))
        .join(Department, Department.id == DepartmentTarget.department_id)
        .where(Department.institution_id == institution_id)
        .group_by(DepartmentTarget.year)
    )
    return {year: int(won) for year, won in db.session.execute(query)}


def _counted(institution_id: int) -> dict[int, int]:
    query = (
        select(MonthTotal.year, func.sum(MonthTotal.counted_won))
        .where(MonthTotal.institution_id == institution_id)
        .group_by(MonthTotal.year)
    )
    return {year: int(won) for year, won in db.session.execute(query)}
