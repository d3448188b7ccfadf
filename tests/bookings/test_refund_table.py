"""What goes back of a booking: never more than was paid, never more for cancelling later."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from marketplace.catalog.sessions.refund_table import HOUSE_TABLE, RefundStep, RefundTable, table_of
from marketplace.core import clock

STARTS = datetime(2026, 12, 5, 14, tzinfo=clock.SEOUL)
CHANCE = Random(20261205)


def some_table() -> RefundTable:
    count = CHANCE.randint(1, 4)
    days = sorted(CHANCE.sample(range(91), count), reverse=True)
    percents = [100, *sorted(CHANCE.sample(range(100), count - 1), reverse=True)]
    return RefundTable(tuple(map(RefundStep, days, percents)))


class TestRefundTable:
    def test_holds_for_any_table_sum_and_moment(self) -> None:
        for _ in range(3_000):
            table, paid = some_table(), CHANCE.randint(0, 5_000_000)
            moments = sorted(
                STARTS - timedelta(minutes=CHANCE.randint(-600, 60 * 24 * 100)) for _ in range(6)
            )
            backs = [table.refund_won(paid, STARTS, at) for at in moments]
            assert all(0 <= back <= paid for back in backs)
            assert backs == sorted(backs, reverse=True)
            for at, back in zip(moments, backs, strict=True):
                exact = paid * table.percent(STARTS, at)
                assert abs(back * 100 - exact) <= 50
                if at >= STARTS:
                    assert back == 0
            early = STARTS - timedelta(days=table.free_days)
            assert table.refund_won(paid, STARTS, min(early, STARTS - timedelta(hours=1))) in (
                paid,
                table.refund_won(paid, STARTS, STARTS - timedelta(hours=1)),
            )
            assert table_of(table.plain()) == table

    def test_counts_days_on_a_seoul_calendar(self) -> None:
        eve = datetime(2026, 12, 2, 23, 59, tzinfo=clock.SEOUL)
        assert HOUSE_TABLE.percent(STARTS, eve) == 100
        assert HOUSE_TABLE.percent(STARTS, eve + timedelta(minutes=1)) == 50
        assert HOUSE_TABLE.percent(STARTS, datetime(2026, 12, 5, 0, tzinfo=clock.SEOUL)) == 0

    def test_rounds_half_up_once(self) -> None:
        at = STARTS - timedelta(days=2)
        assert HOUSE_TABLE.refund_won(3, STARTS, at) == 2

    @pytest.mark.parametrize(
        "steps",
        [
            (),
            (RefundStep(3, 90),),
            (RefundStep(3, 100), RefundStep(3, 50)),
            (RefundStep(1, 100), RefundStep(3, 50)),
            (RefundStep(3, 100), RefundStep(1, 100)),
            (RefundStep(91, 100),),
        ],
    )
    def test_refuses_what_is_no_table(self, steps: tuple[RefundStep, ...]) -> None:
        with pytest.raises(ValueError, match="refund table"):
            RefundTable(steps)
