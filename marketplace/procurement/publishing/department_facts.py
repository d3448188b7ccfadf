"""Departments of a published year: target, counted and rate, by quarter.

Of a department of which months are left out the figures are of the others; one of which nothing
is measured has null figures and says why (`absence`). Those with nothing left out say nothing of
it, so that a content without marks reads as it always did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.procurement.measuring import (
    LeftOut,
    Measured,
    absence_of,
    measure,
    months_left_out,
)
from marketplace.procurement.models import Department
from marketplace.procurement.publishing.known_year import KnownYear
from marketplace.procurement.publishing.year_figures import by_department, quarter_won

QUARTER = 3


def department_facts(known: KnownYear) -> list[dict[str, Any]]:
    """Every department that reports or has figures; their sums are the institution's."""
    months = by_department(known.rows)
    return [
        {
            **_named(each),
            "target_won": year.target_won,
            "actual_won": year.counted_won,
            "quarters_won": _quarters(months.get(each.id, {}), year),
            "rate_percent": _rate(year),
            **left_out_facts(known.left_out.get(each.id, ()), known.targets.get(each.id)),
        }
        for each in known.departments
        if _is_told(each, months, known)
        for year in (_measured(each, months, known),)
    ]


def so_far_facts(known: KnownYear, quarter: int) -> list[dict[str, Any]]:
    """The quarter, and the year until its end against the year's target."""
    last = quarter * QUARTER
    months = by_department(row for row in known.rows if row.month <= last)
    return [
        {
            **_named(each),
            "target_won": year.target_won,
            "actual_won": _quarters(months.get(each.id, {}), year)[quarter - 1],
            "so_far_won": year.counted_won,
            "rate_percent": _rate(year),
            **left_out_facts(known.left_out.get(each.id, ()), known.targets.get(each.id)),
        }
        for each in known.departments
        if _is_told(each, months, known)
        for year in (_measured(each, months, known),)
    ]


def left_out_facts(left_out: Sequence[LeftOut], set_target_won: int | None) -> dict[str, Any]:
    """What is left out of a department's year, by month (0: all of it); nothing where nothing is.

    `absence` is a stable code: not_measured or programme_changed, null while something is measured.
    """
    if not left_out:
        return {}
    absence = absence_of(left_out)
    return {
        "absence": absence.value if absence else None,
        "set_target_won": set_target_won,
        "left_out": [
            {"month": each.month, "kind": each.kind.value, "reason": each.reason}
            for each in left_out
        ],
    }


def _measured(each: Department, months: Mapping[int, dict[int, int]], known: KnownYear) -> Measured:
    away = months_left_out(known.left_out.get(each.id, ()))
    return measure(known.targets.get(each.id), months.get(each.id, {}), away)


def _quarters(won: Mapping[int, int], year: Measured) -> list[int | None]:
    """Four quarters without the months left out; null where no month of one is measured."""
    kept = {month: value for month, value in won.items() if month in year.months}
    sums = quarter_won(kept)
    return [
        sums[n] if any(3 * n + month in year.months for month in (1, 2, 3)) else None
        for n in range(4)
    ]


def _is_told(each: Department, months: Mapping[int, object], known: KnownYear) -> bool:
    stayed = each.closed_on is None or each.closed_on.year >= known.year
    has_figures = each.id in months or each.id in known.targets or each.id in known.left_out
    return (each.reports and stayed) or has_figures


def _named(each: Department) -> dict[str, Any]:
    return {"code": each.code, "name": each.name, "name_en": each.name_en}


def _rate(year: Measured) -> str | None:
    rate = year.rate_percent
    return None if rate is None else str(rate)
