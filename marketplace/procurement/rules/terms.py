"""What a rule says, apart from where it is kept: a row of the database or a file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from marketplace.procurement.models import (
    Basis,
    CountsOn,
    PurchaseKind,
    QuotaRule,
    RelatedBodies,
    Rounding,
)

ALL_KINDS = tuple(kind.value for kind in PurchaseKind)
WAYS = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.UP: ROUND_UP, Rounding.DOWN: ROUND_DOWN}


@dataclass(frozen=True, slots=True)
class Part:
    """What one rate is measured on: kinds of work, and the amount when it is stated.

    `rate_basis_points` are hundredths of a percent; None reports a share without demanding one.
    """

    kinds: tuple[str, ...]
    basis_won: int | None = None
    rate_basis_points: int | None = None


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """A whole rule; `fixed_won` goes with a money target, `parts` with a measured basis.

    Satisfies counting.CountingRule, so that one decision judges purchases everywhere.
    """

    basis: Basis
    counted_kinds: tuple[str, ...]
    counted_certifications: tuple[str, ...]
    counts_on: CountsOn = CountsOn.ACCEPTANCE
    vat_included: bool = True
    second_tier: RelatedBodies = RelatedBodies.BESIDE
    related: RelatedBodies = RelatedBodies.BESIDE
    fixed_won: int | None = None
    parts: tuple[Part, ...] = ()
    rounding: Rounding = Rounding.HALF_UP
    rounding_unit_won: int = 1
    rate_places: int = 1
    year: int | None = None
    version: int = 1

    @property
    def rate_is_share(self) -> bool:
        """Whether its rate is counted ÷ basis (구매율 B/A), not counted ÷ target (달성률)."""
        return self.basis is Basis.TOTAL_PURCHASES

    @property
    def demanded_won(self) -> int | None:
        """What is demanded in won; None where a part of it is a share of what nobody stated."""
        if self.basis is Basis.FIXED_AMOUNT:
            return self.fixed_won
        demanded = 0
        for part in self.parts:
            if part.basis_won is None or part.rate_basis_points is None:
                return None
            demanded += self.target_of(part.basis_won, part.rate_basis_points)
        return demanded if self.parts else None

    def target_of(self, basis_won: int, rate_basis_points: int) -> int:
        """The share of an amount, brought to the rule's unit in the rule's way."""
        exact = Decimal(basis_won) * rate_basis_points / 10_000 / self.rounding_unit_won
        units = exact.quantize(Decimal(1), rounding=WAYS[self.rounding])
        return int(units) * self.rounding_unit_won


def terms_of(rule: QuotaRule) -> RuleTerms:
    """The terms a row of the database keeps."""
    kinds = tuple(rule.counted_kinds)
    measured = () if rule.basis is Basis.FIXED_AMOUNT else _parts(rule, kinds)
    return RuleTerms(
        basis=rule.basis,
        counted_kinds=kinds,
        counted_certifications=tuple(rule.counted_certifications),
        counts_on=rule.counts_on,
        vat_included=rule.vat_included,
        second_tier=rule.second_tier,
        related=rule.related,
        fixed_won=rule.fixed_won,
        parts=measured,
        rounding=rule.rounding,
        rounding_unit_won=rule.rounding_unit_won,
        rate_places=rule.rate_places,
        year=rule.year,
        version=rule.version,
    )


def _parts(rule: QuotaRule, kinds: tuple[str, ...]) -> tuple[Part, ...]:
    if not rule.parts:
        return (Part(kinds, rule.basis_won, rule.rate_basis_points),)
    return tuple(part_of(each) for each in rule.parts)


def part_of(kept: dict[str, Any]) -> Part:
    """A part as a row keeps it: {kinds, basis_won, rate_basis_points}."""
    return Part(tuple(kept["kinds"]), kept.get("basis_won"), kept.get("rate_basis_points"))
