"""One disclosed year as plain facts, the same for the API, the command line and files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marketplace.procurement.disclosure import DisclosedYear
from marketplace.procurement.measuring import Coverage
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
        "amount_disagrees": disclosed.amount_disagrees,
        "source": disclosed.source,
        "basis": "ledger" if disclosed.is_live else "published",
        "absence": disclosed.absence.value if disclosed.absence else None,
        "coverage": coverage_facts(disclosed.coverage),
    }


def coverage_facts(coverage: Coverage | None) -> dict[str, Any] | None:
    """Over how many departments the sums are, None where nothing is left out of them."""
    if coverage is None:
        return None
    return {
        "departments": coverage.departments,
        "measured_departments": coverage.measured,
        "partly_measured_departments": coverage.partly,
        "left_out_won": coverage.left_out_won,
        "set_target_won": coverage.set_target_won,
    }


def department_facts(standing: DepartmentStanding) -> dict[str, Any]:
    """What a year discloses about one department; figures are of the months that are measured."""
    measured, absence = standing.measured, standing.absence
    return {
        "code": standing.department.code,
        "name": standing.department.name,
        "target_won": measured.target_won,
        "actual_won": measured.counted_won,
        "rate_percent": rate_text(standing.rate_percent),
        "months": [
            {"month": month, "counted_won": standing.month_won.get(month, 0)}
            for month in range(1, 13)
        ],
        "absence": absence.value if absence else None,
        "set_target_won": standing.target_won,
        "left_out": [
            {"month": each.month, "kind": each.kind.value, "reason": each.reason}
            for each in standing.left_out
        ],
    }


def departments_facts(standing: InstitutionStanding | None) -> list[dict[str, Any]]:
    """Every department of a year kept in the ledger; empty for one only published."""
    return [department_facts(each) for each in standing.departments] if standing else []
