"""Dates: single and weekly, seats that never fall below what is booked, closed by the clock."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from flask import Flask

from marketplace.catalog.errors import ListingRefused, SoldByDate, StockTooLow
from marketplace.catalog.models import ProductKind
from marketplace.catalog.options import OptionSaid, change_options
from marketplace.catalog.queries import read_cards
from marketplace.catalog.sessions.refund_table import RefundStep, RefundTable
from marketplace.catalog.sessions.scheduling import add_dates, change_seats, set_terms
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.orders import pricing
from marketplace.orders.errors import NotForSale, QuantityTooLarge
from marketplace.orders.pricing import Obstacle
from tests.bookings.dates import experience, fresh, just_before, plan, product_of
from tests.orders.conftest import Place, available, place
from tests.support import factories

__all__ = ["place"]


class TestAddDates:
    def test_a_series_repeats_weekly_until_its_last_day(self, app: Flask) -> None:
        with transaction():
            session = experience()
            until = clock.today() + timedelta(days=11 + 7 * 3 + 6)
            made = add_dates(session.product_id, plan(11, weekly_until=until))
            assert len(made) == 4
            assert {(b.starts_at - a.starts_at).days for a, b in pairwise(made)} == {7}
            assert len({each.series for each in made}) == 1
            assert made[0].series

    def test_the_undated_option_leaves_the_shelf(self, app: Flask) -> None:
        with transaction():
            session = experience()
            names = {o.name: o.is_active for o in product_of(session).options}
        assert names.pop("") is False
        assert all(names.values())

    def test_refuses_two_at_one_time_and_makes_none_of_the_series(self, app: Flask) -> None:
        with transaction():
            session = experience(17)
        until = clock.today() + timedelta(days=24)
        with pytest.raises(ListingRefused, match="이미 열려"), transaction():
            add_dates(session.product_id, plan(10, weekly_until=until))
        db.session.rollback()
        assert len(product_of(session).options) == 2

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"days": -1}, "day"),
            ({"closes_hours_before": 24 * 20}, "closes_hours_before"),
            ({"seats": 0}, "seats"),
            ({"days": 500}, "day"),
        ],
    )
    def test_refuses_what_cannot_be(self, app: Flask, values: dict[str, int], field: str) -> None:
        with transaction():
            session = experience(20)
        with pytest.raises(ListingRefused) as refused, transaction():
            add_dates(session.product_id, plan(**values))
        assert field in refused.value.fields

    def test_refuses_goods(self, app: Flask) -> None:
        with pytest.raises(ListingRefused), transaction():
            add_dates(factories.product().id, plan())

    def test_options_of_a_dated_product_are_its_dates(self, app: Flask) -> None:
        with transaction():
            product = product_of(experience())
            said = [OptionSaid(None, "다른", 0, True)]
        with pytest.raises(SoldByDate), transaction():
            change_options(product.id, product.version, said)


class TestTheClockDecides:
    def test_a_closed_date_is_not_for_sale_anywhere(self, app: Flask, place: Place) -> None:
        with transaction():
            session = experience(closes_hours_before=3)
            option_id, product_id = session.option_id, session.product_id
        with clock.frozen(just_before(session, hours=3, minutes=1)):
            assert pricing.read_offers([option_id])[option_id].obstacle(1) is None
            assert read_cards([product_id])[0].in_stock
        with clock.frozen(just_before(session, hours=3)):
            offer = pricing.read_offers([option_id])[option_id]
            assert offer.obstacle(1) is Obstacle.NOT_FOR_SALE
            assert not read_cards([product_id])[0].in_stock
            with pytest.raises(NotForSale):
                place((option_id, 1))
        assert available(option_id) == 8


class TestSeats:
    def test_never_fall_below_what_is_booked(self, app: Flask, place: Place) -> None:
        with transaction():
            session = experience()
        place((session.option_id, 5))
        with transaction():
            assert change_seats(fresh(session.id), 8, 6) == 1
        with pytest.raises(StockTooLow), transaction():
            change_seats(fresh(session.id), 6, 4)
        assert available(session.option_id) == 1

    def test_one_booking_takes_at_most_what_the_terms_say(self, app: Flask, place: Place) -> None:
        with transaction():
            session = experience()
            set_terms(session.product_id, RefundTable((RefundStep(5, 100),)), 4)
        with pytest.raises(QuantityTooLarge):
            place((session.option_id, 5))
        order = place((session.option_id, 4))
        line = order.parcels[0].lines[0]
        assert line.refund_steps == [{"days_before": 5, "percent": 100}]
        assert line.product_kind == ProductKind.EXPERIENCE
        assert line.option_name == f"{clock.seoul(session.starts_at):%Y-%m-%d %H:%M}"
