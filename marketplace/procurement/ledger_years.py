"""Which years an institution keeps in the ledger, and what they come to."""

from __future__ import annotations

from collections.abc import Collection
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
    return ledger_years_of([institution_id]).get(institution_id, {})


def ledger_years_of(institution_ids: Collection[int]) -> dict[int, dict[int, LedgerYear]]:
    """The same for many institutions, in two statements still."""
    targets, counted = _targets(institution_ids), _counted(institution_ids)
    found: dict[int, dict[int, LedgerYear]] = {}
    for body, year in sorted({*targets, *counted}):
        known = LedgerYear(targets.get((body, year)), counted.get((body, year), 0))
        found.setdefault(body, {})[year] = known
    return found


def _targets(institution_ids: Collection[int]) -> dict[tuple[int, int], int]:
    key = (Department.institution_id, DepartmentTarget.year)
    query = (
        select(*key, func.sum(DepartmentTarget.target_won))
        .join(Department, Department.id == DepartmentTarget.department_id)
        .where(Department.institution_id.in_(institution_ids))
        .group_by(*key)
    )
    return {(body, year): int(won) for body, year, won in db.session.execute(query)}


def _counted(institution_ids: Collection[int]) -> dict[tuple[int, int], int]:
    key = (MonthTotal.institution_id, MonthTotal.year)
    query = (
        select(*key, func.sum(MonthTotal.counted_won))
        .where(MonthTotal.institution_id.in_(institution_ids))
        .group_by(*key)
    )
    return {(body, year): int(won) for body, year, won in db.session.execute(query)}
