"""Parcels on their way: sent, delivered, accepted; the last one completes the order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.events import News, announce
from marketplace.core.text import T
from marketplace.orders import letters
from marketplace.orders.arrival_book import WORDS_OF_OTHERS, ArrivalWord
from marketplace.orders.errors import NotShippable
from marketplace.orders.models import (
    ORDER_TRANSITIONS,
    PARCEL_TRANSITIONS,
    Order,
    OrderAct,
    OrderStatus,
    Parcel,
    ParcelAct,
    ParcelStatus,
)
from marketplace.orders.queries import lock_parcel

ARRIVED = (ParcelStatus.DELIVERED, ParcelStatus.ACCEPTED, ParcelStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries a parcel; `has_tracking` is False when the seller goes in person."""

    code: str
    name: T
    has_tracking: bool = True


CARRIERS = {
    carrier.code: carrier
    for carrier in (
        Carrier("cj", T("CJ대한통운")),
        Carrier("epost", T("우체국택배")),
        Carrier("hanjin", T("한진택배")),
        Carrier("lotte", T("롯데택배")),
        Carrier("logen", T("로젠택배")),
        Carrier("kyungdong", T("경동택배")),
        Carrier("direct", T("직접 전달·방문 제공"), has_tracking=False),
    )
}
TRACKING_NUMBER = re.compile(r"[0-9A-Z]{8,20}")


class ShippingDetailsRefused(Invalid):
    """The carrier is unknown or the tracking number cannot be one."""

    code = "shipping_details_refused"


def ship_parcel(parcel_id: int, carrier: str, tracking_number: str = "") -> Parcel:
    """Send a parcel; raises ShippingDetailsRefused or NotShippable."""
    chosen, number = shipping_details(carrier, tracking_number)
    parcel = lock_parcel(parcel_id)
    if not PARCEL_TRANSITIONS.allows(parcel.status, ParcelAct.SHIP):
        raise NotShippable
    parcel.status = PARCEL_TRANSITIONS.after(parcel.status, ParcelAct.SHIP)
    parcel.carrier, parcel.tracking_number = chosen.code, number
    parcel.shipped_at = clock.now()
    audit.record("parcel:shipped", parcel, carrier=chosen.code, tracking_number=number)
    letters.tell_shipped(parcel, chosen.name)
    announce(News.PARCEL_SHIPPED, parcel.id)
    return parcel


def shipping_details(carrier: str, tracking_number: str) -> tuple[Carrier, str]:
    """The carrier and the number as it is kept; raises ShippingDetailsRefused."""
    chosen = CARRIERS.get(carrier)
    if chosen is None:
        said = T("택배사를 골라 주세요.")
        raise ShippingDetailsRefused(said, {"carrier": [said]})
    number = re.sub(r"[\s-]", "", tracking_number).upper()
    if chosen.has_tracking and not TRACKING_NUMBER.fullmatch(number):
        said = T("운송장 번호는 숫자와 영문 8~20자리입니다.")
        raise ShippingDetailsRefused(said, {"tracking_number": [said]})
    return chosen, number if chosen.has_tracking else ""


def confirm_delivery(parcel_id: int) -> Parcel:
    """The buyer has it; raises ImpossibleTransition unless it was on its way.

    Of what was written down for them already they only say it themselves now.
    """
    parcel = lock_parcel(parcel_id)
    if parcel.arrival_word in WORDS_OF_OTHERS and parcel.status is ParcelStatus.DELIVERED:
        parcel.arrival_word = ArrivalWord.BUYER
        audit.record("parcel:delivery_affirmed", parcel)
        return parcel
    deliver(parcel, ArrivalWord.BUYER, clock.now())
    return parcel


def deliver(parcel: Parcel, word: ArrivalWord, at: datetime) -> None:
    """A held parcel has come, by whose word and when; raises ImpossibleTransition."""
    parcel.status = PARCEL_TRANSITIONS.after(parcel.status, ParcelAct.DELIVER)
    parcel.delivered_at, parcel.arrival_word, parcel.missed_at = at, word, None
    audit.record("parcel:delivered", parcel, word=word.value, at=at.isoformat())
    complete_arrived(parcel.order)


def accept_parcel(parcel_id: int) -> Parcel:
    """A public body has inspected it; raises ImpossibleTransition unless it was sent."""
    parcel = lock_parcel(parcel_id)
    parcel.status = PARCEL_TRANSITIONS.after(parcel.status, ParcelAct.ACCEPT)
    parcel.accepted_at = clock.now()
    parcel.delivered_at = parcel.delivered_at or parcel.accepted_at
    audit.record("parcel:accepted", parcel)
    complete_arrived(parcel.order)
    return parcel


def complete_arrived(order: Order) -> None:
    """Complete a confirmed order of which nothing is on its way or to be sent any more."""
    if order.status is OrderStatus.CONFIRMED and all(p.status in ARRIVED for p in order.parcels):
        order.status = ORDER_TRANSITIONS.after(order.status, OrderAct.COMPLETE)
        order.closed_at = clock.now()
        audit.record("order:completed", order, number=order.number)
        announce(News.ORDER_COMPLETED, order.id)
    db.session.flush()
