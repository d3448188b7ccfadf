"""A version of a rule as facts: everything one needs to compute the year again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.enterprises.models import CertificationKind
from marketplace.procurement.models import QuotaRule

Names = dict[str, tuple[str, str]]


def certification_names() -> Names:
    """Korean and English names of designations by code, in one statement."""
    query = select(CertificationKind.code, CertificationKind.name, CertificationKind.name_en)
    return {code: (name, name_en) for code, name, name_en in db.session.execute(query)}


def rule_facts(rule: QuotaRule, names: Names) -> dict[str, Any]:
    """What the rule says; amounts are whole won, rates hundredths of a percent."""
    return {
        "version": rule.version,
        "effective_on": rule.effective_on.isoformat(),
        "reason": rule.reason,
        "legal_source": rule.legal_source,
        "basis": rule.basis.value,
        "basis_won": rule.basis_won,
        "fixed_won": rule.fixed_won,
        "rate_basis_points": rule.rate_basis_points,
        "parts": [
            {
                "kinds": list(each["kinds"]),
                "basis_won": each.get("basis_won"),
                "rate_basis_points": each.get("rate_basis_points"),
            }
            for each in rule.parts
        ],
        "counted_kinds": list(rule.counted_kinds),
        "counted_certifications": [
            {
                "code": code,
                "name": names.get(code, (code, code))[0],
                "name_en": names.get(code, (code, code))[1],
            }
            for code in sorted(rule.counted_certifications)
        ],
        "counts_on": rule.counts_on.value,
        "vat_included": rule.vat_included,
        "second_tier": rule.second_tier.value,
        "related": rule.related.value,
        "rounding": rule.rounding.value,
        "rounding_unit_won": rule.rounding_unit_won,
        "rate_places": rule.rate_places,
    }
