"""Rates: computed from won, and compared with what somebody printed."""

from __future__ import annotations

import re
from decimal import Decimal

from marketplace.core.money import rate_percent

PRINTED = re.compile(r"\d{1,6}(?:\.\d{1,4})?")


def is_printed_rate(said: str) -> bool:
    """Whether a cell holds a percentage as documents print it: digits, at most 4 decimals."""
    return PRINTED.fullmatch(said) is not None


def decimals_of(printed: str) -> int:
    """How many decimals a document printed: 0 for "128", 1 for "142.9"."""
    return len(printed.partition(".")[2])


def printed_disagrees(part_won: int | None, whole_won: int | None, printed: str | None) -> bool:
    """Whether a printed percentage is not what the amounts beside it give.

    The exact quotient is rounded half up to the number of decimals that were printed, because
    a document that prints 101 for 100.8 is right and one that prints 86 for 83.3 is not. What
    cannot be computed, or was not printed, disagrees with nothing.
    """
    if printed is None or part_won is None or whole_won is None:
        return False
    computed = rate_percent(part_won, whole_won, decimals_of(printed))
    return computed is not None and computed != Decimal(printed)


def one_place(printed: str | None) -> Decimal | None:
    """A printed percentage to one decimal, for tables of such; None stays None."""
    return None if printed is None else rate_percent(int(Decimal(printed) * 10_000), 1_000_000)
