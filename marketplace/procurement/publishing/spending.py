"""What a body spent altogether, as it was stated: the amount a rate is measured on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.procurement.models import Basis, QuotaRule, Spending, SpendingMeasure
from marketplace.procurement.rules.terms import Part, RuleTerms, terms_of

MEASURES = {
    Basis.TOTAL_PURCHASES: SpendingMeasure.TOTAL,
    Basis.NEGOTIABLE_TOTAL: SpendingMeasure.NEGOTIABLE,
    Basis.AVAILABLE_BUDGET: SpendingMeasure.BUDGET,
}
Stated = dict[SpendingMeasure, dict[str, int]]


def stated_spending(institution_ids: Collection[int], year: int) -> dict[int, Stated]:
    """Won by institution, measure and kind of work; the whole body's word before its departments'.

    A kind nobody stated is absent, never zero. One statement.
    """
    query = select(Spending).where(
        Spending.institution_id.in_(institution_ids), Spending.year == year
    )
    whole: dict[tuple[int, SpendingMeasure, str], int] = {}
    parts: dict[tuple[int, SpendingMeasure, str], int] = defaultdict(int)
    for row in db.session.scalars(query):
        key = (row.institution_id, row.measure, row.kind.value)
        if row.department_id is None:
            whole[key] = row.amount_won
        else:
            parts[key] += row.amount_won
    found: dict[int, Stated] = {}
    for (body, measure, kind), won in {**parts, **whole}.items():
        found.setdefault(body, {}).setdefault(measure, {})[kind] = won
    return found


def measured_terms(rule: QuotaRule, stated: Stated) -> RuleTerms:
    """The rule with the basis of each part filled in from what was stated, where it says none."""
    terms = terms_of(rule)
    spent = stated.get(MEASURES[rule.basis], {}) if rule.basis in MEASURES else {}
    return replace(terms, parts=tuple(_with_basis(part, spent) for part in terms.parts))


def _with_basis(part: Part, spent: dict[str, int]) -> Part:
    if part.basis_won is not None:
        return part
    return replace(part, basis_won=_sum_known(spent.get(kind) for kind in part.kinds))


def _sum_known(amounts: Iterable[int | None]) -> int | None:
    known = list(amounts)
    return None if not known or None in known else sum(won for won in known if won is not None)
