"""Several years of an institution added up: only what is stated, and how many years that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.money import rate_percent
from marketplace.procurement.disclosure import DisclosedYear


@dataclass(frozen=True, slots=True)
class Span:
    """Years in a row, earliest first. A year that states no target, or no actual, adds none.

    Sums are in won; None when no year states one, which is not zero.
    """

    years: tuple[DisclosedYear, ...]

    @property
    def first(self) -> int:
        return self.years[0].year

    @property
    def last(self) -> int:
        return self.years[-1].year

    @property
    def with_target(self) -> tuple[DisclosedYear, ...]:
        return tuple(each for each in self.years if each.target_won is not None)

    @property
    def with_actual(self) -> tuple[DisclosedYear, ...]:
        return tuple(each for each in self.years if each.actual_won is not None)

    @property
    def with_both(self) -> tuple[DisclosedYear, ...]:
        """The only years a rate can be told of."""
        return tuple(each for each in self.with_target if each.actual_won is not None)

    @property
    def target_won(self) -> int | None:
        return _sum([each.target_won for each in self.with_target])

    @property
    def actual_won(self) -> int | None:
        return _sum([each.actual_won for each in self.with_actual])

    @property
    def rate_percent(self) -> Decimal | None:
        """Actuals ÷ targets of the years that state both, to one decimal, half up."""
        actual = sum(each.actual_won or 0 for each in self.with_both)
        target = sum(each.target_won or 0 for each in self.with_both)
        return rate_percent(actual, target) if self.with_both else None


def span_of(
    years: Sequence[DisclosedYear], first: int | None = None, last: int | None = None
) -> Span | None:
    """The years from `first` to `last`, in either order; all of them without. None when none is."""
    ends = sorted(each for each in (first, last) if each is not None)
    low = ends[0] if first is not None and last is not None else first
    high = ends[-1] if first is not None and last is not None else last
    chosen = [
        each
        for each in years
        if (low is None or each.year >= low) and (high is None or each.year <= high)
    ]
    return Span(tuple(chosen)) if chosen else None


def _sum(won: list[int | None]) -> int | None:
    return sum(each or 0 for each in won) if won else None
