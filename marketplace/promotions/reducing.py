"""What an order asks of promotions while it is placed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from marketplace.core.text import T
from marketplace.orders.models import Order
from marketplace.orders.pricing import Quote
from marketplace.orders.reducing import Reduction
from marketplace.promotions.baskets import Basket, read_basket
from marketplace.promotions.choosing import Offered, Plan, make_plan
from marketplace.promotions.errors import CouponNotUsable
from marketplace.promotions.offering import Shopper, list_offers, normal_code
from marketplace.promotions.points.spending import refuse_unusable, spend
from marketplace.promotions.taking import take_uses


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants taken off: coupons by code, in the order chosen."""

    codes: tuple[str, ...] = ()
    points_won: int = 0


@dataclass(slots=True)
class Promotions:
    """The reducer of one order: reads everything anew, under the lock that places it."""

    shopper: Shopper
    choice: Choice
    plan: Plan = field(default_factory=Plan)

    def reduce(self, quote: Quote) -> Reduction:
        """What the choice takes off; raises CouponNotUsable for one that takes nothing off, or
        PointsNotUsable."""
        if not self.choice.codes and not self.choice.points_won:
            return Reduction()
        if self.choice.points_won:
            refuse_unusable(self.shopper.account_id, self.choice.points_won)
        self.plan = consider(self.shopper, read_basket(quote), self.choice)
        if self.plan.dropped:
            first = next(iter(self.plan.dropped.values()))
            raise CouponNotUsable(first, *self.plan.dropped)
        return Reduction(self.plan.discount_won, self.plan.points_won, self.plan.by_option)

    def take(self, order: Order) -> None:
        """Use coupons up and spend points; raises CouponNotUsable or PointsNotUsable."""
        take_uses(order, self.shopper.person, self.plan.applied)
        spend(order, self.plan.points_won)


def consider(
    shopper: Shopper, basket: Basket, choice: Choice, offers: Collection[Offered] | None = None
) -> Plan:
    """The plan of a choice; a code nobody may name is dropped with a word of its own."""
    if offers is None:
        offers = list_offers(shopper, choice.codes) if choice.codes else ()
    by_code = {each.coupon.code: each for each in offers}
    unknown = {code: unknown_code(code) for code in choice.codes if code not in by_code}
    known = [by_code[code] for code in dict.fromkeys(choice.codes) if code in by_code]
    plan = make_plan(basket, known, choice.points_won)
    return Plan(
        plan.applied,
        unknown | dict(plan.dropped),
        plan.points_won,
        plan.points_by_option,
        plan.kept_won,
    )


def unknown_code(code: str) -> T:
    """What is said of a code that is not there, or not this person's: the same for both."""
    return T("'%(code)s' 쿠폰 코드를 찾지 못했어요. 다시 확인해 주세요.", code=normal_code(code))
