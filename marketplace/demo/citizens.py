"""What citizens ordered in the last weeks: placed, paid in the sandbox, shipped, delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from marketplace import config
from marketplace.accounts.models import Account
from marketplace.core.database import db
from marketplace.demo.acting import days_ago, deed, noon
from marketplace.demo.listings import get_option
from marketplace.demo.paying import pay_in_sandbox
from marketplace.demo.people import find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.orders.models import Order, OrderStatus, Parcel, ParcelStatus
from marketplace.orders.placing import Buyer, Destination, OrderRequest, place_order
from marketplace.orders.shipping import confirm_delivery, ship_parcel

STOPS = ("paid", "shipped", "delivered")
AFTER = {
    "paid": timedelta(minutes=4),
    "shipped": timedelta(hours=23),
    "delivered": timedelta(hours=70),
}


@dataclass(frozen=True, slots=True)
class Shopping:
    """One order and how far it comes."""

    number: int
    entry: dict[str, Any]

    @property
    def token(self) -> str:
        return f"demo-citizen-{self.number}"

    def reaches(self, stop: str) -> bool:
        return STOPS.index(stop) <= STOPS.index(self.entry.get("until", "delivered"))

    @property
    def begun(self) -> datetime:
        hours = timedelta(hours=self.number % 9 - 3, minutes=self.number * 7 % 60)
        return noon(days_ago(self.entry["days_ago"])) + hours

    def when(self, stop: str) -> datetime:
        return self.begun + AFTER[stop]

    def buyer(self) -> Buyer:
        """The demo citizen, or a guest."""
        if "account" in self.entry:
            person = find_account(self.entry["account"])
            return Buyer(person.name, person.email, person.phone, person.id)
        mail = f"guest-{self.number:02}@demo.example"
        return Buyer(self.entry["name"], mail, f"010-0000-2{self.number:03}")


def shop(watcher: Watcher) -> None:
    """Take every order as far as it goes; needs the sandbox, and does nothing without it."""
    if not config.current().uses_sandbox:
        return
    entries = list(enumerate(read("citizen-orders")["order"]))
    for number, entry in watched(entries, watcher, "시민의 주문"):
        shopping = Shopping(number, entry)
        _place(shopping)
        _pay(shopping)
        if shopping.reaches("shipped"):
            _ship(shopping)
        if shopping.reaches("delivered"):
            _deliver(shopping)


def _order(shopping: Shopping) -> Order:
    return db.session.scalars(select(Order).filter_by(checkout_token=shopping.token)).one()


def _place(shopping: Shopping) -> None:
    buyer = shopping.buyer()
    lines = shopping.entry["lines"]
    wanted = [(get_option(slug, name, option).id, count) for slug, name, option, count in lines]
    request = OrderRequest(
        checkout_token=shopping.token,
        wanted=wanted,
        buyer=buyer,
        destination=Destination(
            recipient_name=buyer.name,
            recipient_phone=buyer.phone,
            postcode="00000",
            address="서울 가온구 샘물로(가상)",
            address_detail=f"{101 + shopping.number}호",
        ),
    )
    account = db.session.get(Account, buyer.account_id) if buyer.account_id else None
    with deed(account, shopping.begun):
        place_order(request)


def _pay(shopping: Shopping) -> None:
    """Through the real gateway: a page is opened, paid on, and its provider asked."""
    order = _order(shopping)
    if order.status is not OrderStatus.AWAITING_PAYMENT:
        return
    pay_in_sandbox(order.id, shopping.begun, shopping.when("paid"), shopping.number)


def _ship(shopping: Shopping) -> None:
    for parcel in _parcels(shopping, ParcelStatus.PREPARING):
        with deed(None, shopping.when("shipped")):
            ship_parcel(parcel, "cj", f"5{shopping.number:04}{parcel:07}")


def _deliver(shopping: Shopping) -> None:
    for parcel in _parcels(shopping, ParcelStatus.SHIPPED):
        with deed(None, shopping.when("delivered")):
            confirm_delivery(parcel)


def _parcels(shopping: Shopping, status: ParcelStatus) -> list[int]:
    query = select(Parcel.id).filter_by(order_id=_order(shopping).id, status=status)
    return list(db.session.scalars(query.order_by(Parcel.id)))
