"""What is kept of one year without its purchases: read once, in six statements."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.procurement.disclosure import DisclosedYear, YearNotDisclosed, disclose
from marketplace.procurement.ledger_years import LedgerYear
from marketplace.procurement.models import (
    Department,
    DepartmentTarget,
    Institution,
    PublishedFigure,
    QuotaRule,
)
from marketplace.procurement.publishing.spending import Stated, stated_spending
from marketplace.procurement.publishing.year_figures import Booked, booked_rows
from marketplace.procurement.rules.finding import required_won
from marketplace.procurement.rules.versions import list_versions


@dataclass(frozen=True, slots=True)
class KnownYear:
    """A year with its kept totals, rules, stated amounts, departments and targets."""

    body: Institution
    disclosed: DisclosedYear
    rows: list[Booked]
    rules: list[QuotaRule]
    stated: Stated
    departments: list[Department]
    targets: dict[int, int]

    @property
    def year(self) -> int:
        return self.disclosed.year

    @property
    def record_count(self) -> int:
        """Rows of the ledger that belong to the year, corrections included."""
        return sum(each.record_count for each in self.rows)

    @property
    def counted_won(self) -> int:
        return sum(each.counted_won for each in self.rows)


def known_year(institution_id: int, year: int) -> KnownYear:
    """Everything but the purchases; raises YearNotDisclosed when nothing is known."""
    published = db.session.scalar(
        select(PublishedFigure).filter_by(
            institution_id=institution_id, department_id=None, year=year
        )
    )
    rows = booked_rows(institution_id, year)
    rules = list_versions(institution_id, year)
    departments, targets = _departments(institution_id, year)
    ledger = _ledger(rows, targets)
    in_force = [each for each in rules if each.effective_on <= clock.today()]
    if published is None and ledger is None and not in_force:
        raise YearNotDisclosed(T("공시된 내용이 없는 해입니다."))
    demanded = required_won(in_force[-1] if in_force else None)
    return KnownYear(
        body=db.session.get_one(Institution, institution_id),
        disclosed=disclose(year, published, ledger, demanded),
        rows=rows,
        rules=rules,
        stated=stated_spending([institution_id], year).get(institution_id, {}),
        departments=departments,
        targets=targets,
    )


def _departments(institution_id: int, year: int) -> tuple[list[Department], dict[int, int]]:
    """Every department in its order, and the year's targets by department."""
    mine = and_(DepartmentTarget.department_id == Department.id, DepartmentTarget.year == year)
    query = (
        select(Department, DepartmentTarget.target_won)
        .outerjoin(DepartmentTarget, mine)
        .where(Department.institution_id == institution_id)
        .order_by(Department.position, Department.id)
    )
    found = db.session.execute(query).all()
    targets = {place.id: won for place, won in found if won is not None}
    return [place for place, _ in found], targets


def _ledger(rows: list[Booked], targets: dict[int, int]) -> LedgerYear | None:
    if not rows and not targets:
        return None
    counted = sum(each.counted_won for each in rows)
    return LedgerYear(sum(targets.values()) if targets else None, counted)
