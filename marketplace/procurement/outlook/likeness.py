"""How a department stands among those like it: the median and its own place, nobody by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from sqlalchemy import case, func, not_, select

from marketplace.core.database import db
from marketplace.core.money import rate_percent
from marketplace.procurement.measuring import MONTHS, WHOLE_YEAR, shortened
from marketplace.procurement.models import Department, DepartmentTarget, MonthTotal, YearMark
from marketplace.procurement.standing_marks import is_left_out, is_standing

# Upper ends of the size bands, by yearly target in won; the last band is open.
BANDS = (10_000_000, 30_000_000, 100_000_000)
# With fewer, a median and one's own figure would tell a neighbour's.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A department among those of its kind and size; rates are percent to one decimal.

    `place` counts from 1, the highest rate first; equal rates share a place.
    """

    count: int
    place: int
    median_percent: Decimal
    own_percent: Decimal
    band: tuple[int, int | None]


def band_of(target_won: int) -> tuple[int, int | None]:
    """Between which targets a department of this size lies: from (exclusive) and up to."""
    lower = 0
    for upper in BANDS:
        if target_won <= upper:
            return lower, upper
        lower = upper
    return lower, None


def compare(department: Department, year: int) -> Likeness | None:
    """Its place in the year among reporting departments of its institution, kind and size.

    None while it has no target, nothing of it is measured, or fewer than five are alike.
    """
    rows = _alike(department, year)
    own = next((each for each in rows if each.department_id == department.id), None)
    if own is None:
        return None
    band = band_of(own.set_target_won)
    return _placed([each for each in rows if band_of(each.set_target_won) == band], own, band)


@dataclass(frozen=True, slots=True)
class Row:
    """A department with its target, and target and counted won of the months that are measured."""

    department_id: int
    set_target_won: int
    target_won: int
    counted_won: int


def _placed(rows: Sequence[Row], own: Row, band: tuple[int, int | None]) -> Likeness | None:
    if len(rows) < FEWEST:
        return None
    rates = sorted(_rates(rows), reverse=True)
    mine = _rate(own)
    middle = Decimal(median(rates)).quantize(Decimal("0.1"))
    return Likeness(len(rates), rates.index(mine) + 1, middle, mine, band)


def _rates(rows: Iterable[Row]) -> list[Decimal]:
    return [_rate(each) for each in rows]


def _rate(row: Row) -> Decimal:
    return rate_percent(row.counted_won, row.target_won) or Decimal("0.0")


def _alike(department: Department, year: int) -> list[Row]:
    counted = (
        select(MonthTotal.department_id, func.sum(MonthTotal.counted_won).label("won"))
        .where(
            MonthTotal.institution_id == department.institution_id,
            MonthTotal.year == year,
            not_(is_left_out()),
        )
        .group_by(MonthTotal.department_id)
        .subquery()
    )
    # A whole year is one mark of month 0; months are marked once each.
    away = func.coalesce(
        select(case((func.min(YearMark.month) == WHOLE_YEAR, MONTHS), else_=func.count()))
        .where(YearMark.department_id == Department.id, YearMark.year == year, is_standing())
        .correlate(Department)
        .scalar_subquery(),
        0,
    )
    query = (
        select(
            *(Department.id, DepartmentTarget.target_won),
            *(func.coalesce(counted.c.won, 0), away),
        )
        .join(DepartmentTarget, DepartmentTarget.department_id == Department.id)
        .outerjoin(counted, counted.c.department_id == Department.id)
        .where(
            Department.institution_id == department.institution_id,
            Department.kind == department.kind,
            Department.reports,
            DepartmentTarget.year == year,
            DepartmentTarget.target_won > 0,
        )
    )
    return [
        Row(key, int(target), shortened(int(target), MONTHS - int(months)) or 0, int(won))
        for key, target, won, months in db.session.execute(query)
        if months < MONTHS
    ]
