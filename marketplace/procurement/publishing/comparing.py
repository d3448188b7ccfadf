"""One year across institutions, each told by its own rule, and whether the rules are alike.

Seven statements, however many institutions there are, and one more where something is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.procurement.disclosure import DisclosedYear, disclose
from marketplace.procurement.ledger_years import ledger_years_of
from marketplace.procurement.models import (
    Basis,
    Institution,
    MonthTotal,
    PublishedFigure,
    QuotaRule,
)
from marketplace.procurement.publishing.headline import Headline, headline
from marketplace.procurement.publishing.spending import demanded_won, stated_spending

MOST = 500  # institutions of one comparison; Korea has 243 local bodies


class Measure(StrEnum):
    """What bodies are compared by."""

    RATE = "rate"  # by the rule of each
    ACHIEVEMENT = "achievement"  # counted ÷ target
    SHARE = "share"  # counted ÷ basis
    AMOUNT = "amount"  # counted won


@dataclass(frozen=True, slots=True)
class Compared:
    """One institution's year; `rank` is among those with the same basis, None without a value."""

    institution: Institution
    disclosed: DisclosedYear
    told: Headline
    measure: Measure
    rank: int | None = None

    @property
    def basis(self) -> str:
        """What the rate is measured on; a stated target without a rule is a money target."""
        if self.told.basis is not None:
            return self.told.basis.value
        return Basis.FIXED_AMOUNT.value if self.told.target_won is not None else "unknown"

    @property
    def rate_percent(self) -> Decimal | None:
        """The rate asked for; by the rule of each unless one kind is asked."""
        match self.measure:
            case Measure.ACHIEVEMENT:
                return self.told.achievement_percent
            case Measure.SHARE:
                return self.told.share_percent
            case _:
                return self.told.rate_percent

    @property
    def value(self) -> Decimal | int | None:
        """What is compared; None is not known."""
        return self.told.actual_won if self.measure is Measure.AMOUNT else self.rate_percent


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows by name, and how many of those with a value are measured on which basis."""

    year: int
    measure: Measure
    rows: tuple[Compared, ...]

    @property
    def bases(self) -> Counter[str]:
        return Counter(each.basis for each in self.rows if each.value is not None)

    @property
    def is_unlike(self) -> bool:
        """Whether the values mean different things and must not be ranked together."""
        return self.measure is not Measure.AMOUNT and len(self.bases) > 1


def compare(
    year: int, measure: Measure, *, basis: str = "", region_ids: Collection[int] = ()
) -> Comparison:
    """Every institution with anything known of the year, narrowed to a basis or to regions."""
    bodies = _bodies(region_ids)
    known = _known(bodies, year)
    rows = [Compared(body, *known[body.id], measure) for body in bodies if body.id in known]
    chosen = [each for each in rows if basis in ("", each.basis)]
    return Comparison(year, measure, tuple(_ranked(chosen)))


def comparable_years() -> list[int]:
    """Years anything is known of, newest first, in three statements."""
    columns: tuple[Any, ...] = (PublishedFigure.year, MonthTotal.year, QuotaRule.year)
    found = {year for column in columns for year in db.session.scalars(select(column).distinct())}
    return sorted(found, reverse=True)


def in_order(rows: Iterable[Compared], sort: str) -> list[Compared]:
    """By name, value, amount or basis; a leading minus turns it round, unknown comes last."""
    keys: dict[str, Callable[[Compared], Any]] = {
        "name": lambda each: each.institution.name,
        "value": lambda each: each.value,
        "amount": lambda each: each.told.actual_won,
        "basis": lambda each: (each.basis, each.institution.name),
    }
    key = keys[sort.removeprefix("-")]
    listed = list(rows)
    known = [each for each in listed if key(each) is not None]
    rest = [each for each in listed if key(each) is None]
    return sorted(known, key=key, reverse=sort.startswith("-")) + rest


def _ranked(rows: Sequence[Compared]) -> list[Compared]:
    ranks: dict[int, int] = {}
    for basis in {each.basis for each in rows}:
        values = [each.value for each in rows if each.basis == basis and each.value is not None]
        for each in rows:
            if each.basis == basis and each.value is not None:
                ranks[each.institution.id] = 1 + sum(1 for value in values if value > each.value)
    return [
        Compared(e.institution, e.disclosed, e.told, e.measure, ranks.get(e.institution.id))
        for e in rows
    ]


def _bodies(region_ids: Collection[int]) -> list[Institution]:
    query = select(Institution).options(joinedload(Institution.region))
    if region_ids:
        query = query.where(Institution.region_id.in_(region_ids))
    order = (Institution.name, Institution.id)
    return list(db.session.scalars(query.order_by(*order).limit(MOST)))


def _known(bodies: Sequence[Institution], year: int) -> dict[int, tuple[DisclosedYear, Headline]]:
    ids = [each.id for each in bodies]
    printed, rules = _printed(ids, year), _rules(ids, year)
    ledgers = {body: years[year] for body, years in ledger_years_of(ids, year).items()}
    stated = stated_spending(ids, year)
    found = {}
    for body in ids:
        figure, ledger, rule = printed.get(body), ledgers.get(body), rules.get(body)
        if figure is None and ledger is None and rule is None:
            continue
        said = stated.get(body, {})
        disclosed = disclose(year, figure, ledger, demanded_won(rule, said))
        found[body] = (disclosed, headline(disclosed, rule, said))
    return found


def _printed(ids: Sequence[int], year: int) -> dict[int, PublishedFigure]:
    query = select(PublishedFigure).filter_by(department_id=None, year=year)
    found = db.session.scalars(query.where(PublishedFigure.institution_id.in_(ids)))
    return {each.institution_id: each for each in found}


def _rules(ids: Sequence[int], year: int) -> dict[int, QuotaRule]:
    """The newest version of each that has taken effect."""
    query = (
        select(QuotaRule)
        .where(
            QuotaRule.institution_id.in_(ids),
            QuotaRule.year == year,
            QuotaRule.effective_on <= clock.today(),
        )
        .order_by(QuotaRule.version)
    )
    return {each.institution_id: each for each in db.session.scalars(query)}
