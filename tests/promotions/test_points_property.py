"""Whatever happens to points, the ledger and what is left agree and are never below nothing."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.orders import cancelling, confirming, part_cancelling
from marketplace.orders.models import Order, OrderStatus, ParcelStatus
from marketplace.orders.shipping import confirm_delivery, ship_parcel
from marketplace.promotions.points.jobs import write_off_expired
from marketplace.promotions.points.models import PointMove
from marketplace.promotions.points.queries import spendable_won
from tests.promotions.pointing import books, points_on
from tests.promotions.test_points import buy, things
from tests.support import factories
from tests.support.databases import TestDatabase

ACTS = st.sampled_from(["earn", "spend", "cancel", "part", "time", "expire"])


@given(st.data())
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_ledger_is_the_balance(test_database: TestDatabase, data: st.DataObject) -> None:
    test_database.reset()
    with test_database.app.app_context():
        with transaction():
            member = factories.account(email="member@demo.example").id
            points_on(rate=1_000, valid_months=1, min_use_won=0)
        soap, bread = things(1_999, 3_001)
        at, orders = clock.now(), list[int]()
        for _ in range(data.draw(st.integers(3, 9))):
            at += timedelta(seconds=1)
            with clock.frozen(at):
                at += do(data.draw(ACTS), member, (soap, bread), orders, data)
                moved, left = books(member)
                assert moved == left >= 0
                assert 0 <= spendable_won(member) <= left
        for order_id in orders:
            gone = sum(m.won for m in moves(order_id) if m.kind.value in ("spent", "returned"))
            assert -db.session.get_one(Order, order_id).points_won <= gone <= 0


def moves(order_id: int) -> list[PointMove]:
    return db.session.query(PointMove).filter_by(order_id=order_id).all()


def do(
    act: str,
    member: int,
    options: tuple[int, int],
    orders: list[int],
    data: st.DataObject,
) -> timedelta:
    """One thing that may happen; how long it takes."""
    if act == "time":
        return timedelta(days=data.draw(st.integers(1, 40)))
    if act == "expire":
        write_off_expired()
        return timedelta()
    if act in ("earn", "spend"):
        most = spendable_won(member)
        points = data.draw(st.integers(1, most)) if act == "spend" and most else 0
        wanted = [(each, data.draw(st.integers(1, 3))) for each in options]
        orders.append(buy(member, *wanted, points=points))
        with transaction():
            confirming.confirm_paid(orders[-1])
        if act == "earn":
            with transaction():
                for parcel in db.session.get_one(Order, orders[-1]).parcels:
                    ship_parcel(parcel.id, "cj", "680122451190")
                    confirm_delivery(parcel.id)
        return timedelta()
    standing = [
        each for each in orders if db.session.get_one(Order, each).status is OrderStatus.CONFIRMED
    ]
    if standing:
        order_id = data.draw(st.sampled_from(standing))
        with transaction():
            order = db.session.get_one(Order, order_id)
            parcel = order.parcels[0]
            units = {
                line.id: data.draw(st.integers(0, line.left_quantity)) for line in parcel.lines
            }
            if act == "part" and parcel.status is ParcelStatus.PREPARING and any(units.values()):
                part_cancelling.cancel_units(parcel.id, units, "빼 주세요")
            else:
                cancelling.cancel_order(order_id, "마음이 바뀌었어요")
    return timedelta()
