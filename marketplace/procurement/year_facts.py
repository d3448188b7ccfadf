"""One disclosed year as plain facts, the same for the API, the command line and files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marketplace.procurement.disclosure import DisclosedYear
from marketplace.procurement.standing import DepartmentStanding, InstitutionStanding


def rate_text(value: Decimal | None) -> str | None:
    """A rate as a decimal string of one place, None when there is none."""
    return None if value is None else f"{value:.1f}"


def year_facts(disclosed: DisclosedYear) -> dict[str, Any]:
    """What a year discloses about the institution as a whole; amounts are whole won."""
    return {
        "year": disclosed.year,
        "target_won": disclosed.target_won,
        "actual_won": disclosed.actual_won,
        "rate_percent": rate_text(disclosed.rate_percent),
        "published_rate_percent": rate_text(disclosed.published_rate_percent),
        "printed_rate": disclosed.printed_rate,
        "rate_disagrees": disclosed.rate_disagrees,
        "published_target_won": disclosed.published.target_won if disclosed.published else None,
        "published_actual_won": disclosed.published.actual_won if disclosed.published else None,
        "source": disclosed.source,
        "basis": "ledger" if disclosed.is_live else "published",
    }


def department_facts(standing: DepartmentStanding) -> dict[str, Any]:
    """What a year discloses about one department."""
    return {
        "code": standing.department.code,
        "name": standing.department.name,
        "target_won": standing.target_won,
        "actual_won": standing.counted_won,
        "rate_percent": rate_text(standing.rate_percent),
        "months": [
            {"month": month, "counted_won": standing.month_won.get(month, 0)}
            for month in range(1, 13)
        ],
    }


def departments_facts(standing: InstitutionStanding | None) -> list[dict[str, Any]]:
    """Every department of a year kept in the ledger; empty for one only published."""
    return [department_facts(each) for each in standing.departments] if standing else []
