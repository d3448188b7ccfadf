"""Disclosed figures as tables to download: column names stay English, so that scripts last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marketplace.core.csv_writing import Cell
from marketplace.procurement.disclosure import DisclosedYear
from marketplace.procurement.measuring import EVERY_MONTH, WHOLE_YEAR, Coverage, LeftOut
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
    "absence",
    "measured_departments",
    "departments",
    "left_out_won",
)
DEPARTMENT_HEADING = (
    "code",
    "department",
    "target_won",
    "actual_won",
    "rate_percent",
    *(f"month_{month:02d}_won" for month in range(1, 13)),
    "absence",
    "left_out",
    "set_target_won",
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
            each.absence.value if each.absence else None,
            *coverage_cells(each.coverage),
        )


def coverage_cells(coverage: Coverage | None) -> tuple[Cell, Cell, Cell]:
    """Over how many of how many departments a sum is, without what; empty where it is of all."""
    if coverage is None:
        return None, None, None
    return coverage.measured, coverage.departments, coverage.left_out_won


def department_rows(standing: InstitutionStanding) -> Iterator[tuple[Cell, ...]]:
    """One row a department; target, actual and rate are of the months that are measured.

    A month left out reads its code (`not_measured`, `programme_changed`) where its amount would
    stand, and so do the figures of a department of which nothing is measured.
    """
    for each in standing.departments:
        measured, absence = each.measured, each.absence
        left_out = codes_by_month(each.left_out)
        yield (
            each.department.code,
            each.department.name,
            absence.value if absence else measured.target_won,
            absence.value if absence else measured.counted_won,
            absence.value if absence else rate_text(each.rate_percent),
            *(left_out.get(month, each.month_won.get(month, 0)) for month in range(1, 13)),
            absence.value if absence else None,
            " ".join(f"{one.month:02d}:{one.kind.value}" for one in each.left_out) or None,
            each.target_won,
        )


def codes_by_month(left_out: Iterable[LeftOut]) -> dict[int, str]:
    """The code of each month that is left out."""
    codes: dict[int, str] = {}
    for each in left_out:
        months = EVERY_MONTH if each.month == WHOLE_YEAR else {each.month}
        codes |= {month: codes.get(month, each.kind.value) for month in months}
    return codes
