"""Confirmed, released, cancelled, shipped: state, stock, letters and audit together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import NotFound
from marketplace.core.states import ImpossibleTransition
from marketplace.notify.models import Letter
from marketplace.orders import cancelling, confirming, jobs, queries, reservations, shipping
from marketplace.orders.errors import AlreadyShipped, NotCancellable, NotShippable, StockRanOut
from marketplace.orders.models import Order, OrderStatus, ParcelStatus, PaymentTerms
from tests.orders.conftest import Place, available, moved, option_of
from tests.support import factories


@pytest.fixture
def options(app: Flask) -> list[int]:
    """One option each of two enterprises, ten units of both."""
    with transaction():
        return [option_of(factories.product()) for _ in range(2)]


@pytest.fixture
def order(options: list[int], place: Place) -> Order:
    return place((options[0], 2), (options[1], 1))


@pytest.fixture
def confirmed(order: Order) -> Order:
    with transaction():
        return confirming.confirm_paid(order.id)


def letters() -> set[tuple[str, str]]:
    return {(letter.template, letter.recipient) for letter in db.session.scalars(select(Letter))}


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


class TestConfirmPaid:
    def test_releases_every_parcel_and_writes_to_everybody(
        self, confirmed: Order, options: list[int]
    ) -> None:
        assert confirmed.status is OrderStatus.CONFIRMED
        assert {parcel.status for parcel in confirmed.parcels} == {ParcelStatus.PREPARING}
        sellers = {("new_order", parcel.enterprise.email) for parcel in confirmed.parcels}
        assert letters() == sellers | {("order_confirmed", "citizen@demo.example")}
        assert actions()[-1] == "order:paid"

    def test_counts_the_sale(self, confirmed: Order) -> None:
        line = confirmed.parcels[0].lines[0]
        assert db.session.get_one(Product, line.product_id).sales_count == 2

    def test_refuses_a_second_time(self, confirmed: Order) -> None:
        with pytest.raises(ImpossibleTransition), transaction():
            confirming.confirm_paid(confirmed.id)


class TestApproveOrder:
    def test_makes_a_pay_later_order_certain(self, options: list[int], place: Place) -> None:
        order = place((options[0], 1), terms=PaymentTerms.PAY_LATER)
        with transaction():
            confirming.approve_order(order.id)
        assert db.session.get_one(Order, order.id).status is OrderStatus.CONFIRMED

    def test_does_not_confirm_a_prepaid_order(self, order: Order) -> None:
        with pytest.raises(ImpossibleTransition), transaction():
            confirming.approve_order(order.id)

    def test_a_rejected_order_gives_its_units_back(self, options: list[int], place: Place) -> None:
        order = place((options[0], 4), terms=PaymentTerms.PAY_LATER)
        with transaction():
            cancelling.reject_order(order.id, "예산 부족")
        assert db.session.get_one(Order, order.id).status is OrderStatus.CANCELLED
        assert available(options[0]) == 10


class TestReleaseExpired:
    def test_puts_units_back_when_the_hold_is_over(self, order: Order, options: list[int]) -> None:
        with clock.frozen(order.reserved_until + reservations.GRACE):
            assert jobs.release_expired() == 1
        assert db.session.get_one(Order, order.id).status is OrderStatus.EXPIRED
        assert [available(each) for each in options] == [10, 10]
        assert [moved(each) for each in options] == [0, 0]

    def test_leaves_a_hold_that_still_runs(self, order: Order, options: list[int]) -> None:
        soon = reservations.GRACE - timedelta(seconds=1)
        with clock.frozen(order.reserved_until + soon):
            assert jobs.release_expired() == 0
        assert available(options[0]) == 8

    def test_does_not_touch_a_paid_order(self, confirmed: Order) -> None:
        with clock.frozen(clock.now() + timedelta(days=3)):
            assert jobs.release_expired() == 0

    def test_twice_releases_once(self, order: Order, options: list[int]) -> None:
        with clock.frozen(clock.now() + timedelta(hours=1)):
            jobs.release_expired()
            with transaction():
                assert reservations.release_one(order.id) is False
        assert available(options[0]) == 10

    def test_a_late_payment_takes_its_units_again(self, order: Order, options: list[int]) -> None:
        with clock.frozen(clock.now() + timedelta(hours=1)):
            jobs.release_expired()
        with transaction():
            confirming.confirm_paid(order.id)
        assert [available(each) for each in options] == [8, 9]
        assert db.session.get_one(Order, order.id).closed_at is None

    def test_a_late_payment_without_stock_is_refused(
        self, order: Order, options: list[int], place: Place
    ) -> None:
        with clock.frozen(clock.now() + timedelta(hours=1)):
            jobs.release_expired()
        place((options[0], 9), checkout="faster")
        with pytest.raises(StockRanOut), transaction():
            confirming.confirm_paid(order.id)
        assert db.session.get_one(Order, order.id).status is OrderStatus.EXPIRED
        assert available(options[1]) == 10


class TestCancelOrder:
    def test_puts_everything_back_and_tells_everybody(
        self, confirmed: Order, options: list[int]
    ) -> None:
        with transaction():
            cancelling.cancel_order(confirmed.id, "마음이 바뀌었어요")
        order = db.session.get_one(Order, confirmed.id)
        assert order.status is OrderStatus.CANCELLED
        assert {parcel.status for parcel in order.parcels} == {ParcelStatus.CANCELLED}
        assert [available(each) for each in options] == [10, 10]
        assert {template for template, _ in letters()} >= {"order_cancelled", "parcel_cancelled"}

    def test_an_unpaid_order_is_cancelled_quietly(self, order: Order, options: list[int]) -> None:
        with transaction():
            cancelling.cancel_order(order.id, "")
        assert available(options[0]) == 10
        assert letters() == set()

    def test_refuses_once_something_has_left(self, confirmed: Order, options: list[int]) -> None:
        with transaction():
            shipping.ship_parcel(confirmed.parcels[0].id, "cj", "6012-3456-7890")
        with pytest.raises(AlreadyShipped), transaction():
            cancelling.cancel_order(confirmed.id, "")
        assert available(options[1]) == 9

    def test_refuses_twice(self, confirmed: Order, options: list[int]) -> None:
        with transaction():
            cancelling.cancel_order(confirmed.id, "")
        with pytest.raises(NotCancellable), transaction():
            cancelling.cancel_order(confirmed.id, "")
        assert available(options[0]) == 10

    def test_one_enterprise_may_drop_out(self, confirmed: Order, options: list[int]) -> None:
        with transaction():
            cancelling.cancel_parcel(confirmed.parcels[0].id, "재료가 떨어졌습니다")
        order = db.session.get_one(Order, confirmed.id)
        assert order.status is OrderStatus.CONFIRMED
        assert [available(each) for each in options] == [10, 9]
        assert ("part_cancelled", "citizen@demo.example") in letters()

    def test_no_part_leaves_an_order_nobody_paid(self, order: Order, options: list[int]) -> None:
        with pytest.raises(NotCancellable), transaction():
            cancelling.cancel_parcel(order.parcels[0].id, "")
        assert [available(each) for each in options] == [8, 9]
        with transaction():
            assert confirming.confirm_paid(order.id).status is OrderStatus.CONFIRMED

    def test_dropping_out_completes_an_order_whose_rest_has_arrived(self, confirmed: Order) -> None:
        arrived, dropped = (parcel.id for parcel in confirmed.parcels)
        with transaction():
            shipping.ship_parcel(arrived, "direct")
            shipping.confirm_delivery(arrived)
            cancelling.cancel_parcel(dropped, "재료가 떨어졌습니다")
        order = db.session.get_one(Order, confirmed.id)
        assert order.status is OrderStatus.COMPLETED
        assert order.closed_at is not None

    def test_the_last_parcel_cancels_the_order(self, confirmed: Order, options: list[int]) -> None:
        for parcel in confirmed.parcels:
            with transaction():
                cancelling.cancel_parcel(parcel.id, "폐업")
        assert db.session.get_one(Order, confirmed.id).status is OrderStatus.CANCELLED
        assert [available(each) for each in options] == [10, 10]
        assert [moved(each) for each in options] == [0, 0]


class TestShipping:
    def test_sends_with_a_tracking_number(self, confirmed: Order) -> None:
        with transaction():
            parcel = shipping.ship_parcel(confirmed.parcels[0].id, "epost", "6012 3456-7890")
        assert (parcel.status, parcel.tracking_number) == (ParcelStatus.SHIPPED, "601234567890")
        assert ("parcel_shipped", "citizen@demo.example") in letters()
        assert "parcel:shipped" in actions()

    def test_a_seller_may_bring_it_in_person(self, confirmed: Order) -> None:
        with transaction():
            parcel = shipping.ship_parcel(confirmed.parcels[0].id, "direct", "ignored")
        assert parcel.tracking_number == ""

    @pytest.mark.parametrize(
        ("carrier", "number", "field"),
        [
            ("pigeon", "12345678", "carrier"),
            ("cj", "123", "tracking_number"),
            ("cj", "", "tracking_number"),
        ],
    )
    def test_refuses_details_in_the_field(
        self, confirmed: Order, carrier: str, number: str, field: str
    ) -> None:
        with pytest.raises(shipping.ShippingDetailsRefused) as refused, transaction():
            shipping.ship_parcel(confirmed.parcels[0].id, carrier, number)
        assert list(refused.value.fields) == [field]

    def test_refuses_what_is_not_paid(self, order: Order) -> None:
        with pytest.raises(NotShippable), transaction():
            shipping.ship_parcel(order.parcels[0].id, "cj", "123456789012")

    def test_refuses_twice(self, confirmed: Order) -> None:
        parcel_id = confirmed.parcels[0].id
        with transaction():
            shipping.ship_parcel(parcel_id, "cj", "123456789012")
        with pytest.raises(NotShippable), transaction():
            shipping.ship_parcel(parcel_id, "cj", "123456789012")

    def test_the_last_delivery_completes_the_order(self, confirmed: Order) -> None:
        first, second = [parcel.id for parcel in confirmed.parcels]
        for parcel_id in (first, second):
            with transaction():
                shipping.ship_parcel(parcel_id, "cj", "123456789012")
        with transaction():
            shipping.confirm_delivery(first)
        assert db.session.get_one(Order, confirmed.id).status is OrderStatus.CONFIRMED
        with transaction():
            shipping.accept_parcel(second)
        order = db.session.get_one(Order, confirmed.id)
        assert (order.status, order.parcels[1].status) == (
            OrderStatus.COMPLETED,
            ParcelStatus.ACCEPTED,
        )
        assert order.parcels[1].delivered_at is not None

    def test_nothing_is_delivered_before_it_was_sent(self, confirmed: Order) -> None:
        with pytest.raises(ImpossibleTransition), transaction():
            shipping.confirm_delivery(confirmed.parcels[0].id)


class TestQueries:
    def test_somebody_elses_parcel_is_not_found(self, confirmed: Order) -> None:
        mine, theirs = confirmed.parcels
        found = queries.get_parcel_of_enterprises(mine.public_id, {mine.enterprise_id})
        assert found.id == mine.id
        with pytest.raises(NotFound):
            queries.get_parcel_of_enterprises(theirs.public_id, {mine.enterprise_id})

    def test_a_seller_sees_nothing_of_an_unpaid_order(self, order: Order) -> None:
        sellers = {parcel.enterprise_id for parcel in order.parcels}
        assert queries.list_parcels_of_enterprises(sellers).items == []
        with pytest.raises(NotFound):
            queries.get_parcel_of_enterprises(order.parcels[0].public_id, sellers)

    def test_a_guest_needs_number_and_address(self, order: Order) -> None:
        assert queries.get_guest_order(order.number, " CITIZEN@demo.example").id == order.id
        with pytest.raises(NotFound):
            queries.get_guest_order(order.number, "other@demo.example")

    def test_a_token_opens_one_order(self, order: Order) -> None:
        assert queries.get_order_by_token(order.access_token).id == order.id
        with pytest.raises(NotFound):
            queries.get_order_by_token("no-such-token")

    def test_pages_of_a_member(self, options: list[int], place: Place) -> None:
        from tests.orders.conftest import BUYER

        with transaction():
            person = factories.account().id
        buyer = type(BUYER)(BUYER.name, BUYER.email, BUYER.phone, account_id=person)
        numbers = [place((options[0], 1), checkout=f"t{n}", buyer=buyer).number for n in range(3)]
        first = queries.list_orders_of_account(person, limit=2)
        second = queries.list_orders_of_account(person, first.next_cursor, limit=2)
        assert [o.number for o in (*first.items, *second.items)] == numbers[::-1]
        assert second.next_cursor is None
        assert queries.get_order_of_account(person, numbers[0]).number == numbers[0]
        with pytest.raises(NotFound):
            queries.get_order_of_account(person + 1, numbers[0])
