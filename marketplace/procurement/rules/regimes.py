"""The separate legal duties, judged side by side from the same purchases and never added up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from marketplace.procurement.models import Basis
from marketplace.procurement.rules.evaluating import evaluate
from marketplace.procurement.rules.purchases import Purchase
from marketplace.procurement.rules.results import Evaluation, PartResult
from marketplace.procurement.rules.terms import Part, RuleTerms, part_of

FILE = Path(__file__).parent.parent / "reference" / "legal-regimes.toml"
PLACES = 2


@dataclass(frozen=True, slots=True)
class Regime:
    """One row of the reference: who counts, at which rate of what, and how sure we are."""

    code: str
    name: str
    name_en: str
    designations: tuple[str, ...]
    parts: tuple[Part, ...]
    law: str
    confidence: str
    needs: str
    note: str
    note_en: str
    in_force_from: date | None
    in_force_until: date | None

    def holds_in(self, year: int) -> bool:
        """Whether it is in force at the end of the year, as far as that is known."""
        last = date(year, 12, 31)
        begun = self.in_force_from is None or self.in_force_from <= last
        return begun and (self.in_force_until is None or last <= self.in_force_until)


@dataclass(frozen=True, slots=True)
class RegimeResult:
    """One duty in one year: judged as far as the amounts are known, and what is missing.

    `missing` holds `company_size` and the like for what purchases do not tell, `basis:<kind>`
    for a denominator nobody stated, `not_in_force` where no row is known for the year.
    """

    regime: Regime
    evaluation: Evaluation | None
    missing: tuple[str, ...]

    def meets(self, part: PartResult) -> bool | None:
        """Whether a part reaches its rate; None where it has none or cannot be told.

        Compared in won, not by the rounded percentage. What another part lacks does not matter.
        """
        target = part.measured.target_won
        lacks = [each for each in self.missing if self._concerns(each, part)]
        return None if target is None or lacks else part.measured.counted_won >= target

    @staticmethod
    def _concerns(missing: str, part: PartResult) -> bool:
        what, _, kind = missing.partition(":")
        return what != "basis" or kind in part.part.kinds


@cache
def regimes() -> tuple[Regime, ...]:
    """Every row of the reference, in its order."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["regime"]
    return tuple(_regime(row) for row in rows)


def _regime(row: dict[str, Any]) -> Regime:
    return Regime(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        designations=tuple(row["designations"]),
        parts=tuple(part_of(part) for part in row["part"]),
        law=row["law"],
        confidence=row["confidence"],
        needs=row.get("needs", ""),
        note=row.get("note", ""),
        note_en=row.get("note_en", ""),
        in_force_from=row.get("in_force_from"),
        in_force_until=row.get("in_force_until"),
    )


def judge_regimes(
    purchases: Iterable[Purchase],
    year: int,
    spent: Mapping[str, int] | None = None,
    *,
    are_all: bool = False,
) -> tuple[RegimeResult, ...]:
    """Every duty for one year; `spent` is 총구매액 by kind of work where it is stated.

    `are_all` says the purchases are all there were, so that they are their own denominator.
    """
    seen = list(purchases)
    return tuple(_judge(regime, seen, year, spent or {}, are_all) for regime in regimes())


def _judge(
    regime: Regime,
    purchases: Sequence[Purchase],
    year: int,
    spent: Mapping[str, int],
    are_all: bool,
) -> RegimeResult:
    if not regime.holds_in(year):
        return RegimeResult(regime, None, ("not_in_force",))
    if regime.needs:
        return RegimeResult(regime, None, (regime.needs,))
    parts = tuple(
        Part(each.kinds, _spent(each, spent), each.rate_basis_points) for each in regime.parts
    )
    result = evaluate(_terms(regime, parts, year), purchases, are_all=are_all)
    unknown = () if are_all else _unstated(parts, spent)
    return RegimeResult(regime, result, unknown)


def _spent(part: Part, spent: Mapping[str, int]) -> int | None:
    stated = [spent.get(kind) for kind in part.kinds]
    return None if None in stated else sum(won for won in stated if won is not None)


def _unstated(parts: Sequence[Part], spent: Mapping[str, int]) -> tuple[str, ...]:
    kinds = dict.fromkeys(kind for part in parts for kind in part.kinds)
    return tuple(f"basis:{kind}" for kind in kinds if kind not in spent)


def _terms(regime: Regime, parts: tuple[Part, ...], year: int) -> RuleTerms:
    return RuleTerms(
        basis=Basis.TOTAL_PURCHASES,
        counted_kinds=tuple(dict.fromkeys(kind for part in parts for kind in part.kinds)),
        counted_certifications=regime.designations,
        parts=parts,
        rate_places=PLACES,
        year=year,
    )
