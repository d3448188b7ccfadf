"""Writing a rule: a first version, then changes that each have a reason and a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import T
from marketplace.procurement.models import Institution, QuotaRule
from marketplace.procurement.rules.terms import Part, RuleTerms


class RuleChangedMeanwhile(Conflict):
    """Somebody else wrote the next version first."""

    code = "rule_changed_meanwhile"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule to be written: its terms, from which day, on what ground, and why it changes."""

    terms: RuleTerms
    effective_on: date
    legal_source: str = ""
    reason: str = ""


def write_rule(institution_id: int, year: int, change: RuleChange) -> QuotaRule:
    """The next version of a year's rule; earlier ones stay, and so does what they judged.

    Raises Invalid for a change without a reason or a day outside the year, and
    RuleChangedMeanwhile when somebody was first.
    """
    version = latest_version(institution_id, year) + 1
    _refuse_unfit(year, version, change)
    rule = QuotaRule(
        institution_id=institution_id, year=year, version=version, **_kept(change.terms)
    )
    rule.effective_on = change.effective_on
    rule.legal_source, rule.reason = change.legal_source.strip(), change.reason.strip()
    db.session.add(rule)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleChangedMeanwhile(T("그사이 다른 사람이 기준을 바꾸었습니다.")) from error
    institution = db.session.get_one(Institution, institution_id)
    audit.record("rule:written", institution, year=year, version=version, reason=rule.reason)
    return rule


def latest_version(institution_id: int, year: int) -> int:
    """The number of the newest version, 0 while there is none."""
    query = select(func.max(QuotaRule.version)).filter_by(institution_id=institution_id, year=year)
    return db.session.scalar(query) or 0


def list_versions(institution_id: int, year: int) -> list[QuotaRule]:
    """Every version of a year's rule, oldest first."""
    query = select(QuotaRule).filter_by(institution_id=institution_id, year=year)
    return list(db.session.scalars(query.order_by(QuotaRule.version)))


def _refuse_unfit(year: int, version: int, change: RuleChange) -> None:
    faults: dict[str, list[str]] = {}
    if change.effective_on.year != year:
        faults["effective_on"] = [T("그해에 속한 날짜를 적어 주세요.")]
    if version > 1 and not change.reason.strip():
        faults["reason"] = [T("바꾸는 까닭을 적어 주세요.")]
    if faults:
        raise Invalid(T("적은 내용을 확인해 주세요."), faults)


def _kept(terms: RuleTerms) -> dict[str, object]:
    """The columns of a row; one part is the rule itself, several are kept as parts."""
    single = terms.parts[0] if len(terms.parts) == 1 else None
    whole = single is not None and single.kinds == terms.counted_kinds
    return {
        "basis": terms.basis,
        "fixed_won": terms.fixed_won,
        "basis_won": single.basis_won if single and whole else None,
        "rate_basis_points": single.rate_basis_points if single and whole else None,
        "parts": [] if whole else [_part(each) for each in terms.parts],
        "counted_kinds": list(terms.counted_kinds),
        "counted_certifications": list(terms.counted_certifications),
        "counts_on": terms.counts_on,
        "vat_included": terms.vat_included,
        "second_tier": terms.second_tier,
        "related": terms.related,
        "rounding": terms.rounding,
        "rounding_unit_won": terms.rounding_unit_won,
        "rate_places": terms.rate_places,
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "kinds": list(part.kinds),
        "basis_won": part.basis_won,
        "rate_basis_points": part.rate_basis_points,
    }
