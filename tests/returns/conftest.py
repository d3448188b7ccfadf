"""A parcel of two lines, paid, sent and received, whose buyer may want to give some of it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core.database import db, transaction
from marketplace.orders.confirming import confirm_paid
from marketplace.orders.models import Order, OrderLine, Parcel
from marketplace.orders.placing import place_order
from marketplace.orders.shipping import confirm_delivery, ship_parcel
from marketplace.payments.models import Refund
from marketplace.returns.models import ReturnKind, ReturnReason, ReturnRequest, WayBack
from marketplace.returns.offering import Wish
from marketplace.returns.requesting import Asking, Pickup, ask
from tests.orders.conftest import option_of, order_request
from tests.support import factories
from tests.support.paid import paid_attempt

PICKUP = Pickup("김시민", "010-0000-0000", "02848", "서울 성북구 보문로 168", "3층")


@dataclass
class Scene:
    """One order of one seller; look at it through properties, because it changes."""

    order_id: int

    @property
    def order(self) -> Order:
        db.session.rollback()
        return db.session.get_one(Order, self.order_id)

    @property
    def parcel(self) -> Parcel:
        return self.order.parcels[0]

    @property
    def lines(self) -> list[OrderLine]:
        return self.parcel.lines

    @property
    def token(self) -> str:
        return self.order.access_token

    def refunds(self) -> list[int]:
        db.session.rollback()
        return list(db.session.scalars(select(Refund.amount_won).order_by(Refund.id)))

    def wish(
        self,
        *units: int,
        reason: ReturnReason = ReturnReason.CHANGED_MIND,
        kind: ReturnKind = ReturnKind.RETURN,
        **more: Any,
    ) -> Wish:
        """So many units of each line."""
        chosen = {line.id: count for line, count in zip(self.lines, units, strict=False)}
        return Wish(kind, reason, chosen, **more)

    def ask(self, *units: int, token: str = "form-1", **more: Any) -> ReturnRequest:
        """Ask to give so many units of each line back."""
        wish = self.wish(*units, **more)
        asking = Asking(token, wish, "향이 세요.", WayBack.PICKUP, PICKUP)
        parcel_id = self.parcel.id
        with transaction():
            return ask(parcel_id, asking)


def make_scene(
    *wanted: tuple[int, int], sent: bool = True, received: bool = True, **seller: Any
) -> Scene:
    """A paid order of (price, units) from one seller, whose fee is 3,000 (free from 50,000)."""
    with transaction():
        maker = factories.enterprise(**seller)
        made = [
            (option_of(factories.product(maker, price_won=price, stock=50)), units)
            for price, units in wanted or ((11_000, 2), (20_000, 1))
        ]
        order = place_order(order_request(*made)).order
        paid_attempt(order)
        confirm_paid(order.id)
        parcel = order.parcels[0]
        if sent:
            ship_parcel(parcel.id, "cj", "680122451190")
        if sent and received:
            confirm_delivery(parcel.id)
        return Scene(order.id)


@pytest.fixture
def scene(app: Flask) -> Scene:
    return make_scene()
