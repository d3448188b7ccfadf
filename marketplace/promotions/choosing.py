"""Which coupons a basket may use, what each takes off, and which choice is the best one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.core import clock
from marketplace.core.text import T
from marketplace.promotions.allotting import allot
from marketplace.promotions.baskets import Basket, means
from marketplace.promotions.models import Coupon, CouponStatus, DiscountKind

MOST_TOGETHER = 3  # so that the choice stays one a person can follow
LEAST_PAYABLE_WON = 100  # payments.provider.MIN_ONLINE_WON; nothing is payable as well


@dataclass(frozen=True, slots=True)
class Offered:
    """A coupon somebody may choose; `person_used` is how often this person holds a use of it."""

    coupon: Coupon
    person_used: int = 0


@dataclass(frozen=True, slots=True)
class Applied:
    """A coupon on a basket: what it takes off in all and by option."""

    coupon: Coupon
    amount_won: int
    by_option: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything taken off a basket; `kept_won` was not taken so that the rest can be paid.

    `dropped` holds, by code, why a chosen coupon takes nothing off.
    """

    applied: tuple[Applied, ...] = ()
    dropped: Mapping[str, T] = field(default_factory=dict)
    points_won: int = 0
    points_by_option: Mapping[int, int] = field(default_factory=dict)
    kept_won: int = 0

    @property
    def discount_won(self) -> int:
        return sum(each.amount_won for each in self.applied)

    @property
    def by_option(self) -> dict[int, int]:
        """Each line's share of everything."""
        totals = dict(self.points_by_option)
        for each in self.applied:
            for option_id, won in each.by_option.items():
                totals[option_id] = totals.get(option_id, 0) + won
        return totals


def obstacle(offered: Offered, basket: Basket) -> T | None:
    """Why a coupon cannot be used on this basket now, None when it can."""
    return _spent(offered) or _misses(offered.coupon, basket)


def _spent(offered: Offered) -> T | None:
    coupon, today = offered.coupon, clock.today()
    name = coupon.name
    if today < coupon.starts_on:
        return T("'%(name)s' 쿠폰은 아직 쓸 수 있는 날이 아니에요.", name=name)
    if today > coupon.ends_on or coupon.status is not CouponStatus.ACTIVE:
        return T("'%(name)s' 쿠폰은 쓸 수 있는 기간이 끝났어요.", name=name)
    if coupon.total_uses is not None and coupon.used >= coupon.total_uses:
        return T("'%(name)s' 쿠폰이 방금 모두 쓰였어요.", name=name)
    if offered.person_used >= coupon.uses_per_person:
        return T("'%(name)s' 쿠폰은 이미 쓰셨어요.", name=name)
    return None


def _misses(coupon: Coupon, basket: Basket) -> T | None:
    goods_won = sum(_weights(coupon, basket, {}).values())
    if not goods_won:
        return T("'%(name)s' 쿠폰을 쓸 수 있는 상품이 없어요.", name=coupon.name)
    if goods_won < coupon.min_goods_won:
        return T(
            "'%(name)s' 쿠폰은 대상 상품을 %(missing)s원 더 담으면 쓸 수 있어요.",
            name=coupon.name,
            missing=f"{coupon.min_goods_won - goods_won:,}",
        )
    return None


def make_plan(basket: Basket, chosen: Sequence[Offered], points_won: int = 0) -> Plan:
    """Apply the chosen coupons, an enterprise's own before the centre's, then points.

    What cannot be used, or not together, is in `dropped`. An order comes to nothing or to 100
    won at least: what would leave less is not taken off, points first.
    """
    usable, dropped = _usable(basket, chosen)
    applied: list[Applied] = []
    taken: dict[int, int] = {}
    for coupon in usable:
        one = _apply(coupon, basket, taken, _worth(coupon, basket))
        if one is None:
            dropped[coupon.code] = T("'%(name)s' 쿠폰을 쓸 금액이 남지 않았어요.", name=coupon.name)
            continue
        applied.append(one)
        _add(taken, one.by_option)
    points = min(points_won, basket.goods_won - sum(taken.values()))
    return _payable(basket, applied, dropped, points)


def best_choice(basket: Basket, offered: Sequence[Offered]) -> list[str]:
    """Codes of the single coupon, or of those that go together, that take off most."""
    usable = [each for each in offered if obstacle(each, basket) is None]
    worth = {each.coupon.code: _worth(each.coupon, basket) for each in usable}
    usable.sort(key=lambda each: (-worth[each.coupon.code], each.coupon.ends_on, each.coupon.id))
    together = [each for each in usable if each.coupon.is_combinable][:MOST_TOGETHER]
    choices = [[each] for each in usable[:1]] + ([together] if len(together) > 1 else [])
    if not choices:
        return []
    best = max(choices, key=lambda choice: make_plan(basket, choice).discount_won)
    return [each.coupon.code for each in best]


def _usable(basket: Basket, chosen: Sequence[Offered]) -> tuple[list[Coupon], dict[str, T]]:
    dropped: dict[str, T] = {}
    kept: list[Coupon] = []
    for offered in chosen:
        coupon = offered.coupon
        said = obstacle(offered, basket) or _alone(coupon, kept)
        if said is not None:
            dropped[coupon.code] = said
        else:
            kept.append(coupon)
    return sorted(kept, key=lambda each: (each.enterprise_id is None, each.id)), dropped


def _alone(coupon: Coupon, kept: Collection[Coupon]) -> T | None:
    """Why a coupon does not go with those before it."""
    if not kept:
        return None
    if not coupon.is_combinable or not all(each.is_combinable for each in kept):
        return T("'%(name)s' 쿠폰은 다른 쿠폰과 함께 쓸 수 없어요.", name=coupon.name)
    if len(kept) >= MOST_TOGETHER:
        return T("쿠폰은 한 번에 %(most)d장까지 쓸 수 있어요.", most=MOST_TOGETHER)
    return None


def _weights(coupon: Coupon, basket: Basket, taken: Mapping[int, int]) -> dict[int, int]:
    """What is left of each line the coupon means."""
    return {
        line.option_id: line.gross_won - taken.get(line.option_id, 0)
        for line in basket.lines
        if means(coupon, line.marks)
    }


def _worth(coupon: Coupon, basket: Basket) -> int:
    """What the coupon says of the goods it means; a fraction of a won is not taken off."""
    goods_won = sum(_weights(coupon, basket, {}).values())
    if coupon.kind is DiscountKind.WON:
        return min(coupon.amount, goods_won)
    won = goods_won * coupon.amount // 100
    return won if coupon.cap_won is None else min(won, coupon.cap_won)


def _apply(
    coupon: Coupon, basket: Basket, taken: Mapping[int, int], amount_won: int
) -> Applied | None:
    weights = _weights(coupon, basket, taken)
    amount = min(amount_won, sum(weights.values()))
    return Applied(coupon, amount, allot(amount, weights)) if amount > 0 else None


def _add(taken: dict[int, int], shares: Mapping[int, int]) -> None:
    for option_id, won in shares.items():
        taken[option_id] = taken.get(option_id, 0) + won


def _payable(
    basket: Basket, applied: list[Applied], dropped: dict[str, T], points_won: int
) -> Plan:
    off = sum(each.amount_won for each in applied) + points_won
    rest = basket.goods_won + basket.delivery_won - off
    missing = LEAST_PAYABLE_WON - rest if 0 < rest < LEAST_PAYABLE_WON else 0
    kept = missing = min(missing, off)
    of_points = min(missing, points_won)
    points_won, missing = points_won - of_points, missing - of_points
    while missing:
        last = applied.pop()
        smaller = last.amount_won - min(missing, last.amount_won)
        missing -= last.amount_won - smaller
        taken: dict[int, int] = {}
        for each in applied:
            _add(taken, each.by_option)
        again = _apply(last.coupon, basket, taken, smaller)
        if again is not None:
            applied.append(again)
        else:
            dropped[last.coupon.code] = T(
                "'%(name)s' 쿠폰을 쓰면 결제할 수 있는 금액(100원)보다 적어져요.",
                name=last.coupon.name,
            )
    taken = {}
    for each in applied:
        _add(taken, each.by_option)
    left = {line.option_id: line.gross_won - taken.get(line.option_id, 0) for line in basket.lines}
    return Plan(tuple(applied), dropped, points_won, allot(points_won, left), kept)
