"""What is kept of one year without its purchases: read once, in six statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import and_, select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.procurement.disclosure import DisclosedYear, YearNotDisclosed, disclose
from marketplace.procurement.ledger_years import DepartmentYear, LedgerYear, measured_year
from marketplace.procurement.measuring import LeftOut, months_left_out
from marketplace.procurement.models import (
    Department,
    DepartmentTarget,
    Institution,
    PublishedFigure,
    QuotaRule,
    YearMark,
)
from marketplace.procurement.publishing.spending import Stated, demanded_won, stated_spending
from marketplace.procurement.publishing.year_figures import Booked, booked_rows
from marketplace.procurement.rules.versions import list_versions
from marketplace.procurement.standing_marks import is_standing

LeftOutOf = dict[int, tuple[LeftOut, ...]]
NOTHING: frozenset[int] = frozenset()


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
    left_out: LeftOutOf

    @property
    def measured_rows(self) -> list[Booked]:
        """The kept totals without the months that are left out."""
        return measured_rows(self.rows, self.left_out)

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
    departments, targets, left_out = _departments(institution_id, year)
    ledger = _ledger(rows, targets, left_out)
    in_force = [each for each in rules if each.effective_on <= clock.today()]
    if published is None and ledger is None and not in_force:
        raise YearNotDisclosed(T("공시된 내용이 없는 해입니다."))
    stated = stated_spending([institution_id], year).get(institution_id, {})
    demanded = demanded_won(in_force[-1] if in_force else None, stated)
    return KnownYear(
        body=db.session.get_one(Institution, institution_id),
        disclosed=disclose(year, published, ledger, demanded),
        rows=rows,
        rules=rules,
        stated=stated,
        departments=departments,
        targets=targets,
        left_out=left_out,
    )


def measured_rows(rows: list[Booked], left_out: LeftOutOf) -> list[Booked]:
    """Rows of months that are measured."""
    months = {place: months_left_out(marks) for place, marks in left_out.items()}
    return [each for each in rows if each.month not in months.get(each.department_id, NOTHING)]


def _departments(
    institution_id: int, year: int
) -> tuple[list[Department], dict[int, int], LeftOutOf]:
    """Every department in its order, the year's targets by department, and what is left out."""
    mine = and_(DepartmentTarget.department_id == Department.id, DepartmentTarget.year == year)
    marked = and_(YearMark.department_id == Department.id, YearMark.year == year, is_standing())
    query = (
        select(Department, DepartmentTarget.target_won, YearMark)
        .outerjoin(DepartmentTarget, mine)
        .outerjoin(YearMark, marked)
        .where(Department.institution_id == institution_id)
        .order_by(Department.position, Department.id, YearMark.month)
    )
    departments: dict[int, Department] = {}
    targets: dict[int, int] = {}
    left_out: LeftOutOf = {}
    for place, won, mark in db.session.execute(query):
        departments[place.id] = place
        if won is not None:
            targets[place.id] = won
        if mark is not None:
            one = LeftOut(mark.month, mark.kind, mark.reason)
            left_out[place.id] = (*left_out.get(place.id, ()), one)
    return list(departments.values()), targets, left_out


def _ledger(rows: list[Booked], targets: dict[int, int], left_out: LeftOutOf) -> LedgerYear | None:
    if not rows and not targets:
        return None
    found: defaultdict[int, DepartmentYear] = defaultdict(DepartmentYear)
    for place, won in targets.items():
        found[place].target_won = won
    for place, marks in left_out.items():
        found[place].left_out = list(marks)
    for each in rows:
        found[each.department_id].booked_won += each.counted_won
        if each.month in months_left_out(left_out.get(each.department_id, ())):
            found[each.department_id].left_out_won += each.counted_won
    return measured_year(found.values())
