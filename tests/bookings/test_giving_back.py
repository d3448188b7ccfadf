"""Bookings given back and dates called off: to the won, once, and everybody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.bookings import attending, calling_off, jobs, reminding
from marketplace.bookings.errors import DateCalledOff, NotYetBegun, RefundMoved
from marketplace.bookings.giving_back import give_back
from marketplace.bookings.queries import list_participants, read_seats
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from marketplace.orders.booking_models import BookingEnd, BookingOutcome
from marketplace.orders.errors import BookingOver
from marketplace.orders.models import Order, OrderStatus, ParcelStatus
from marketplace.orders.placing import place_order
from marketplace.payments.undoing import cancel_and_refund
from tests.bookings.dates import experience, fresh, just_before
from tests.orders.conftest import available, option_of, order_request
from tests.payments.shop import Shop
from tests.support import factories
from tests.support.queue import ListQueue


def booked(shop: Shop, *sessions: ExperienceSession, seats: int = 2, goods: int = 0) -> Order:
    """A paid order of dates, with soap beside them when asked."""
    wanted = [(each.option_id, seats) for each in sessions]
    with transaction():
        if goods:
            seller = sessions[0].product.enterprise
            soap = factories.product(seller, price_won=5_000)
            wanted.append((option_of(soap), goods))
        token = f"c{sum(option for option, _ in wanted)}-{clock.now().timestamp()}"
        order = place_order(order_request(*wanted, checkout=token)).order
    shop.pay(shop.begin(order))
    return shop.fresh(order)


def line_of(order: Order, session: ExperienceSession) -> int:
    return next(
        line.id for p in order.parcels for line in p.lines if line.option_id == session.option_id
    )


class TestGiveBack:
    @pytest.mark.parametrize(("days", "refund"), [(3, 40_000), (2, 20_000), (1, 20_000)])
    def test_refunds_by_the_table_and_frees_the_seats(
        self, shop: Shop, days: int, refund: int
    ) -> None:
        with transaction():
            session = experience(10)
        order = booked(shop, session)
        with clock.frozen(just_before(session, days=days)), transaction():
            give_back(order.id, line_of(order, session), refund, "마음이 바뀌었어요")
        assert [each.amount_won for each in shop.refunds()] == [refund]
        assert available(session.option_id) == 8
        assert shop.fresh(order).status is OrderStatus.CANCELLED
        assert {"booking_given_back", "booking_freed"} <= set(shop.letters())

    def test_the_page_promised_another_sum(self, shop: Shop) -> None:
        with transaction():
            session = experience(10)
        order = booked(shop, session)
        with pytest.raises(RefundMoved), clock.frozen(just_before(session, days=2)), transaction():
            give_back(order.id, line_of(order, session), 40_000, "")
        assert shop.refunds() == []

    def test_happens_once(self, shop: Shop) -> None:
        with transaction():
            one, two = experience(10), experience(12)
        order = booked(shop, one, two)
        with transaction():
            give_back(order.id, line_of(order, one), 40_000, "")
        with pytest.raises(BookingOver), transaction():
            give_back(order.id, line_of(order, one), 40_000, "")
        assert shop.fresh(order).status is OrderStatus.CONFIRMED
        assert available(one.option_id) == 8
        assert available(two.option_id) == 6

    def test_not_once_it_has_begun(self, shop: Shop) -> None:
        with transaction():
            session = experience(10)
        order = booked(shop, session)
        with pytest.raises(BookingOver), clock.frozen(session.starts_at), transaction():
            give_back(order.id, line_of(order, session), 0, "")


class TestWholeOrder:
    def test_the_rest_goes_back_and_the_terms_keep_their_share(self, shop: Shop) -> None:
        with transaction():
            session = experience(10)
        order = booked(shop, session, goods=3)  # 40,000 + 15,000, delivery free
        assert order.total_won == 55_000
        with clock.frozen(just_before(session, days=1)), transaction():
            cancel_and_refund(order.id, "x")
        assert [each.amount_won for each in shop.refunds()] == [order.total_won - 20_000]
        assert available(session.option_id) == 8

    def test_after_one_was_given_back(self, shop: Shop) -> None:
        with transaction():
            one, two = experience(10), experience(30)
        order = booked(shop, one, two)
        with clock.frozen(just_before(one, days=1)):
            with transaction():
                give_back(order.id, line_of(order, one), 20_000, "")
            with transaction():
                cancel_and_refund(order.id, "x")
        assert sorted(each.amount_won for each in shop.refunds()) == [20_000, 40_000]


class TestCallOff:
    def test_everybody_is_refunded_in_full_and_told_once(self, shop: Shop, jobs: ListQueue) -> None:
        with transaction():
            session, other = experience(10), experience(11)
        orders = [booked(shop, session, seats=n) for n in (1, 2)]
        both = booked(shop, session, other, seats=1)
        with transaction():
            unpaid = place_order(order_request((session.option_id, 1), checkout="unpaid")).order
        with clock.frozen(just_before(session, hours=5)):
            with transaction():
                calling_off.call_off_date(session.id, "강사가 아파요")
            assert available(session.option_id) == 0
            with transaction():
                calling_off.work_off(session.id, orders[0].id)  # as if killed after the first
            run_work_off(session.id)
            run_work_off(session.id)
        assert sorted(r.amount_won for r in shop.refunds()) == [20_000, 20_000, 40_000]
        told = select(Letter).filter_by(template="date_called_off")
        assert len(db.session.scalars(told).all()) == 4
        assert [shop.fresh(order).status for order in orders] == [OrderStatus.CANCELLED] * 2
        assert shop.fresh(both).status is OrderStatus.CONFIRMED
        assert shop.fresh(unpaid).status is OrderStatus.CANCELLED
        assert available(session.option_id) in (0, 1)  # an unpaid seat may return, unsold

    def test_twice_is_told(self, app: Flask) -> None:
        with transaction():
            session = experience()
            calling_off.call_off_date(session.id, "비")
        with pytest.raises(DateCalledOff), transaction():
            calling_off.call_off_date(session.id, "비")

    def test_its_time_can_be_offered_again(self, app: Flask) -> None:
        from marketplace.catalog.sessions.scheduling import add_dates
        from tests.bookings.dates import plan

        with transaction():
            session = experience()
            calling_off.call_off_date(session.id, "비")
            assert len(add_dates(session.product_id, plan())) == 1


def run_work_off(session_id: int) -> None:
    jobs.work_off(session_id)


class TestAttendance:
    def test_the_last_one_noted_completes_the_order(self, shop: Shop) -> None:
        with transaction():
            session = experience(10)
        order = booked(shop, session)
        line_id = line_of(order, session)
        with pytest.raises(NotYetBegun), transaction():
            attending.note_attendance(fresh(session.id), line_id, came=True)
        with clock.frozen(session.starts_at + timedelta(minutes=5)), transaction():
            attending.note_attendance(fresh(session.id), line_id, came=True)
        done = shop.fresh(order)
        assert done.status is OrderStatus.COMPLETED
        assert done.parcels[0].status is ParcelStatus.DELIVERED
        assert db.session.get_one(BookingOutcome, line_id).how is BookingEnd.ATTENDED

    def test_a_date_that_is_over_completes_by_itself_and_twice_is_once(self, shop: Shop) -> None:
        with transaction():
            session = experience(10)
        order, mixed = booked(shop, session), booked(shop, session, goods=1)
        with clock.frozen(session.ends_at + timedelta(hours=1)):
            assert jobs.complete_over() == 1
            assert jobs.complete_over() == 0
        assert shop.fresh(order).status is OrderStatus.COMPLETED
        assert shop.fresh(mixed).parcels[0].status is ParcelStatus.PREPARING  # soap is to be sent

    def test_participants_and_seats(self, shop: Shop) -> None:
        with transaction():
            session = experience(10)
        one, two = booked(shop, session), booked(shop, session, seats=1)
        with transaction():
            give_back(two.id, line_of(two, session), 20_000, "")
            place_order(order_request((session.option_id, 3), checkout="held"))
        shown = fresh(session.id)
        seats = read_seats([shown])[session.id]
        assert (seats.sold, seats.held, seats.left, seats.whole) == (2, 3, 3, 8)
        people = list_participants(shown)
        assert [p.order.id for p in people] == [one.id, two.id]
        assert [p.is_called_off for p in people] == [False, True]


class TestRemind:
    def test_one_letter_the_day_before(self, shop: Shop) -> None:
        with transaction():
            session = experience(10)
        booked(shop, session)
        assert jobs.remind() == 0
        with clock.frozen(just_before(session, hours=28)):
            assert reminding.list_tomorrows()
            jobs.remind()
            jobs.remind()
        assert shop.letters().count("booking_reminder") == 1
        letter = db.session.scalars(select(Letter).filter_by(template="booking_reminder")).one()
        assert letter.context["place"] == "성북구 가상길 1"
