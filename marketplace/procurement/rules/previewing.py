"""What a new version of a rule would change, before anybody writes it: purchase by purchase.

Nothing is written. The whole year is judged by both, read as a stream, so that what is kept in
memory does not grow with the number of purchases.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from marketplace.core.money import rate_percent
from marketplace.procurement.counting import Assessment, assess
from marketplace.procurement.models import Basis
from marketplace.procurement.rules.ledger_purchases import ledger_purchases
from marketplace.procurement.rules.purchases import Purchase
from marketplace.procurement.rules.terms import RuleTerms

MOST_DEPARTMENTS = 20


@dataclass(frozen=True, slots=True)
class Side:
    """A year by one rule: won that count and what the rule demands; None is not known."""

    counted_won: int
    target_won: int | None
    places: int

    @property
    def rate_percent(self) -> Decimal | None:
        return rate_percent(self.counted_won, self.target_won or 0, self.places)


@dataclass(frozen=True, slots=True)
class Moved:
    """A department whose counted won would be another."""

    department: str
    before_won: int
    after_won: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Both results side by side, and which purchases would count that did not, or no longer.

    `gained` and `lost` are numbers of purchases, `lost` by the reason the new rule gives.
    """

    before: Side | None
    after: Side
    purchase_count: int
    gained: int
    lost: dict[str, int]
    moved: tuple[Moved, ...]


@dataclass(slots=True)
class _Sums:
    count: int = 0
    gained: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    before: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    after: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


def preview_rule(
    institution_id: int, year: int, current: RuleTerms | None, wanted: RuleTerms
) -> Preview:
    """The year's purchases by the version in force now, and by the one that is wanted."""
    return compare_rules(ledger_purchases(institution_id, year), current, wanted)


def compare_rules(
    purchases: Iterable[Purchase], current: RuleTerms | None, wanted: RuleTerms
) -> Preview:
    """Both results; the order of the purchases does not matter."""
    sums = _Sums()
    for each in purchases:
        _take(sums, each, _judged(current, each) if current else None, _judged(wanted, each))
    places = {*sums.before, *sums.after}
    moved = [
        Moved(name, sums.before[name], sums.after[name])
        for name in places
        if sums.before[name] != sums.after[name]
    ]
    moved.sort(key=lambda each: (-abs(each.after_won - each.before_won), each.department))
    return Preview(
        before=_side(current, sum(sums.before.values())) if current else None,
        after=_side(wanted, sum(sums.after.values())),
        purchase_count=sums.count,
        gained=sums.gained,
        lost=dict(sums.lost.most_common()),
        moved=tuple(moved[:MOST_DEPARTMENTS]),
    )


def _judged(terms: RuleTerms, each: Purchase) -> Assessment:
    day = each.day_for(terms.counts_on)
    return assess(
        terms, each.kind, each.designations, day, each.net_won, each.vat_won, tier=each.tier
    )


def _take(sums: _Sums, each: Purchase, before: Assessment | None, after: Assessment) -> None:
    sums.count += 1
    sums.before[each.department] += before.counted_won if before else 0
    sums.after[each.department] += after.counted_won
    did = before is not None and before.counts
    sums.gained += after.counts and not did
    if did and after.reason is not None:
        sums.lost[after.reason.value] += 1


def _side(terms: RuleTerms, counted_won: int) -> Side:
    return Side(counted_won, terms.demanded_won, 2 if terms.basis is Basis.TOTAL_PURCHASES else 1)
