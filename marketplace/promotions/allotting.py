"""A sum taken off several lines, to the won, and never more than a line has."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.core.apportioning import apportion


def allot(sum_won: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Shares of `sum_won` by key, without those that get nothing.

    No share exceeds its weight, because the sum does not exceed all weights. Raises ValueError
    for a negative number or a sum larger than all weights together.
    """
    whole = sum(weights.values())
    if sum_won < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("neither a sum nor a weight is negative")
    if sum_won > whole:
        raise ValueError("more cannot be taken off than there is")
    if not sum_won:
        return {}
    return {key: share for key, share in apportion(sum_won, weights).items() if share}
