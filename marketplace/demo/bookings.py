"""Dates of experiences over the next weeks, some of them booked and paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from marketplace import config
from marketplace.catalog.models import Product
from marketplace.catalog.sessions.queries import has_dates, list_bookable
from marketplace.catalog.sessions.refund_table import RefundStep, RefundTable
from marketplace.catalog.sessions.scheduling import DatePlan, add_dates, set_terms
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.demo.listings import find_product
from marketplace.demo.paying import pay_in_sandbox
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.orders.placing import Buyer, Destination, OrderRequest, place_order
from marketplace.orders.queries import find_by_checkout_token


@dataclass(frozen=True, slots=True)
class Programme:
    """An experience of a firm and how its dates lie."""

    entry: dict[str, Any]

    def plans(self) -> Iterator[DatePlan]:
        """Weekly from the first such weekday in three days on, one plan for each time of day."""
        first = _next(self.entry["weekday"])
        for starts, ends in self.entry["times"]:
            yield DatePlan(
                day=first,
                starts=time.fromisoformat(starts),
                ends=time.fromisoformat(ends),
                place=self.entry["place"],
                seats=self.entry["seats"],
                closes_hours_before=self.entry.get("closes", 3),
                meeting_note=self.entry.get("note", ""),
                weekly_until=first + timedelta(weeks=self.entry["weeks"] - 1),
            )


def _next(weekday: int) -> date:
    day = clock.today() + timedelta(days=3)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def lay_out(watcher: Watcher) -> None:
    """Give experiences their dates and a few bookings; what has dates is left as it is."""
    for entry in watched(read("experience-dates")["experience"], watcher, "체험 날짜"):
        product = find_product(entry["enterprise"], entry["product"])
        if product is not None and not has_dates(product.id):
            with transaction():
                _lay_out(product.id, Programme(entry))
        if product is not None:
            _book(product, entry)


def _lay_out(product_id: int, programme: Programme) -> None:
    steps = tuple(RefundStep(*step) for step in programme.entry["refunds"])
    for plan in programme.plans():
        add_dates(product_id, plan)
    set_terms(product_id, RefundTable(steps), programme.entry.get("most_seats"))


def _book(product: Product, entry: dict[str, Any]) -> None:
    """Some people have booked and paid; needs the sandbox, and does nothing without it."""
    if not config.current().uses_sandbox:
        return
    sessions = list_bookable(product.id)
    for number, (name, nth, seats) in enumerate(entry.get("booked", [])):
        token = f"demo-booking-{product.id}-{number}"
        if nth >= len(sessions) or find_by_checkout_token(token) is not None:
            continue
        phone = f"010-0000-3{number:03}"
        request = OrderRequest(
            checkout_token=token,
            wanted=[(sessions[nth].option_id, max(seats, product.min_quantity))],
            buyer=Buyer(name, f"booker-{product.id}-{number}@demo.example", phone),
            destination=Destination(name, phone, "", ""),
        )
        with transaction():
            order_id = place_order(request).order.id
        pay_in_sandbox(order_id, clock.now(), clock.now(), number)
