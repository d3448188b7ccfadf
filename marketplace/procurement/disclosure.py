"""What an institution discloses: years, targets, actuals, computed rates and printed ones.

A published figure stands beside the computed one; neither replaces the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import NotFound
from marketplace.core.money import rate_percent
from marketplace.core.text import T
from marketplace.procurement.ledger_years import LedgerYear, ledger_years_of
from marketplace.procurement.measuring import Coverage
from marketplace.procurement.models import Absence, MarkKind, PublishedFigure, QuotaRule
from marketplace.procurement.publishing.spending import (
    demanded_won,
    stated_spending_of_all_years,
)
from marketplace.procurement.rates import one_place, printed_disagrees


class YearNotDisclosed(NotFound):
    """Nothing is known of that year."""

    code = "year_not_disclosed"


@dataclass(frozen=True, slots=True)
class DisclosedYear:
    """One year of one institution; None is *not stated*, never zero.

    Of a year kept in the ledger (`is_live`) the figures are sums of purchase records, of any
    other what a document printed (`published`). Where departments or months are left out of the
    sums, `coverage` says over how many they are; `ledger_absence` why nothing is measured at all.
    """

    year: int
    target_won: int | None
    actual_won: int | None
    is_live: bool
    published: PublishedFigure | None = None
    coverage: Coverage | None = None
    ledger_absence: MarkKind | None = None

    @property
    def rate_percent(self) -> Decimal | None:
        """actual ÷ target to one decimal, half up."""
        if self.actual_won is None:
            return None
        return rate_percent(self.actual_won, self.target_won or 0)

    @property
    def absence(self) -> Absence | None:
        """Why there is no actual, where a mark or a document says so."""
        if self.actual_won is None and self.ledger_absence is not None:
            return Absence(self.ledger_absence.value)
        return self.published.absence if self.published and self.actual_won is None else None

    @property
    def printed_rate(self) -> str | None:
        """The percentage as printed, None when none was."""
        return self.published.printed_rate if self.published else None

    @property
    def published_rate_percent(self) -> Decimal | None:
        return one_place(self.printed_rate)

    @property
    def rate_disagrees(self) -> bool:
        """Whether the printed rate is not what the amounts give, at the printed precision."""
        return printed_disagrees(self.actual_won, self.target_won, self.printed_rate)

    @property
    def amount_disagrees(self) -> bool:
        """Whether a printed actual is neither what the ledger sums to nor that as measured."""
        if not self.is_live or self.published is None or self.published.actual_won is None:
            return False
        left_out = self.coverage.left_out_won if self.coverage else 0
        computed = self.actual_won or 0
        return self.published.actual_won not in (computed, computed + left_out)

    @property
    def source(self) -> str:
        return self.published.source if self.published else ""


def disclosed_years(institution_id: int) -> list[DisclosedYear]:
    """Every year anything is known of, earliest first, in four statements.

    One more where a year of the ledger leaves something out, one where a rule is measured on what
    was stated apart from it.
    """
    return disclosed_years_of([institution_id])[institution_id]


def disclosed_years_of(institution_ids: Collection[int]) -> dict[int, list[DisclosedYear]]:
    """The same of many institutions, in as many statements still."""
    published = _published(institution_ids)
    ledgers = ledger_years_of(institution_ids)
    demanded = _demanded(institution_ids)
    return {
        body: _years(published[body], ledgers.get(body, {}), demanded[body])
        for body in institution_ids
    }


def disclosed_year(institution_id: int, year: int) -> DisclosedYear:
    """One year; raises YearNotDisclosed when nothing is known of it."""
    for disclosed in disclosed_years(institution_id):
        if disclosed.year == year:
            return disclosed
    raise YearNotDisclosed(T("공시된 내용이 없는 해입니다."))


def disclose(
    year: int,
    published: PublishedFigure | None,
    ledger: LedgerYear | None,
    demanded_won: int | None,
) -> DisclosedYear:
    """One year of what documents print, what the ledger sums to and what the rule demands."""
    printed_target = published.target_won if published else None
    if ledger is None:
        actual = published.actual_won if published else None
        return DisclosedYear(year, printed_target or demanded_won, actual, False, published)
    return DisclosedYear(
        *(year, _target(ledger, demanded_won, printed_target), ledger.counted_won, True, published),
        coverage=ledger.coverage,
        ledger_absence=ledger.absence,
    )


def _target(ledger: LedgerYear, demanded_won: int | None, printed_won: int | None) -> int | None:
    """The departments' targets, else what the rule demands, else what is printed.

    Targets of departments that are all left out stand beside no actual, and make no rate.
    """
    if ledger.target_won is not None:
        return ledger.target_won
    if ledger.coverage is not None and ledger.coverage.set_target_won is not None:
        return ledger.coverage.set_target_won if ledger.counted_won is None else None
    return printed_won if demanded_won is None else demanded_won


def _years(
    published: dict[int, PublishedFigure],
    ledger: dict[int, LedgerYear],
    demanded: dict[int, int | None],
) -> list[DisclosedYear]:
    return [
        disclose(year, published.get(year), ledger.get(year), demanded.get(year))
        for year in sorted({*published, *ledger, *demanded})
    ]


def _published(
    institution_ids: Collection[int],
) -> defaultdict[int, dict[int, PublishedFigure]]:
    query = select(PublishedFigure).filter_by(department_id=None)
    found: defaultdict[int, dict[int, PublishedFigure]] = defaultdict(dict)
    for each in db.session.scalars(
        query.where(PublishedFigure.institution_id.in_(institution_ids))
    ):
        found[each.institution_id][each.year] = each
    return found


def _demanded(institution_ids: Collection[int]) -> defaultdict[int, dict[int, int | None]]:
    """What the newest rule of each year demands, in won, of what was stated to be spent."""
    query = (
        select(QuotaRule)
        .where(
            QuotaRule.institution_id.in_(institution_ids),
            QuotaRule.effective_on <= clock.today(),
        )
        .order_by(QuotaRule.year, QuotaRule.version)
    )
    rules = db.session.scalars(query).all()
    is_apart = any(demanded_won(rule, {}) is None for rule in rules)
    stated = stated_spending_of_all_years(institution_ids) if is_apart else {}
    found: defaultdict[int, dict[int, int | None]] = defaultdict(dict)
    for rule in rules:
        said = stated.get((rule.institution_id, rule.year), {})
        found[rule.institution_id][rule.year] = demanded_won(rule, said)
    return found
