"""A whole shared out by weight in whole units: largest remainders, nothing lost.

Every part's exact share is `whole × weight ÷ all weights`. Each gets the whole units below it;
the units left over go one each to the largest fractions, and between equal fractions to the
smaller key. So the parts add up to the whole, and the order in which they are given changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping


def apportion(whole: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Parts of `whole` by key; evenly where no weight is above zero."""
    total = sum(weights.values())
    if not weights:
        return {}
    if total <= 0:
        weights = dict.fromkeys(weights, 1)
        total = len(weights)
    parts = {each: divmod(whole * weight, total) for each, weight in weights.items()}
    shared = {each: quotient for each, (quotient, _) in parts.items()}
    left = whole - sum(shared.values())
    for each in sorted(parts, key=lambda each: (-parts[each][1], each))[:left]:
        shared[each] += 1
    return shared
