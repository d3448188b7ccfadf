"""What is taken off an order beside its prices, as a package above says: a coupon, points.

Orders know what a reduction does to lines and sums; what a coupon is, is known above.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from marketplace.orders.models import Order
from marketplace.orders.pricing import Quote


@dataclass(frozen=True, slots=True)
class Reduction:
    """Won off the goods; `by_option` holds each line's share, coupon and points together."""

    discount_won: int = 0
    points_won: int = 0
    by_option: Mapping[int, int] = field(default_factory=dict)

    @property
    def total_won(self) -> int:
        return self.discount_won + self.points_won


NOTHING_OFF = Reduction()


class Reducer(Protocol):
    """Decides and takes a reduction in the transaction that places the order."""

    def reduce(self, quote: Quote) -> Reduction:
        """What comes off this quote now; raises a Conflict when it is not to be had any more."""
        ...

    def take(self, order: Order) -> None:
        """Use it up for the order; raises a Conflict when somebody else was first."""
        ...
