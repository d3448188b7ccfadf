"""Evaluations as plain facts for machines: amounts are whole won, rates decimal strings."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from marketplace.procurement.rules.regimes import RegimeResult
from marketplace.procurement.rules.results import Evaluation, Measured


def evaluation_facts(result: Evaluation) -> dict[str, Any]:
    """What a rule makes of purchases."""
    return {
        **measured_facts(result.measured),
        "parts": [
            {"kinds": list(each.part.kinds), **measured_facts(each.measured)}
            for each in result.parts
        ],
        "by_department": [
            {
                "department": each.department,
                "purchases": each.purchase_count,
                **measured_facts(each.measured),
            }
            for each in result.by_department
        ],
        "not_counted": [{"row": each.row, "reason": each.reason} for each in result.not_counted],
        "missing": list(result.missing),
        "rule": {
            "basis": result.terms.basis.value,
            "rate_is": "share" if result.terms.rate_is_share else "achievement",
            "year": result.terms.year,
        },
    }


def measured_facts(measured: Measured) -> dict[str, Any]:
    """Amounts and both rates; `rate_percent` is the one this kind of rule is told by."""
    return {
        "basis_won": measured.basis_won,
        "target_won": measured.target_won,
        "counted_won": measured.counted_won,
        "rate_percent": _text(measured.rate_percent),
        "share_percent": _text(measured.share_percent),
        "achievement_percent": _text(measured.achievement_percent),
    }


def regime_facts(results: Iterable[RegimeResult]) -> list[dict[str, Any]]:
    """Every duty by itself; nothing of them may be added up."""
    return [
        {
            "code": each.regime.code,
            "name": each.regime.name,
            "law": each.regime.law,
            "confidence": each.regime.confidence,
            "missing": list(each.missing),
            "counted_won": each.evaluation.measured.counted_won if each.evaluation else None,
            "parts": [
                {
                    "kinds": list(part.part.kinds),
                    "required_basis_points": part.part.rate_basis_points,
                    **measured_facts(part.measured),
                    "meets": each.meets(part),
                }
                for part in (each.evaluation.parts if each.evaluation else ())
            ],
        }
        for each in results
    ]


def _text(rate: Decimal | None) -> str | None:
    return None if rate is None else str(rate)
