"""A year judged a piece at a time: sums only, so a million purchases need no more room than one.

What each version of the rule and each separate legal duty makes of the purchases. No order of
the purchases and no way of cutting them into pieces changes a sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from marketplace.procurement.models import QuotaRule, SpendingMeasure
from marketplace.procurement.publishing.spending import Stated, measured_terms
from marketplace.procurement.rules.evaluating import evaluate
from marketplace.procurement.rules.facts import measured_facts
from marketplace.procurement.rules.purchases import Purchase
from marketplace.procurement.rules.regimes import RegimeResult, judge_regimes
from marketplace.procurement.rules.results import Evaluation, Measured
from marketplace.procurement.rules.terms import RuleTerms


@dataclass(slots=True)
class YearTally:
    """What has been judged so far."""

    year: int
    rules: Sequence[QuotaRule]
    stated: Stated
    purchase_count: int = 0
    by_rule: dict[int, Counter[int]] = field(default_factory=dict)
    refused: dict[int, Counter[str]] = field(default_factory=dict)
    by_duty: Counter[tuple[str, int]] = field(default_factory=Counter)
    counted_by_duty: Counter[str] = field(default_factory=Counter)

    def add(self, purchases: Sequence[Purchase]) -> None:
        """Judge some more; each purchase is given once."""
        self.purchase_count += len(purchases)
        for rule in self.rules:
            judged = evaluate(self.terms(rule), purchases, are_all=False)
            self._keep(rule.version, judged)
        for each in judge_regimes(purchases, self.year):
            self._keep_duty(each)

    def terms(self, rule: QuotaRule) -> RuleTerms:
        """A version with its basis as far as anybody stated it."""
        return measured_terms(rule, self.stated)

    def rule_results(self) -> list[dict[str, Any]]:
        """Each version as if it had held all year, oldest first."""
        return [self._rule_result(rule) for rule in self.rules]

    def duty_results(self) -> list[dict[str, Any]]:
        """Each legal duty by itself, with what is missing; never to be added up."""
        spent = self.stated.get(SpendingMeasure.TOTAL, {})
        return [self._duty_result(each) for each in judge_regimes((), self.year, spent)]

    def _keep(self, version: int, judged: Evaluation) -> None:
        sums = self.by_rule.setdefault(version, Counter())
        sums[-1] += judged.measured.counted_won
        for at, part in enumerate(judged.parts):
            sums[at] += part.measured.counted_won
        refused = self.refused.setdefault(version, Counter())
        refused.update(each.reason for each in judged.not_counted)

    def _keep_duty(self, judged: RegimeResult) -> None:
        if judged.evaluation is None:
            return
        code = judged.regime.code
        self.counted_by_duty[code] += judged.evaluation.measured.counted_won
        for at, part in enumerate(judged.evaluation.parts):
            self.by_duty[code, at] += part.measured.counted_won

    def _rule_result(self, rule: QuotaRule) -> dict[str, Any]:
        sums = self.by_rule.get(rule.version, Counter())
        empty = evaluate(self.terms(rule), (), are_all=False)
        return {
            "version": rule.version,
            **measured_facts(_counted(empty.measured, sums[-1])),
            "parts": [
                {
                    "kinds": list(each.part.kinds),
                    "rate_basis_points": each.part.rate_basis_points,
                    **measured_facts(_counted(each.measured, sums[at])),
                }
                for at, each in enumerate(empty.parts)
            ],
            "not_counted": dict(sorted(self.refused.get(rule.version, Counter()).items())),
            "missing": list(empty.missing),
        }

    def _duty_result(self, empty: RegimeResult) -> dict[str, Any]:
        code, judged = empty.regime.code, empty.evaluation
        parts = judged.parts if judged else ()
        measured = [_counted(p.measured, self.by_duty[code, n]) for n, p in enumerate(parts)]
        return {
            "code": code,
            "name": empty.regime.name,
            "name_en": empty.regime.name_en,
            "law": empty.regime.law,
            "confidence": empty.regime.confidence,
            "missing": list(empty.missing),
            "counted_won": self.counted_by_duty[code] if judged else None,
            "parts": [
                {
                    "kinds": list(part.part.kinds),
                    "rate_basis_points": part.part.rate_basis_points,
                    **measured_facts(now),
                    "meets": empty.meets(replace(part, measured=now)),
                }
                for part, now in zip(parts, measured, strict=True)
            ],
        }


def _counted(measured: Measured, counted_won: int) -> Measured:
    return replace(measured, counted_won=counted_won)
