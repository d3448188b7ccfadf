"""Judging many purchases by one rule: target, counted, rate, and what does not count and why.

Sums only, so the order of the purchases cannot matter; each purchase is judged once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from marketplace.procurement.counting import assess
from marketplace.procurement.models import Basis
from marketplace.procurement.rules.purchases import Purchase, total_won
from marketplace.procurement.rules.results import (
    DepartmentResult,
    Evaluation,
    Measured,
    NotCounted,
    PartResult,
)
from marketplace.procurement.rules.terms import Part, RuleTerms

OTHER_YEAR = "other_year"


def evaluate(
    terms: RuleTerms, purchases: Iterable[Purchase], *, are_all: bool = True
) -> Evaluation:
    """What the rule makes of the purchases of its year; raises ValueError for a row given twice.

    `are_all` says that these are all purchases there were, so that they are their own basis
    where the rule states none; a ledger of counted purchases is not.
    """
    seen = _each_once(purchases)
    mine = [each for each in seen if _is_of_year(terms, each)]
    counted, refused = _judge(terms, mine)
    refused += [NotCounted(each.row, OTHER_YEAR) for each in seen if not _is_of_year(terms, each)]
    parts = tuple(
        PartResult(part, _measure_part(terms, part, mine, counted, are_all)) for part in terms.parts
    )
    return Evaluation(
        terms=terms,
        measured=_whole(terms, parts, sum(counted.values())),
        parts=parts,
        by_department=tuple(_departments(terms, mine, counted, are_all)),
        not_counted=tuple(sorted(refused, key=lambda each: each.row)),
        missing=tuple(_missing(terms, parts)),
    )


def _each_once(purchases: Iterable[Purchase]) -> list[Purchase]:
    listed = list(purchases)
    if len({each.row for each in listed}) != len(listed):
        raise ValueError("a purchase is given twice and would count twice")
    return listed


def _is_of_year(terms: RuleTerms, purchase: Purchase) -> bool:
    return terms.year is None or purchase.day_for(terms.counts_on).year == terms.year


def _judge(
    terms: RuleTerms, purchases: Sequence[Purchase]
) -> tuple[dict[int, int], list[NotCounted]]:
    """Counted won by row, and what is refused."""
    counted: dict[int, int] = {}
    refused: list[NotCounted] = []
    for each in purchases:
        judged = assess(
            terms,
            each.kind,
            each.designations,
            each.day_for(terms.counts_on),
            each.net_won,
            each.vat_won,
            tier=each.tier,
        )
        if judged.reason is None:
            counted[each.row] = judged.counted_won
        else:
            refused.append(NotCounted(each.row, judged.reason.value))
    return counted, refused


def _measure_part(
    terms: RuleTerms,
    part: Part,
    purchases: Sequence[Purchase],
    counted: dict[int, int],
    are_all: bool,
) -> Measured:
    mine = [each for each in purchases if each.kind.value in part.kinds]
    basis = part.basis_won
    if basis is None and are_all:
        basis = _basis_within(terms, mine, part.kinds)
    rate = part.rate_basis_points
    target = terms.target_of(basis, rate) if basis is not None and rate is not None else None
    won = sum(counted.get(each.row, 0) for each in mine)
    return Measured(basis, target, won, terms.rate_places, terms.rate_is_share)


def _basis_within(
    terms: RuleTerms, purchases: Sequence[Purchase], kinds: Sequence[str]
) -> int | None:
    """The basis as the purchases themselves give it; None for a budget, which they cannot."""
    match terms.basis:
        case Basis.TOTAL_PURCHASES:
            return total_won(purchases, kinds, terms.vat_included)
        case Basis.NEGOTIABLE_TOTAL:
            negotiated = [each for each in purchases if each.is_negotiated]
            return total_won(negotiated, kinds, terms.vat_included)
        case _:
            return None


def _whole(terms: RuleTerms, parts: Sequence[PartResult], counted_won: int) -> Measured:
    if terms.basis is Basis.FIXED_AMOUNT:
        return Measured(None, terms.fixed_won, counted_won, terms.rate_places, False)
    return Measured(
        _sum_known(each.measured.basis_won for each in parts),
        _sum_known(each.measured.target_won for each in parts),
        counted_won,
        terms.rate_places,
        terms.rate_is_share,
    )


def _sum_known(amounts: Iterable[int | None]) -> int | None:
    """A sum of amounts that are all stated; one that is not makes the sum unknown, not smaller."""
    known = list(amounts)
    return None if not known or None in known else sum(won for won in known if won is not None)


def _departments(
    terms: RuleTerms, purchases: Sequence[Purchase], counted: dict[int, int], are_all: bool
) -> Iterable[DepartmentResult]:
    by_name: dict[str, list[Purchase]] = defaultdict(list)
    for each in purchases:
        by_name[each.department].append(each)
    # A basis stated for the whole body says nothing of one department's share of it.
    own_basis = are_all and all(part.basis_won is None for part in terms.parts)
    for name in sorted(by_name):
        mine = by_name[name]
        won = sum(counted.get(each.row, 0) for each in mine)
        yield DepartmentResult(name, len(mine), _measure_department(terms, mine, won, own_basis))


def _measure_department(
    terms: RuleTerms, mine: Sequence[Purchase], counted_won: int, own_basis: bool
) -> Measured:
    if terms.basis is Basis.FIXED_AMOUNT or not own_basis:
        return Measured(None, None, counted_won, terms.rate_places, terms.rate_is_share)
    results = [PartResult(part, _measure_part(terms, part, mine, {}, True)) for part in terms.parts]
    return _whole(terms, results, counted_won)


def _missing(terms: RuleTerms, parts: Sequence[PartResult]) -> Iterable[str]:
    for each in parts:
        if each.measured.basis_won is None:
            yield f"{terms.basis.value}: {', '.join(each.part.kinds)}"
