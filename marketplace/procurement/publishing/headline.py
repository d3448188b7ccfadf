"""The one line a year is told by: what was bought, against what, and by which kind of rate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.money import rate_percent
from marketplace.procurement.disclosure import DisclosedYear
from marketplace.procurement.models import Basis, QuotaRule
from marketplace.procurement.publishing.spending import Stated, measured_terms
from marketplace.procurement.rules.evaluating import evaluate


@dataclass(frozen=True, slots=True)
class Headline:
    """Amounts in won, None where nobody stated them; `basis` None where no rule is kept.

    `is_share`: the rate is counted ÷ basis (구매율 B/A), else counted ÷ target (달성률).
    """

    target_won: int | None
    actual_won: int | None
    basis_won: int | None
    basis: Basis | None
    rate_basis_points: int | None
    is_share: bool = False
    places: int = 1

    @property
    def rate_percent(self) -> Decimal | None:
        """The rate this body's rule is told by; None when it cannot be computed."""
        return self.share_percent if self.is_share else self.achievement_percent

    @property
    def achievement_percent(self) -> Decimal | None:
        return self._of(self.target_won)

    @property
    def share_percent(self) -> Decimal | None:
        return self._of(self.basis_won)

    def _of(self, whole_won: int | None) -> Decimal | None:
        if self.actual_won is None:
            return None
        return rate_percent(self.actual_won, whole_won or 0, self.places)


def headline(disclosed: DisclosedYear, rule: QuotaRule | None, stated: Stated) -> Headline:
    """What is known of a year, told in the way of its rule."""
    if rule is None:
        target = disclosed.target_won
        return Headline(target, disclosed.actual_won, None, None, None)
    terms = measured_terms(rule, stated)
    empty = evaluate(terms, (), are_all=False).measured
    single = terms.parts[0].rate_basis_points if len(terms.parts) == 1 else None
    return Headline(
        # Targets that were set for departments are what was promised; else what the rule gives.
        target_won=empty.target_won if disclosed.target_won is None else disclosed.target_won,
        actual_won=disclosed.actual_won,
        basis_won=empty.basis_won,
        basis=rule.basis,
        rate_basis_points=single,
        is_share=terms.rate_is_share,
        places=terms.rate_places,
    )
