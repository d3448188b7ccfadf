"""Booked dates, goods and a coupon in one order: what is given back, and never more than paid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.bookings import calling_off
from marketplace.bookings.giving_back import give_back
from marketplace.catalog.models import ProductKind
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.catalog.sessions.scheduling import add_dates
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.orders.booked import read_booked
from marketplace.orders.confirming import confirm_paid
from marketplace.orders.models import Order, OrderLine, OrderStatus, Parcel, ParcelStatus
from marketplace.orders.placing import place_order
from marketplace.orders.shipping import confirm_delivery, ship_parcel
from marketplace.orders.units import Canceller
from marketplace.payments.models import Refund
from marketplace.payments.refunding import RefundTooLarge
from marketplace.payments.undoing import (
    cancel_and_refund,
    cancel_parcel_and_refund,
    cancel_units_and_refund,
)
from marketplace.promotions.offering import Shopper
from marketplace.promotions.reducing import Choice, Promotions
from marketplace.returns import answering
from marketplace.returns.models import Condition, ReturnKind, ReturnReason, WayBack
from marketplace.returns.offering import Wish
from marketplace.returns.requesting import Asking, ask
from tests.bookings.dates import plan
from tests.orders.conftest import option_of, order_request
from tests.promotions.coupons import coupon
from tests.returns.conftest import PICKUP
from tests.support import factories
from tests.support.paid import paid_attempt

COUPON_WON = 3_333


@dataclass
class Basket:
    """One paid order: two dates and soap of one firm, honey of another."""

    order_id: int

    @property
    def order(self) -> Order:
        db.session.rollback()
        return db.session.get_one(Order, self.order_id)

    @property
    def parcel(self) -> Parcel:
        """The part with the dates."""
        return self.order.parcels[0]

    def line(self, number: int) -> OrderLine:
        """0 and 1 are dates, 2 is soap."""
        return self.parcel.lines[number]

    def session(self, number: int) -> ExperienceSession:
        parcel = self.parcel
        return read_booked([parcel])[parcel.lines[number].id].session

    def refunds(self) -> list[int]:
        db.session.rollback()
        return list(db.session.scalars(select(Refund.amount_won).order_by(Refund.id)))


def basket(seats: int = 2, soaps: int = 3, price_won: int = 20_000) -> Basket:
    with transaction():
        firm = factories.enterprise(delivery_fee_won=3_000, free_delivery_from_won=50_000)
        walk = factories.product(firm, stock=None, kind=ProductKind.EXPERIENCE, price_won=price_won)
        dates = [add_dates(walk.id, plan(days))[0] for days in (10, 20)]
        soap = factories.product(firm, price_won=7_777, stock=20)
        honey = factories.product(factories.enterprise(delivery_fee_won=2_500), price_won=9_001)
        wanted = [(each.option_id, seats) for each in dates]
        wanted += [(option_of(soap), soaps), (option_of(honey), 2)]
        reducer = Promotions(
            Shopper("citizen@demo.example", None), Choice((coupon(amount=COUPON_WON).code,))
        )
        order = place_order(order_request(*wanted, reducer=reducer)).order
        paid_attempt(order)
        confirm_paid(order.id)
        return Basket(order.id)


def called_off(at: Basket, number: int) -> None:
    session_id = at.session(number).id
    with transaction():
        calling_off.call_off_date(session_id, "비")
    with transaction():
        calling_off.work_off(session_id, at.order_id)


def given_back(at: Basket, number: int) -> None:
    line_id = at.line(number).id
    refund_won = read_booked([at.parcel])[line_id].refund_won(clock.now())
    with transaction():
        give_back(at.order_id, line_id, refund_won, "")


def units_off(at: Basket, count: int) -> None:
    parcel_id, line_id = at.parcel.id, at.line(2).id
    with transaction():
        cancel_units_and_refund(parcel_id, {line_id: count}, "")


def sent(at: Basket) -> None:
    parcel_id = at.parcel.id
    with transaction():
        ship_parcel(parcel_id, "cj", "680122451190")
    with transaction():
        confirm_delivery(parcel_id)


def returned(at: Basket, count: int, reason: ReturnReason) -> None:
    wish = Wish(ReturnKind.RETURN, reason, {at.line(2).id: count})
    token, parcel_id = f"f{len(at.refunds())}-{clock.now().timestamp()}", at.parcel.id
    with transaction():
        request_id = ask(parcel_id, Asking(token, wish, "", WayBack.SELF, PICKUP)).id
    with transaction():
        answering.approve(request_id)
    with transaction():
        answering.note_arrival(request_id, Condition.RESALEABLE)
    with transaction():
        answering.refund(request_id)


def whole(at: Basket) -> None:
    with transaction():
        cancel_and_refund(at.order_id, "x")


def part(at: Basket, number: int, by: Canceller = Canceller.BUYER) -> None:
    parcel_id = at.order.parcels[number].id
    with transaction():
        cancel_parcel_and_refund(parcel_id, "x", by)


@contextmanager
def before(at: Basket, days: int) -> Iterator[None]:
    with clock.frozen(at.session(0).starts_at - timedelta(days=days, hours=1)):
        yield


class TestToTheWon:
    def test_everything_given_back_piece_by_piece_is_what_was_paid(self, app: Flask) -> None:
        at = basket()
        total = at.order.total_won
        assert total == 2 * 40_000 + 3 * 7_777 + 2 * 9_001 + 2_500 - COUPON_WON
        called_off(at, 0)
        given_back(at, 1)
        units_off(at, 1)
        units_off(at, 2)
        assert at.parcel.status is ParcelStatus.CANCELLED
        part(at, 1)
        assert at.order.status is OrderStatus.CANCELLED
        assert sum(at.refunds()) == total

    def test_the_last_goods_first_then_the_dates(self, app: Flask) -> None:
        at = basket()
        units_off(at, 3)
        assert at.parcel.status is ParcelStatus.PREPARING
        called_off(at, 0)
        called_off(at, 1)
        assert at.parcel.status is ParcelStatus.CANCELLED
        part(at, 1)
        assert sum(at.refunds()) == at.order.total_won

    def test_a_date_partly_refunded_then_the_whole_order(self, app: Flask) -> None:
        at = basket()
        with before(at, 1):
            given_back(at, 0)
            whole(at)
        kept = at.line(0).paid_won - at.refunds()[0]
        assert at.refunds()[0] < at.line(0).paid_won
        assert sum(at.refunds()) == at.order.total_won - kept

    def test_a_seller_who_cancels_its_part_gives_everything(self, app: Flask) -> None:
        at = basket()
        with before(at, 1):
            part(at, 0, Canceller.SELLER)
        assert sum(at.refunds()) == sum(line.paid_won for line in at.parcel.lines)

    def test_a_date_called_off_by_the_firm_then_soap_at_fault(self, app: Flask) -> None:
        at = basket()
        called_off(at, 0)
        called_off(at, 1)
        sent(at)
        returned(at, 3, ReturnReason.DAMAGED)
        part_won = sum(line.paid_won for line in at.parcel.lines)
        assert sum(at.refunds()) == part_won  # delivery was free

    def test_attended_dates_complete_once_the_goods_were_taken_off(self, app: Flask) -> None:
        from marketplace.bookings import jobs

        at = basket()
        units_off(at, 3)
        with clock.frozen(at.session(1).ends_at + timedelta(hours=1)):
            jobs.complete_over()
        assert at.parcel.status is ParcelStatus.DELIVERED


Deed = Callable[[Basket], None]
REASONS = st.sampled_from([ReturnReason.CHANGED_MIND, ReturnReason.DAMAGED])
DEEDS: st.SearchStrategy[Deed] = st.one_of(
    st.builds(lambda n: lambda at: given_back(at, n), st.integers(0, 1)),
    st.builds(lambda n: lambda at: called_off(at, n), st.integers(0, 1)),
    st.builds(lambda n: lambda at: units_off(at, n), st.integers(1, 3)),
    st.builds(lambda n, r: lambda at: returned(at, n, r), st.integers(1, 3), REASONS),
    st.builds(
        lambda n, by: lambda at: part(at, n, by), st.integers(0, 1), st.sampled_from(Canceller)
    ),
    st.just(sent),
    st.just(whole),
)


@given(st.data())
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],  # each example is a shop of its own: shrinking would take an hour
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_happens_never_more_than_was_paid(test_database, data: st.DataObject) -> None:
    test_database.reset()
    with test_database.app.app_context():
        at = basket(
            data.draw(st.integers(1, 3)),
            data.draw(st.integers(1, 4)),
            data.draw(st.integers(1, 40_000)),
        )
        paid = at.order.total_won
        for deed, days in data.draw(
            st.lists(st.tuples(DEEDS, st.sampled_from([9, 2, 1, 0])), min_size=1, max_size=6)
        ):
            try:
                with before(at, days):
                    deed(at)
            except RefundTooLarge:
                pytest.fail("a refund was larger than what is left")
            except (Conflict, Invalid):
                pass
            assert all(won > 0 for won in at.refunds())
            assert sum(at.refunds()) <= paid
        for parcel in at.order.parcels:
            for line in parcel.lines:
                assert line.left_won >= 0
