"""A year's ledger by department and month, as first booked and as it stands after corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import extract, func, or_, select

from marketplace.core.database import db
from marketplace.procurement.models import Department, MonthTotal, PurchaseRecord
from marketplace.procurement.months import Month
from marketplace.procurement.publishing.year_bounds import belongs_to

MOST_RESTATEMENTS = 200


@dataclass(frozen=True, slots=True)
class Booked:
    """What one department booked in one month for purchases that belong to another, or the same."""

    department_id: int
    month: int
    booked: Month
    counted_won: int
    record_count: int = 0
    uncounted_count: int = 0
    gross_won: int = 0


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """One month: `original_won` as booked in it, `corrections_won` written after it was closed."""

    month: int
    original_won: int
    corrections_won: int

    @property
    def restated_won(self) -> int:
        return self.original_won + self.corrections_won


@dataclass(frozen=True, slots=True)
class Restatement:
    """Rows that changed a closed month: when they were booked, why, and by how much."""

    department: str
    month: int
    booked: Month
    reason: str
    counted_won: int
    row_count: int


def booked_rows(institution_id: int, year: int) -> list[Booked]:
    """The year's kept totals, in one statement that grows with departments, not purchases."""
    query = select(MonthTotal).filter_by(institution_id=institution_id, year=year)
    return [
        Booked(
            department_id=each.department_id,
            month=each.month,
            booked=Month(each.booked_year, each.booked_month),
            counted_won=each.counted_won,
            record_count=each.record_count,
            uncounted_count=each.uncounted_count,
            gross_won=each.gross_won,
        )
        for each in db.session.scalars(query)
    ]


def month_figures(rows: Iterable[Booked], year: int) -> tuple[MonthFigure, ...]:
    """January to December; restated = original + corrections, whatever the order of the rows."""
    original: dict[int, int] = defaultdict(int)
    later: dict[int, int] = defaultdict(int)
    for each in rows:
        side = original if each.booked == Month(year, each.month) else later
        side[each.month] += each.counted_won
    return tuple(MonthFigure(month, original[month], later[month]) for month in range(1, 13))


def by_department(rows: Iterable[Booked]) -> dict[int, dict[int, int]]:
    """Restated won by department and the month purchases belong to."""
    sums: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for each in rows:
        sums[each.department_id][each.month] += each.counted_won
    return {department: dict(months) for department, months in sums.items()}


def quarter_won(months: dict[int, int]) -> tuple[int, int, int, int]:
    """Four quarters of a year's months."""
    first, second, third, fourth = (
        sum(months.get(month, 0) for month in range(3 * n + 1, 3 * n + 4)) for n in range(4)
    )
    return first, second, third, fourth


def restatements(institution_id: int, year: int, rows: Sequence[Booked]) -> list[Restatement]:
    """What changed closed months, by month and day of booking; asks nothing when nothing did."""
    if all(each.booked == Month(year, each.month) for each in rows):
        return []
    record = PurchaseRecord
    in_month = extract("month", record.counted_on)
    in_year = extract("year", record.counted_on)
    keys = (Department.name, in_month, record.year, record.month, record.reason)
    query = (
        select(*keys, func.sum(record.counted_won), func.count())
        .join(Department, Department.id == record.department_id)
        .where(
            Department.institution_id == institution_id,
            belongs_to(year),
            or_(record.year != in_year, record.month != in_month),
        )
        .group_by(*keys)
        .order_by(in_month, record.year, record.month, Department.name, record.reason)
        .limit(MOST_RESTATEMENTS)
    )
    return [
        Restatement(name, int(month), Month(by_year, by_month), reason, int(won), int(count))
        for name, month, by_year, by_month, reason, won, count in db.session.execute(query)
    ]
