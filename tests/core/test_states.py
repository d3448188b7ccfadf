"""State machines as tables."""

from __future__ import annotations

import pytest

from marketplace.core.states import ImpossibleTransition
from marketplace.orders.models import (
    ORDER_TRANSITIONS,
    PARCEL_TRANSITIONS,
    OrderAct,
    OrderStatus,
    ParcelStatus,
)
from marketplace.procurement.models import PURCHASE_FILE_TRANSITIONS, PurchaseFileStatus


class TestTransitions:
    def test_follows_the_table(self) -> None:
        after = ORDER_TRANSITIONS.after(OrderStatus.AWAITING_PAYMENT, OrderAct.PAY)
        assert after is OrderStatus.CONFIRMED

    def test_refuses_what_is_not_in_it(self) -> None:
        with pytest.raises(ImpossibleTransition):
            ORDER_TRANSITIONS.after(OrderStatus.CANCELLED, OrderAct.PAY)

    @pytest.mark.parametrize(
        ("table", "ends"),
        [
            # A completed one is open again when what was written down has not come.
            (ORDER_TRANSITIONS, {OrderStatus.CANCELLED}),
            (PARCEL_TRANSITIONS, {ParcelStatus.ACCEPTED, ParcelStatus.CANCELLED}),
            (
                PURCHASE_FILE_TRANSITIONS,
                {
                    PurchaseFileStatus.ACCEPTED,
                    PurchaseFileStatus.REJECTED,
                    PurchaseFileStatus.WITHDRAWN,
                    PurchaseFileStatus.CALLED_OFF,
                },
            ),
        ],
    )
    def test_ends_where_it_should(self, table: object, ends: set[object]) -> None:
        states = set(type(next(iter(ends))))  # type: ignore[call-overload]
        assert {state for state in states if not table.acts_from(state)} == ends  # type: ignore[attr-defined]
