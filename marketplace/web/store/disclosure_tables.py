"""Disclosed figures as tables to download: column names stay English, so that scripts last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marketplace.core.csv_writing import Cell
from marketplace.procurement.disclosure import DisclosedYear
from marketplace.procurement.standing import InstitutionStanding
from marketplace.procurement.year_facts import rate_text

YEAR_HEADING = (
    "year",
    "target_won",
    "actual_won",
    "rate_percent",
    "published_rate_percent",
    "rate_disagrees",
    "basis",
    "source",
)
DEPARTMENT_HEADING = (
    "code",
    "department",
    "target_won",
    "actual_won",
    "rate_percent",
    *(f"month_{month:02d}_won" for month in range(1, 13)),
)


def year_rows(years: Iterable[DisclosedYear]) -> Iterator[tuple[Cell, ...]]:
    """One row a year; empty cells are what is not stated."""
    for each in years:
        yield (
            each.year,
            each.target_won,
            each.actual_won,
            rate_text(each.rate_percent),
            each.printed_rate,
            "yes" if each.rate_disagrees else "no",
            "ledger" if each.is_live else "published",
            each.source,
        )


def department_rows(standing: InstitutionStanding) -> Iterator[tuple[Cell, ...]]:
    """One row a department, then the institution."""
    for each in standing.departments:
        yield (
            each.department.code,
            each.department.name,
            each.target_won,
            each.counted_won,
            rate_text(each.rate_percent),
            *(each.month_won.get(month, 0) for month in range(1, 13)),
        )
