"""What judging purchases by a rule gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.money import rate_percent
from marketplace.procurement.rules.terms import Part, RuleTerms


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A purchase that adds nothing, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Counted against a basis and the target that follows from it; None is not known."""

    basis_won: int | None
    target_won: int | None
    counted_won: int
    places: int
    is_share: bool

    @property
    def share_percent(self) -> Decimal | None:
        """counted ÷ basis (구매율)."""
        return rate_percent(self.counted_won, self.basis_won or 0, self.places)

    @property
    def achievement_percent(self) -> Decimal | None:
        """counted ÷ target (달성률)."""
        return rate_percent(self.counted_won, self.target_won or 0, self.places)

    @property
    def rate_percent(self) -> Decimal | None:
        """The rate this kind of rule is told by."""
        return self.share_percent if self.is_share else self.achievement_percent


@dataclass(frozen=True, slots=True)
class PartResult:
    """One part of a rule that has several rates."""

    part: Part
    measured: Measured


@dataclass(frozen=True, slots=True)
class DepartmentResult:
    """One department under the rule; its basis is known only where purchases are the basis."""

    department: str
    purchase_count: int
    measured: Measured


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything a rule says of some purchases; `missing` names amounts nobody stated."""

    terms: RuleTerms
    measured: Measured
    parts: tuple[PartResult, ...]
    by_department: tuple[DepartmentResult, ...]
    not_counted: tuple[NotCounted, ...]
    missing: tuple[str, ...]
