"""When a parcel counts as arrived though its buyer pressed nothing, and how they object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.orders import letters
from marketplace.orders.arrival_book import WORDS_OF_OTHERS, ArrivalWord
from marketplace.orders.errors import ArrivalNotOurs, ArrivalRefused, ArrivalSettled
from marketplace.orders.models import (
    ORDER_TRANSITIONS,
    PARCEL_TRANSITIONS,
    Channel,
    Order,
    OrderAct,
    OrderStatus,
    Parcel,
    ParcelAct,
    ParcelStatus,
)
from marketplace.orders.queries import lock_parcel
from marketplace.orders.shipping import deliver

# A firm may write a day down late, but a buyer's seven days begin with it: most of them are left.
NOTED_DAYS_BACK = 3
# As long as an objection can reach us before much has followed from the day.
OBJECTION = timedelta(days=14)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """From a day on, what was sent so many days ago without a word counts as arrived today."""

    from_day: date
    days: int


# Newest first; the rule of the day it was sent holds, and /terms names the days. Fourteen: parcels
# inside Korea take one to three days, islands and busy weeks up to ten; the buyer's days of
# returning begin only with the day it is written down, so waiting costs the buyer nothing.
SILENCE_RULES = (SilenceRule(date(2026, 1, 1), 14),)


def silence_days(sent_on: date) -> int:
    """How many days of silence after a parcel sent on a day."""
    rules = [rule for rule in SILENCE_RULES if rule.from_day <= sent_on]
    return (rules[0] if rules else SILENCE_RULES[-1]).days


def note_arrival(parcel_id: int, arrived_on: date) -> Parcel:
    """The firm writes down the day a parcel arrived; the buyer is told and may object.

    Raises ArrivalNotOurs unless it is on its way and not missed, ArrivalRefused for a day
    before it was sent, in the future, or more than three days back.
    """
    parcel = lock_parcel(parcel_id)
    if parcel.status is not ParcelStatus.SHIPPED or parcel.missed_at or not parcel.shipped_at:
        raise ArrivalNotOurs
    first, last = days_to_note(parcel)
    if not first <= arrived_on <= last:
        raise ArrivalRefused(
            T(
                "%(first)s부터 %(last)s 사이의 날을 적어 주십시오.",
                first=first.isoformat(),
                last=last.isoformat(),
            )
        )
    deliver(parcel, ArrivalWord.SELLER, _moment(arrived_on, parcel.shipped_at))
    letters.tell_arrival(parcel)
    return parcel


def days_to_note(parcel: Parcel) -> tuple[date, date]:
    """The first and last day its firm could write down for a parcel that was sent."""
    today = clock.today()
    sent_on = clock.seoul(parcel.shipped_at).date() if parcel.shipped_at else today
    return max(sent_on, today - timedelta(days=NOTED_DAYS_BACK)), today


def _moment(day: date, shipped_at: datetime) -> datetime:
    """An instant of that day: its noon, as far as that is after sending and has been."""
    noon = clock.start_of_day(day) + timedelta(hours=12)
    return min(max(noon, shipped_at), clock.now())


def list_silent(after_id: int = 0, limit: int = AT_ONCE) -> Sequence[int]:
    """Parcels of the shop that nobody has said a word of for at least the shortest rule, by id."""
    shortest = timedelta(days=min(rule.days for rule in SILENCE_RULES))
    query = (
        select(Parcel.id)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            Parcel.id > after_id,
            Parcel.status == ParcelStatus.SHIPPED,
            Parcel.shipped_at <= clock.now() - shortest,
            Parcel.missed_at.is_(None),
            # A public body inspects what it bought: only that says it came.
            Order.channel == Channel.STORE,
        )
        .order_by(Parcel.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def assume_arrived(parcel_id: int) -> bool:
    """Count a parcel as arrived now, after the silence its terms name; the buyer is told.

    False when somebody said something meanwhile, or its own rule gives it more days.
    """
    parcel = lock_parcel(parcel_id)
    if parcel.status is not ParcelStatus.SHIPPED or parcel.missed_at or not parcel.shipped_at:
        return False
    days = silence_days(clock.seoul(parcel.shipped_at).date())
    if parcel.shipped_at > clock.now() - timedelta(days=days):
        return False
    deliver(parcel, ArrivalWord.SILENCE, clock.now())
    letters.tell_arrival(parcel)
    return True


def can_be_missed(parcel: Parcel) -> bool:
    """Whether its buyer may still say that nothing came of what others wrote down."""
    if parcel.status is not ParcelStatus.DELIVERED or parcel.delivered_at is None:
        return False
    asked_back = any(line.claimed_quantity or line.returned_quantity for line in parcel.lines)
    by_others = parcel.arrival_word in WORDS_OF_OTHERS
    return by_others and not asked_back and clock.now() <= parcel.delivered_at + OBJECTION


def miss(parcel_id: int) -> Parcel:
    """The buyer says that nothing came: it is on its way again, and only they say when it has.

    Its order is open again; what it earned is not earned twice. The firm is told. Raises
    ArrivalSettled. Said twice it is said once.
    """
    parcel = lock_parcel(parcel_id)
    if parcel.missed_at:
        return parcel
    if not can_be_missed(parcel):
        raise ArrivalSettled
    was = parcel.delivered_at
    parcel.status = PARCEL_TRANSITIONS.after(parcel.status, ParcelAct.MISS)
    parcel.delivered_at = parcel.arrival_word = None
    parcel.missed_at = clock.now()
    _reopen(parcel.order)
    audit.record("parcel:missed", parcel, delivered_at=was.isoformat() if was else "")
    letters.tell_missed(parcel)
    return parcel


def _reopen(order: Order) -> None:
    if order.status is OrderStatus.COMPLETED:
        order.status = ORDER_TRANSITIONS.after(order.status, OrderAct.REOPEN)
        order.closed_at = None
        audit.record("order:reopened", order, number=order.number)
    db.session.flush()
