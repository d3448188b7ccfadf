"""A year's targets, sums, closings, marks and pipeline by department, in one statement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, null, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.core.database import db
from marketplace.core.types import BigId
from marketplace.procurement.measuring import LeftOut
from marketplace.procurement.models import (
    Department,
    DepartmentTarget,
    MarkKind,
    MonthClosing,
    MonthTotal,
    QuotaRule,
    YearMark,
)
from marketplace.procurement.months import Month
from marketplace.procurement.pipeline import pipeline_query
from marketplace.procurement.standing_marks import is_left_out, is_standing

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
TARGET, BOOKED, CLOSED, UNDER_WAY = "target", "booked", "closed", "under_way"
MARKED, LEFT_OUT = "marked", "left_out"


@dataclass(slots=True)
class YearSums:
    """What is known of one department's year, in won."""

    target_won: int | None = None
    counted_won: int = 0
    pipeline_won: int = 0
    booked: dict[Month, int] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    left_out: list[LeftOut] = field(default_factory=list)
    left_out_won: int = 0


def year_sums(
    which: ColumnElement[bool], rule: QuotaRule | None, year: int, *, by_month: bool = True
) -> defaultdict[int, YearSums]:
    """By department id, for the departments `which` selects; nothing known is an empty sum.

    Without `by_month` only the sums of the year are read: a twelfth of the rows.
    """
    asked = [
        *(_targets(which, year), _booked(which, year, by_month), _closed(which, year)),
        *(_marked(which, year), _left_out(which, year)),
    ]
    waiting = pipeline_query(which, rule, year)
    if waiting is not None:
        under_way = waiting.subquery()
        asked.append(_row(UNDER_WAY, *under_way.c))
    found: defaultdict[int, YearSums] = defaultdict(YearSums)
    for what, department_id, won, its_year, said in db.session.execute(union_all(*asked)):
        _take(found[department_id], what, won, its_year, said)
    return found


def _take(sums: YearSums, what: str, won: Any, year: int | None, said: str | None) -> None:
    match what:
        case "target":
            sums.target_won = int(won)
        case "under_way":
            sums.pipeline_won = int(won)
        case "booked":
            sums.counted_won += int(won)
            if year is not None and said is not None:
                sums.booked[Month(year, int(said))] = int(won)
        case "closed":
            sums.closed = {int(month) for month in (said or "").split(",")}
        case "left_out":
            sums.left_out_won = int(won)
        case "marked":
            kind, _, reason = (said or "").partition(":")
            sums.left_out.append(LeftOut(int(won), MarkKind(kind), reason))
            sums.left_out.sort(key=lambda each: each.month)


def _row(
    what: str,
    department_id: Column,
    won: Column | None = None,
    year: Column | None = None,
    said: Column | None = None,
) -> Select[*tuple[Any, ...]]:
    numbers = [cast(null(), BigId) if each is None else each for each in (won, year)]
    text = cast(null(), String) if said is None else said
    return select(cast(literal(what), String), department_id, *numbers, text)


def _targets(which: ColumnElement[bool], year: int) -> Select[*tuple[Any, ...]]:
    columns = (DepartmentTarget.department_id, DepartmentTarget.target_won)
    return (
        _row(TARGET, *columns)
        .join(Department, Department.id == DepartmentTarget.department_id)
        .where(which, DepartmentTarget.year == year)
    )


def _booked(which: ColumnElement[bool], year: int, by_month: bool) -> Select[*tuple[Any, ...]]:
    months = (MonthTotal.booked_year, MonthTotal.booked_month) if by_month else ()
    key = (MonthTotal.department_id, *months)
    said = (MonthTotal.booked_year, cast(MonthTotal.booked_month, String)) if by_month else ()
    return (
        _row(BOOKED, key[0], func.sum(MonthTotal.counted_won), *said)
        .join(Department, Department.id == MonthTotal.department_id)
        .where(which, MonthTotal.year == year)
        .group_by(*key)
    )


def _closed(which: ColumnElement[bool], year: int) -> Select[*tuple[Any, ...]]:
    return (
        _row(
            CLOSED,
            MonthClosing.department_id,
            said=func.aggregate_strings(cast(MonthClosing.month, String), ","),
        )
        .join(Department, Department.id == MonthClosing.department_id)
        .where(which, MonthClosing.year == year)
        .group_by(MonthClosing.department_id)
    )


def _marked(which: ColumnElement[bool], year: int) -> Select[*tuple[Any, ...]]:
    said = cast(YearMark.kind, String) + ":" + YearMark.reason
    return (
        _row(MARKED, YearMark.department_id, YearMark.month, said=said)
        .join(Department, Department.id == YearMark.department_id)
        .where(which, YearMark.year == year, is_standing())
    )


def _left_out(which: ColumnElement[bool], year: int) -> Select[*tuple[Any, ...]]:
    return (
        _row(LEFT_OUT, MonthTotal.department_id, func.sum(MonthTotal.counted_won))
        .join(Department, Department.id == MonthTotal.department_id)
        .where(which, MonthTotal.year == year, is_left_out())
        .group_by(MonthTotal.department_id)
    )
