"""What is measured of a year, and what sums and rates leave out: neither zero nor blank.

The target of whatever is left out is left out with it, by twelfths, so that a rate is always
what was bought in the measured months ÷ the target of the same months.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.money import rate_percent, round_half_up
from marketplace.procurement.models import MarkKind

WHOLE_YEAR = 0
MONTHS = 12
EVERY_MONTH = frozenset(range(1, MONTHS + 1))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A month (0: the whole year) that is left out, and why."""

    month: int
    kind: MarkKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A year without what is left out, in won; `months` are those measured.

    The target is shortened by twelfths for each month left out, half up. A department of which
    nothing is measured has neither target nor actual.
    """

    target_won: int | None
    counted_won: int | None
    months: frozenset[int]

    @property
    def rate_percent(self) -> Decimal | None:
        if self.counted_won is None:
            return None
        return rate_percent(self.counted_won, self.target_won or 0)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out."""
        return len(self.months) == MONTHS


@dataclass(frozen=True, slots=True)
class Coverage:
    """Over how many of the departments with figures a sum is, and what it leaves out, in won.

    `partly` of the `measured` ones have months left out. `left_out_won` counted in the ledger and
    is not in the sum; `set_target_won` is the target before it was shortened.
    """

    departments: int
    measured: int
    partly: int
    left_out_won: int
    set_target_won: int | None


def months_left_out(left_out: Iterable[LeftOut]) -> frozenset[int]:
    """Months by number; all twelve for a whole year."""
    months: set[int] = set()
    for each in left_out:
        months |= EVERY_MONTH if each.month == WHOLE_YEAR else {each.month}
    return frozenset(months)


def absence_of(left_out: Sequence[LeftOut]) -> MarkKind | None:
    """Why nothing of a year is measured; None where something is."""
    if months_left_out(left_out) != EVERY_MONTH:
        return None
    return next((each.kind for each in left_out if each.month == WHOLE_YEAR), left_out[-1].kind)


def measure_sum(target_won: int | None, measured_won: int, left_out: Iterable[LeftOut]) -> Measured:
    """A department's year of which `measured_won` was counted in the months that are measured."""
    months = EVERY_MONTH - months_left_out(left_out)
    if not months:
        return Measured(None, None, months)
    return Measured(shortened(target_won, len(months)), measured_won, months)


def measure(
    target_won: int | None, month_won: Mapping[int, int], left_out: frozenset[int]
) -> Measured:
    """A department's year as it is measured; `month_won` is counted won by month number."""
    months = EVERY_MONTH - left_out
    if not months:
        return Measured(None, None, months)
    counted = sum(month_won.get(month, 0) for month in months)
    return Measured(shortened(target_won, len(months)), counted, months)


def shortened(target_won: int | None, months: int) -> int | None:
    """A year's target for so many of its months, half up."""
    if target_won is None or months == MONTHS:
        return target_won
    return round_half_up(Decimal(target_won) * months / MONTHS)


def total_of(parts: Iterable[Measured]) -> Measured:
    """The sum of what is measured; what is not adds neither a target nor a zero."""
    known = [each for each in parts if each.counted_won is not None]
    targets = [each.target_won for each in known if each.target_won is not None]
    return Measured(
        sum(targets) if targets else None,
        sum(each.counted_won or 0 for each in known) if known else None,
        EVERY_MONTH,
    )


def coverage_of(
    parts: Sequence[Measured], left_out_won: int, set_target_won: int | None
) -> Coverage | None:
    """Over how many departments their sum is; None where nothing is left out."""
    if all(each.is_whole for each in parts):
        return None
    measured = [each for each in parts if each.months]
    return Coverage(
        departments=len(parts),
        measured=len(measured),
        partly=sum(1 for each in measured if not each.is_whole),
        left_out_won=left_out_won,
        set_target_won=set_target_won,
    )
