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
    return {body: stated for (body, _), stated in _stated(db.session.scalars(query)).items()}


def stated_spending_of_all_years(
    institution_ids: Collection[int],
) -> dict[tuple[int, int], Stated]:
    """The same by institution and year. One statement."""
    query = select(Spending).where(Spending.institution_id.in_(institution_ids))
    return _stated(db.session.scalars(query))


def _stated(rows: Iterable[Spending]) -> dict[tuple[int, int], Stated]:
    whole: dict[tuple[int, int, SpendingMeasure, str], int] = {}
    parts: dict[tuple[int, int, SpendingMeasure, str], int] = defaultdict(int)
    for row in rows:
        key = (row.institution_id, row.year, row.measure, row.kind.value)
        if row.department_id is None:
            whole[key] = row.amount_won
        else:
            parts[key] += row.amount_won
    found: dict[tuple[int, int], Stated] = {}
    for (body, year, measure, kind), won in {**parts, **whole}.items():
        found.setdefault((body, year), {}).setdefault(measure, {})[kind] = won
    return found


def measured_terms(rule: QuotaRule, stated: Stated) -> RuleTerms:
    """The rule with the basis of each part filled in from what was stated, where it says none."""
    terms = terms_of(rule)
    spent = stated.get(MEASURES[rule.basis], {}) if rule.basis in MEASURES else {}
    return replace(terms, parts=tuple(_with_basis(part, spent) for part in terms.parts))


def demanded_won(rule: QuotaRule | None, stated: Stated) -> int | None:
    """What the rule demands in won of what was stated; None where nobody stated a part of it."""
    return None if rule is None else measured_terms(rule, stated).demanded_won


def required_won(rule: QuotaRule | None) -> int | None:
    """The same by what is stated now; one statement more where the rule names no amount itself."""
    demanded = demanded_won(rule, {})
    if rule is None or demanded is not None:
        return demanded
    body = rule.institution_id
    return demanded_won(rule, stated_spending([body], rule.year).get(body, {}))


def _with_basis(part: Part, spent: dict[str, int]) -> Part:
    if part.basis_won is not None:
        return part
    return replace(part, basis_won=_sum_known(spent.get(kind) for kind in part.kinds))


def _sum_known(amounts: Iterable[int | None]) -> int | None:
    known = list(amounts)
    return None if not known or None in known else sum(won for won in known if won is not None)
