"""What of a booking's price goes back when its buyer cancels, by days left on a Seoul calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.core import clock
from marketplace.core.money import share

MOST_STEPS = 4
MOST_DAYS = 90
WHOLE = 100


@dataclass(frozen=True, slots=True)
class RefundStep:
    """From so many days before on, so many percent go back."""

    days_before: int
    percent: int


@dataclass(frozen=True, slots=True)
class RefundTable:
    """Steps from the longest before to the shortest; after the last one nothing goes back.

    Raises ValueError unless it begins with everything and both days and percent fall.
    """

    steps: tuple[RefundStep, ...]

    def __post_init__(self) -> None:
        days = [step.days_before for step in self.steps]
        percents = [step.percent for step in self.steps]
        falls = days == sorted(set(days), reverse=True) and percents == sorted(
            set(percents), reverse=True
        )
        bounded = all(0 <= each <= MOST_DAYS for each in days) and all(
            0 <= each <= WHOLE for each in percents
        )
        if not self.steps or len(self.steps) > MOST_STEPS or percents[0] != WHOLE:
            raise ValueError("a refund table begins with everything")
        if not falls or not bounded:
            raise ValueError("days and percentages of a refund table fall")

    def percent(self, starts_at: datetime, at: datetime) -> int:
        """How many percent go back when cancelled at `at`; nothing once it has begun."""
        if at >= starts_at:
            return 0
        left = (clock.seoul(starts_at).date() - clock.seoul(at).date()).days
        return next((step.percent for step in self.steps if left >= step.days_before), 0)

    def refund_won(self, paid_won: int, starts_at: datetime, at: datetime) -> int:
        """The won that go back of what was paid, rounded half up once."""
        return share(paid_won, self.percent(starts_at, at) * 100)

    @property
    def free_days(self) -> int:
        """Until how many days before everything goes back."""
        return self.steps[0].days_before

    def plain(self) -> list[dict[str, int]]:
        """As JSON keeps it."""
        return [{"days_before": s.days_before, "percent": s.percent} for s in self.steps]


def table_of(plain: Iterable[Mapping[str, Any]]) -> RefundTable:
    """The table JSON kept; the house's own where none was kept."""
    steps = tuple(RefundStep(int(s["days_before"]), int(s["percent"])) for s in plain)
    return RefundTable(steps) if steps else HOUSE_TABLE


# What holds where a firm has said nothing: all until three days before, half until the eve.
HOUSE_TABLE = RefundTable((RefundStep(3, 100), RefundStep(1, 50)))
