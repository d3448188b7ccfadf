"""A sum taken off several lines, to the won: largest remainders, and never more than a line has.

Every line's exact share is `sum × weight ÷ all weights`. Each gets the whole won below it; the
won left over go one each to the largest fractions, and between equal fractions to the smaller
key. So the shares add up to the sum, no share exceeds its weight while the sum does not exceed
all weights, and the order in which lines are given changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping


def allot(sum_won: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Shares of `sum_won` by key, without those that get nothing.

    Raises ValueError for a negative number or a sum larger than all weights together.
    """
    whole = sum(weights.values())
    if sum_won < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("neither a sum nor a weight is negative")
    if sum_won > whole:
        raise ValueError("more cannot be taken off than there is")
    if not sum_won:
        return {}
    parts = {key: divmod(sum_won * weight, whole) for key, weight in weights.items()}
    shares = {key: floor for key, (floor, _fraction) in parts.items()}
    left = sum_won - sum(shares.values())
    for key in sorted(parts, key=lambda key: (-parts[key][1], key))[:left]:
        shares[key] += 1
    return {key: share for key, share in shares.items() if share}
