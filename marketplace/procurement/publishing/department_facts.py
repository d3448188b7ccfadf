"""Departments of a published year: target, counted and rate, by quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.core.money import rate_percent
from marketplace.procurement.models import Department
from marketplace.procurement.publishing.year_figures import Booked, by_department, quarter_won


def department_facts(
    departments: Sequence[Department],
    rows: Sequence[Booked],
    targets: Mapping[int, int],
    year: int,
) -> list[dict[str, Any]]:
    """Every department that reports or has figures; their sums are the institution's."""
    months = by_department(rows)
    return [
        {
            **_named(each),
            "target_won": targets.get(each.id),
            "actual_won": sum(months.get(each.id, {}).values()),
            "quarters_won": list(quarter_won(months.get(each.id, {}))),
            "rate_percent": _rate(sum(months.get(each.id, {}).values()), targets.get(each.id)),
        }
        for each in departments
        if _is_told(each, months, targets, year)
    ]


def so_far_facts(
    departments: Sequence[Department],
    rows: Sequence[Booked],
    targets: Mapping[int, int],
    year: int,
    quarter: int,
) -> list[dict[str, Any]]:
    """The quarter, and the year until its end against the year's target."""
    months = by_department(rows)
    told = []
    for each in departments:
        if not _is_told(each, months, targets, year):
            continue
        so_far = sum(months.get(each.id, {}).values())
        told.append(
            {
                **_named(each),
                "target_won": targets.get(each.id),
                "actual_won": quarter_won(months.get(each.id, {}))[quarter - 1],
                "so_far_won": so_far,
                "rate_percent": _rate(so_far, targets.get(each.id)),
            }
        )
    return told


def _is_told(
    each: Department, months: Mapping[int, object], targets: Mapping[int, int], year: int
) -> bool:
    stayed = each.closed_on is None or each.closed_on.year >= year
    return (each.reports and stayed) or each.id in months or each.id in targets


def _named(each: Department) -> dict[str, Any]:
    return {"code": each.code, "name": each.name, "name_en": each.name_en}


def _rate(won: int, target_won: int | None) -> str | None:
    rate = rate_percent(won, target_won or 0)
    return None if rate is None else str(rate)
