"""Sharing an amount out by weight: whole won, floor, cap and unit kept, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.core.apportioning import apportion
from marketplace.core.errors import Invalid
from marketplace.core.text import T


@dataclass(frozen=True, slots=True)
class Bounds:
    """What every part keeps to: at least `floor_won`, at most `cap_won`, in steps of `unit_won`.

    The odd won that make no whole unit go to the heaviest part that has room for them.
    """

    floor_won: int = 0
    cap_won: int | None = None
    unit_won: int = 1


def share_out(
    whole_won: int, weights: Mapping[int, int], bounds: Bounds | None = None
) -> dict[int, int]:
    """`whole_won` by weight above a floor for each, the odd units to the largest remainders.

    What a cap cuts off goes to the others by weight. Ties go to the lower id, so that the same
    input always gives the same result. Raises Invalid when floors are more than the whole, caps
    less, or there is nothing to share by.
    """
    kept = bounds or Bounds()
    _refuse_impossible(whole_won, weights, kept)
    unit = max(kept.unit_won, 1)
    floor = -(-kept.floor_won // unit)
    cap = None if kept.cap_won is None else kept.cap_won // unit
    shared = _in_units(whole_won // unit, weights, floor, cap)
    won = {each: units * unit for each, units in shared.items()}
    return _with_odd_won(won, whole_won % unit, weights, kept.cap_won)


def _refuse_impossible(whole_won: int, weights: Mapping[int, int], bounds: Bounds) -> None:
    unit = max(bounds.unit_won, 1)
    floor_won = -(-bounds.floor_won // unit) * unit
    if floor_won * len(weights) > whole_won:
        raise Invalid(T("최저 목표의 합이 전체 목표보다 큽니다."))
    if not weights or sum(weights.values()) <= 0:
        raise Invalid(T("나눌 기준이 되는 금액이 없습니다."))
    if bounds.cap_won is None:
        return
    if bounds.cap_won < floor_won:
        raise Invalid(T("최고 목표가 최저 목표보다 작습니다."))
    if bounds.cap_won // unit * len(weights) < whole_won // unit:
        raise Invalid(T("최고 목표의 합이 전체 목표보다 작습니다."))


def _in_units(
    whole: int, weights: Mapping[int, int], floor: int, cap: int | None
) -> dict[int, int]:
    """Units by weight above the floor; parts above the cap are cut until none is."""
    free, fixed = dict(weights), dict[int, int]()
    while free:
        rest = whole - sum(fixed.values()) - floor * len(free)
        shared = {each: floor + units for each, units in apportion(rest, free).items()}
        above = [each for each, units in shared.items() if cap is not None and units > cap]
        if not above:
            return fixed | shared
        for each in above:
            fixed[each] = cap or 0
            del free[each]
    return fixed


def _with_odd_won(
    won: dict[int, int], odd: int, weights: Mapping[int, int], cap_won: int | None
) -> dict[int, int]:
    if not odd:
        return won
    for each in sorted(won, key=lambda each: (-weights[each], each)):
        if cap_won is None or won[each] + odd <= cap_won:
            return won | {each: won[each] + odd}
    raise Invalid(T("최고 목표의 합이 전체 목표보다 작습니다."))
