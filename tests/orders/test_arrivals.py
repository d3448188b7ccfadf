"""What counts as arrived though its buyer said nothing, and how they object."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.states import ImpossibleTransition
from marketplace.notify import jobs as notify_jobs
from marketplace.notify.models import Letter
from marketplace.orders import arrivals, jobs, shipping
from marketplace.orders.arrival_book import ArrivalWord
from marketplace.orders.arrivals import SilenceRule, miss, note_arrival, silence_days
from marketplace.orders.confirming import approve_order, confirm_paid
from marketplace.orders.errors import ArrivalNotOurs, ArrivalRefused, ArrivalSettled
from marketplace.orders.models import (
    Channel,
    Order,
    OrderStatus,
    Parcel,
    ParcelStatus,
    PaymentTerms,
)
from tests.orders.conftest import Place, option_of
from tests.support import factories

SENT = datetime(2026, 11, 2, 3, 0, tzinfo=clock.now().tzinfo)  # a Monday, noon in Seoul
WAIT = timedelta(days=silence_days(SENT.date()))


@pytest.fixture
def sent(app: Flask, place: Place) -> int:
    """A paid parcel that was sent at noon."""
    with transaction():
        option = option_of(factories.product())
    order = place((option, 1))
    with transaction():
        confirm_paid(order.id)
    return _ship(order)


def _ship(order: Order) -> int:
    parcel_id = order.parcels[0].id
    with clock.frozen(SENT), transaction():
        shipping.ship_parcel(parcel_id, "cj", "680122451190")
    return parcel_id


def parcel(parcel_id: int) -> Parcel:
    db.session.rollback()
    return db.session.get_one(Parcel, parcel_id)


def letters(template: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).filter_by(template=template)))


def note(parcel_id: int, day: date, at: datetime) -> None:
    with clock.frozen(at), transaction():
        note_arrival(parcel_id, day)


class TestNoteArrival:
    def test_the_day_counts_and_the_buyer_is_told(self, sent: int) -> None:
        note(sent, date(2026, 11, 4), SENT + timedelta(days=3))
        told = parcel(sent)
        assert told.status is ParcelStatus.DELIVERED
        assert told.arrival_word is ArrivalWord.SELLER
        assert told.delivered_at is not None
        assert clock.seoul(told.delivered_at).date() == date(2026, 11, 4)
        assert told.order.status is OrderStatus.COMPLETED
        [letter] = letters("parcel_arrived")
        assert letter.context["arrived_on"] == "2026-11-04"

    def test_the_day_it_was_sent_is_never_before_sending(self, sent: int) -> None:
        note(sent, date(2026, 11, 2), SENT + timedelta(hours=1))
        assert parcel(sent).delivered_at == SENT

    @pytest.mark.parametrize(
        ("day", "days_after"),
        [(date(2026, 11, 1), 1), (date(2026, 11, 7), 4), (date(2026, 11, 3), 5)],
        ids=["before sending", "tomorrow", "five days back"],
    )
    def test_refuses_a_day_it_cannot_have_been(self, sent: int, day: date, days_after: int) -> None:
        with pytest.raises(ArrivalRefused):
            note(sent, day, SENT + timedelta(days=days_after))
        assert parcel(sent).status is ParcelStatus.SHIPPED

    def test_a_second_colleague_is_told(self, sent: int) -> None:
        note(sent, date(2026, 11, 3), SENT + timedelta(days=1))
        with pytest.raises(ArrivalNotOurs):
            note(sent, date(2026, 11, 3), SENT + timedelta(days=1))


class TestAssumeArrived:
    def test_silence_of_the_terms_counts_as_arrived_that_day(self, sent: int) -> None:
        with clock.frozen(SENT + WAIT - timedelta(seconds=1)):
            assert jobs.assume_arrived() == 0
        with clock.frozen(SENT + WAIT):
            assert jobs.assume_arrived() == 1
            assert jobs.assume_arrived() == 0
        told = parcel(sent)
        assert (told.arrival_word, told.delivered_at) == (ArrivalWord.SILENCE, SENT + WAIT)
        assert len(letters("parcel_arrived")) == 1

    def test_a_longer_rule_of_its_day_gives_it_more_time(
        self, sent: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rules = (SilenceRule(date(2026, 11, 3), 5), SilenceRule(date(2026, 1, 1), 20))
        monkeypatch.setattr(arrivals, "SILENCE_RULES", rules)
        with clock.frozen(SENT + timedelta(days=19)):
            assert jobs.assume_arrived() == 0
        with clock.frozen(SENT + timedelta(days=20)):
            assert jobs.assume_arrived() == 1

    def test_a_public_bodys_parcel_waits_for_its_inspection(self, app: Flask, place: Place) -> None:
        with transaction():
            option = option_of(factories.product())
        order = place((option, 1), terms=PaymentTerms.PAY_LATER, channel=Channel.PUBLIC)
        with transaction():
            approve_order(order.id)
        parcel_id = _ship(order)
        with clock.frozen(SENT + WAIT):
            assert jobs.assume_arrived() == 0
        assert parcel(parcel_id).status is ParcelStatus.SHIPPED


class TestMiss:
    def test_takes_it_back_opens_the_order_and_tells_the_firm(self, sent: int) -> None:
        note(sent, date(2026, 11, 3), SENT + timedelta(days=1))
        with clock.frozen(SENT + timedelta(days=2)), transaction():
            miss(sent)
        missed = parcel(sent)
        assert (missed.status, missed.delivered_at) == (ParcelStatus.SHIPPED, None)
        assert missed.order.status is OrderStatus.CONFIRMED
        assert missed.order.closed_at is None
        assert len(letters("parcel_missed")) == 1

    def test_from_then_on_only_the_buyer_says_it_came(self, sent: int) -> None:
        note(sent, date(2026, 11, 3), SENT + timedelta(days=1))
        for _ in range(2):  # pressed twice
            with clock.frozen(SENT + timedelta(days=2)), transaction():
                miss(sent)
        with pytest.raises(ArrivalNotOurs):
            note(sent, date(2026, 11, 5), SENT + timedelta(days=4))
        with clock.frozen(SENT + WAIT * 2):
            assert jobs.assume_arrived() == 0
            with transaction():
                shipping.confirm_delivery(sent)
        assert parcel(sent).arrival_word is ArrivalWord.BUYER
        assert parcel(sent).order.status is OrderStatus.COMPLETED
        with pytest.raises(ArrivalSettled), transaction():
            miss(sent)

    def test_the_buyers_own_word_and_old_ones_stand(self, sent: int) -> None:
        note(sent, date(2026, 11, 3), SENT + timedelta(days=1))
        late = SENT + timedelta(days=1, seconds=1) + arrivals.OBJECTION
        with pytest.raises(ArrivalSettled), clock.frozen(late), transaction():
            miss(sent)
        with clock.frozen(SENT + timedelta(days=2)):
            with transaction():
                shipping.confirm_delivery(sent)
            assert parcel(sent).arrival_word is ArrivalWord.BUYER
            with pytest.raises(ArrivalSettled), transaction():
                miss(sent)
            with pytest.raises(ImpossibleTransition), transaction():
                shipping.confirm_delivery(sent)

    def test_what_was_asked_back_has_come(self, sent: int) -> None:
        note(sent, date(2026, 11, 3), SENT + timedelta(days=1))
        with transaction():
            parcel(sent).lines[0].claimed_quantity = 1
        with pytest.raises(ArrivalSettled), clock.frozen(SENT + timedelta(days=2)), transaction():
            miss(sent)


@pytest.mark.parametrize(
    ("locale", "subject", "said"),
    [
        ("ko", "잘 받으셨나요?", "2026-11-03에 받으신 것으로 적었어요"),
        ("en", "Have your items from", "noted that you received the items below on 2026-11-03"),
    ],
)
def test_the_letter_says_whose_word_and_how_to_object(
    sent: int, locale: str, subject: str, said: str
) -> None:
    with transaction():
        parcel(sent).order.locale = locale
    note(sent, date(2026, 11, 3), SENT + timedelta(days=1))
    notify_jobs.send_queued()
    [letter] = letters("parcel_arrived")
    assert subject in letter.subject
    assert said in letter.text_body
    assert parcel(sent).order.access_token in letter.text_body
