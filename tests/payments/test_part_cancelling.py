"""Units taken off before sending: what goes back, what the fee does, what the books say."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.catalog.models import Product, ProductKind
from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from marketplace.orders.confirming import confirm_paid
from marketplace.orders.errors import AlreadyShipped, NotCancellable
from marketplace.orders.models import Order, OrderLine, OrderStatus, Parcel, ParcelStatus
from marketplace.orders.part_cancelling import UnitsNotThere, plan_cancellation
from marketplace.orders.placing import place_order
from marketplace.orders.queries import lock_parcel
from marketplace.orders.selling import sales_since
from marketplace.orders.shipping import ship_parcel
from marketplace.orders.units import Canceller, LineCancellation
from marketplace.payments.models import Refund
from marketplace.payments.undoing import (
    RefundChanged,
    cancel_and_refund,
    cancel_parcel_and_refund,
    cancel_units_and_refund,
)
from tests.orders.conftest import available, moved, option_of, order_request
from tests.support import factories
from tests.support.paid import paid_attempt


def bought(*wanted: tuple[int, int, int], fee: int = 3000, free_from: int | None = 50_000) -> Order:
    """A paid order of one seller's products, each (price, units, taken off by a coupon)."""
    with transaction() as session:
        seller = factories.enterprise(delivery_fee_won=fee, free_delivery_from_won=free_from)
        made = [
            (option_of(factories.product(seller, price_won=price, stock=50)), units)
            for price, units, _ in wanted
        ]
        order = place_order(order_request(*made)).order
        lines = [line for parcel in order.parcels for line in parcel.lines]
        for line, (_, _, off) in zip(lines, wanted, strict=True):
            line.reduced_won = off
        order.discount_won = sum(off for _, _, off in wanted)
        order.total_won -= order.discount_won
        session.flush()
        confirm_paid(order.id)
        paid_attempt(order)
        return order


def parcel_of(order: Order) -> Parcel:
    db.session.rollback()
    return db.session.get_one(Order, order.id).parcels[0]


def refunded() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Refund.amount_won).order_by(Refund.id)))


def lines_of(order: Order) -> list[OrderLine]:
    return parcel_of(order).lines


@pytest.mark.usefixtures("app")
class TestCancelUnits:
    def test_gives_back_what_the_units_cost(self) -> None:
        order = bought((11_000, 3, 0))
        [line] = lines_of(order)
        option_id = line.option_id
        with transaction():
            cancel_units_and_refund(parcel_of(order).id, {line.id: 1}, "옵션을 잘못 골랐어요")
        assert refunded() == [11_000]
        [line] = lines_of(order)
        assert (line.cancelled_quantity, line.cancelled_won, line.left_quantity) == (1, 11_000, 2)
        assert available(option_id) == 48
        assert moved(option_id) == -2
        assert parcel_of(order).status is ParcelStatus.PREPARING
        assert db.session.scalars(select(LineCancellation)).one().by is Canceller.BUYER

    def test_a_coupons_share_is_not_given_back_twice(self) -> None:
        order = bought((10_000, 3, 1_000))
        [line] = lines_of(order)
        for _ in range(2):
            with transaction():
                cancel_units_and_refund(parcel_of(order).id, {line.id: 1}, "")
        assert refunded() == [9_666, 9_667]
        with transaction():
            cancel_and_refund(order.id, "나머지도")
        assert sum(refunded()) == order.total_won == 32_000

    def test_delivery_that_is_no_longer_free_is_taken_off(self) -> None:
        order = bought((30_000, 2, 0))
        assert order.delivery_won == 0
        [line] = lines_of(order)
        plan = plan_cancellation(parcel_of(order), {line.id: 1})
        assert (plan.goods_won, plan.delivery_change_won, plan.refund_won) == (
            30_000,
            3_000,
            27_000,
        )
        with transaction():
            cancel_units_and_refund(parcel_of(order).id, {line.id: 1}, "", shown_won=27_000)
        assert refunded() == [27_000]
        assert parcel_of(order).delivery_now_won == 3_000
        with transaction():
            cancel_parcel_and_refund(parcel_of(order).id, "마저")
        assert refunded() == [27_000, 33_000]

    def test_a_seller_who_cannot_send_asks_no_fee(self) -> None:
        order = bought((30_000, 2, 0))
        [line] = lines_of(order)
        with transaction():
            cancel_units_and_refund(
                parcel_of(order).id, {line.id: 1}, "재료가 떨어졌습니다", Canceller.SELLER
            )
        assert refunded() == [30_000]
        assert parcel_of(order).delivery_now_won == 0

    def test_a_fee_never_takes_more_than_the_units_cost(self) -> None:
        order = bought((49_000, 1, 0), (1_000, 1, 0))
        cheap = lines_of(order)[1]
        with transaction():
            cancel_units_and_refund(parcel_of(order).id, {cheap.id: 1}, "")
        assert refunded() == []
        assert parcel_of(order).delivery_now_won == 1_000

    def test_nothing_travelling_costs_no_delivery(self) -> None:
        order = bought((11_000, 1, 0), (20_000, 1, 0))
        with transaction():
            parcel = lock_parcel(parcel_of(order).id)
            parcel.lines[1].product_kind = ProductKind.SERVICE.value
        goods = lines_of(order)[0]
        with transaction():
            cancel_units_and_refund(parcel_of(order).id, {goods.id: 1}, "")
        assert refunded() == [14_000]

    def test_all_units_cancel_the_part_and_the_order(self) -> None:
        order = bought((11_000, 2, 0))
        [line] = lines_of(order)
        with transaction():
            cancel_units_and_refund(parcel_of(order).id, {line.id: 2}, "", shown_won=25_000)
        assert refunded() == [25_000]
        assert db.session.get_one(Order, order.id).status is OrderStatus.CANCELLED

    def test_counts_of_sales_follow(self) -> None:
        order = bought((11_000, 3, 0))
        [line] = lines_of(order)
        enterprise = parcel_of(order).enterprise_id
        since = order.created_at
        with transaction():
            cancel_units_and_refund(parcel_of(order).id, {line.id: 1}, "")
        assert db.session.get_one(Product, line.product_id).sales_count == 2
        sold = sales_since([enterprise], since)
        assert (sold.orders, sold.units, sold.gross_won) == (1, 2, 22_000)
        with transaction():
            cancel_and_refund(order.id, "")
        assert db.session.get_one(Product, line.product_id, populate_existing=True).sales_count == 0

    def test_tells_the_buyer_and_the_seller(self) -> None:
        order = bought((11_000, 2, 0))
        [line] = lines_of(order)
        with transaction():
            cancel_units_and_refund(parcel_of(order).id, {line.id: 1}, "옵션을 잘못 골랐어요")
        told = {each.template: each for each in db.session.scalars(select(Letter))}
        assert told["units_cancelled"].recipient == "citizen@demo.example"
        assert told["units_cancelled"].context["refund_won"] == 11_000
        assert told["parcel_shrunk"].context["lines"][0]["quantity"] == 1

    def test_refuses_what_is_not_there(self) -> None:
        order = bought((11_000, 2, 0))
        [line] = lines_of(order)
        for units in ({}, {line.id: 0}, {line.id: 3}, {line.id: -1}, {line.id + 99: 1}):
            with pytest.raises(UnitsNotThere), transaction():
                cancel_units_and_refund(parcel_of(order).id, units, "")
        assert refunded() == []

    def test_refuses_another_sum_than_was_shown(self) -> None:
        order = bought((11_000, 2, 0))
        [line] = lines_of(order)
        with pytest.raises(RefundChanged), transaction():
            cancel_units_and_refund(parcel_of(order).id, {line.id: 1}, "", shown_won=1)
        assert lines_of(order)[0].cancelled_quantity == 0

    def test_what_has_left_is_not_cancelled(self) -> None:
        order = bought((11_000, 2, 0))
        [line] = lines_of(order)
        with transaction():
            ship_parcel(parcel_of(order).id, "direct")
        with pytest.raises(AlreadyShipped), transaction():
            cancel_units_and_refund(parcel_of(order).id, {line.id: 1}, "")

    def test_a_cancelled_part_has_nothing_left(self) -> None:
        order = bought((11_000, 2, 0))
        [line] = lines_of(order)
        with transaction():
            cancel_and_refund(order.id, "")
        with pytest.raises(NotCancellable), transaction():
            cancel_units_and_refund(parcel_of(order).id, {line.id: 1}, "")

    def test_the_database_holds_the_sum(self) -> None:
        order = bought((11_000, 2, 0))
        [line] = lines_of(order)
        with pytest.raises(IntegrityError), transaction():
            db.session.get_one(OrderLine, line.id).cancelled_quantity = 3
        with pytest.raises(IntegrityError), transaction():
            db.session.get_one(OrderLine, line.id).claimed_won = 22_001


@pytest.mark.usefixtures("app")
def test_a_parcel_read_before_is_locked_as_it_stands() -> None:
    """Read first, changed by somebody else, then locked: no stale version, the new state."""
    order = bought((11_000, 2, 0))
    with transaction() as session:
        seen = session.get_one(Order, order.id).parcels[0]
        assert seen.status is ParcelStatus.PREPARING
        session.connection().exec_driver_sql(
            "UPDATE parcel SET status = 'shipped', version = version + 1"
        )
        session.connection().exec_driver_sql("UPDATE customer_order SET version = version + 1")
        parcel = lock_parcel(seen.id)
        assert parcel.status is ParcelStatus.SHIPPED
        parcel.carrier = "cj"
        parcel.order.delivery_note = "문 앞"
        session.flush()
