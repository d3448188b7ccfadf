"""A date that closes or is called off leaves "in stock" by the clock, not by a rebuilt index."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from marketplace.bookings import calling_off
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.catalog.sessions.scheduling import add_dates
from marketplace.catalog.stock import change_stock
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.search import outbox, queries, worker
from marketplace.search.documents import IN_STOCK, Facet
from marketplace.search.request import Filters
from tests.bookings.dates import experience, fresh, plan
from tests.search.conftest import ask
from tests.support import factories
from tests.support.queue import ListQueue

MOMENT = timedelta(seconds=1)


def in_stock(at: datetime) -> list[int]:
    """Who is found under "in stock" at an instant, in the index as it lies."""
    with clock.frozen(at):
        filters = Filters({Facet.EXTRA: (IN_STOCK,)})
        result = queries.find_products(ask(filters=filters, day=clock.today(), limit=50))
    assert not result.degraded
    return sorted(result.ids)


def order_at(at: datetime) -> list[int]:
    with clock.frozen(at):
        return list(queries.find_products(ask(day=clock.today(), limit=50)).ids)


def two_dates() -> tuple[ExperienceSession, ExperienceSession, int]:
    """A product on the 10th and the 20th day, and soap that never closes."""
    with transaction():
        first = experience(10, closes_hours_before=3)
        later = add_dates(first.product_id, plan(20, closes_hours_before=3))[0]
        soap = factories.product().id
    worker.rebuild()
    return fresh(first.id), fresh(later.id), soap


class TestByTheClock:
    def test_in_stock_until_its_last_date_closes(self, app: Flask) -> None:
        first, later, soap = two_dates()
        product_id = first.product_id
        both = sorted([product_id, soap])
        assert in_stock(first.closes_at + MOMENT) == both
        assert in_stock(later.closes_at - MOMENT) == both
        assert in_stock(later.closes_at) == [soap]
        assert in_stock(later.closes_at - MOMENT) == both  # an answer kept is of its own hour
        assert outbox.count_queued() == 0

    def test_what_has_closed_stands_behind_and_is_found_still(self, app: Flask) -> None:
        _, later, soap = two_dates()
        assert order_at(later.closes_at + MOMENT) == [soap, later.product_id]

    def test_the_facet_counts_by_the_clock(self, app: Flask) -> None:
        _, later, _ = two_dates()
        for at, expected in ((later.closes_at - MOMENT, 2), (later.closes_at, 1)):
            with clock.frozen(at):
                result = queries.find_products(ask(day=clock.today(), limit=50))
            counts = {each.code: each.count for each in result.facets[Facet.EXTRA]}
            assert counts[IN_STOCK] == expected


class TestByTheDeed:
    def test_a_date_called_off_is_told_with_the_deed(self, app: Flask, jobs: ListQueue) -> None:
        first, later, soap = two_dates()
        product_id = first.product_id
        with transaction():
            calling_off.call_off_date(later.id, "비")
        worker.drain()
        assert in_stock(first.closes_at - MOMENT) == sorted([product_id, soap])
        assert in_stock(first.closes_at) == [soap]

    def test_a_last_date_without_seats_does_not_hold_it(self, app: Flask) -> None:
        first, later, soap = two_dates()
        with transaction():
            change_stock(later.option_id, -8, "test")
        worker.drain()
        assert in_stock(first.closes_at) == [soap]
