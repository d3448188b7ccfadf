"""Why a record counts or not: by each version of its year's rule, and by each legal duty."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.procurement.counting import Designation, assess
from marketplace.procurement.errors import RecordNotFound
from marketplace.procurement.models import Department, PurchaseRecord
from marketplace.procurement.rules.ledger_purchases import record_purchase
from marketplace.procurement.rules.purchases import Purchase
from marketplace.procurement.rules.regimes import judge_regimes
from marketplace.procurement.rules.terms import RuleTerms, terms_of
from marketplace.procurement.rules.versions import list_versions

OTHER_YEAR = "other_year"
COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule says of the record; `was_applied` marks the version the record was kept by."""

    rule: str
    outcome: str
    counted_won: int
    designation: Designation | None
    was_applied: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A record and every judgement of it; `taken_back_by` is the correction, if there is one."""

    record: PurchaseRecord
    taken_back_by: int | None
    judgements: tuple[Judgement, ...]


def explain_record(record_id: int) -> Explanation:
    """Every rule's word on one record; raises RecordNotFound."""
    record = db.session.get(PurchaseRecord, record_id)
    purchase = record_purchase(record_id)
    if record is None or purchase is None:
        raise RecordNotFound
    department = db.session.get_one(Department, record.department_id)
    year = record.counted_on.year
    by_rule = [
        _by_terms(
            f"rule {rule.year}/{rule.version}",
            terms_of(rule),
            purchase,
            applied=rule.id == record.rule_id,
        )
        for rule in list_versions(department.institution_id, year)
    ]
    reversal = db.session.scalar(select(PurchaseRecord.id).filter_by(reverses_id=record_id))
    return Explanation(record, reversal, (*by_rule, *_by_regimes(purchase, year)))


def _by_terms(
    name: str, terms: RuleTerms, purchase: Purchase, *, applied: bool = False
) -> Judgement:
    day = purchase.day_for(terms.counts_on)
    if terms.year is not None and day.year != terms.year:
        return Judgement(name, OTHER_YEAR, 0, None, applied)
    judged = assess(
        terms,
        purchase.kind,
        purchase.designations,
        day,
        purchase.net_won,
        purchase.vat_won,
        tier=purchase.tier,
    )
    outcome = judged.reason.value if judged.reason else COUNTS
    return Judgement(name, outcome, judged.counted_won, judged.certification, applied)


def _by_regimes(purchase: Purchase, year: int) -> list[Judgement]:
    told = []
    for each in judge_regimes([purchase], year):
        if each.evaluation is None:
            told.append(Judgement(each.regime.code, each.missing[0], 0, None, False))
        else:
            told.append(_by_terms(each.regime.code, each.evaluation.terms, purchase))
    return told
