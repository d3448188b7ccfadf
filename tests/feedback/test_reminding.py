"""One reminder, two weeks after it came, of those who agreed, about what has no review."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.consents import record_consents
from marketplace.accounts.models import Account, ConsentKind
from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.feedback.jobs import remind
from marketplace.feedback.writing import Draft, save_review
from marketplace.notify.jobs import send_queued
from marketplace.notify.models import Letter
from marketplace.orders.models import Order, Parcel
from tests.support import factories
from tests.support.feedback import PRAISE, bought, line_of


@pytest.fixture
def person(app: Flask) -> Account:
    with transaction():
        made = factories.account(name="이다정", locale="en")
        record_consents(made.id, {ConsentKind.MARKETING_MAIL: True})
        return made


def came(order: Order, days: int) -> None:
    with transaction():
        for parcel in db.session.query(Parcel).filter_by(order_id=order.id):
            parcel.delivered_at = clock.now() - timedelta(days=days, hours=1)


def letters() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).filter_by(template="review_reminder")))


class TestRemind:
    def test_two_weeks_later_once_in_their_language(self, soap: Product, person: Account) -> None:
        order = bought(soap, account=person)
        came(order, 13)
        assert remind() == 0
        came(order, 14)
        assert remind() == 1
        remind()
        (letter,) = letters()
        send_queued()
        letter = letters()[0]
        assert (letter.recipient, letter.locale, letter.topic) == (person.email, "en", "news")
        assert f"/orders/{order.access_token}/lines/" in letter.text_body
        assert "/letters/stop/" in letter.text_body
        assert soap.name in letter.html_body

    def test_not_after_three_weeks(self, soap: Product, person: Account) -> None:
        came(bought(soap, account=person), 22)
        assert remind() == 0

    def test_not_of_what_was_reviewed(self, soap: Product, person: Account) -> None:
        order = bought(soap, account=person)
        came(order, 15)
        line_id, order_id = line_of(order, soap).id, order.id
        with transaction():
            save_review(order_id, line_id, Draft(5, PRAISE))
        assert remind() == 0

    def test_not_without_a_yes_and_never_a_guest(self, soap: Product, person: Account) -> None:
        came(bought(soap), 15)
        with transaction():
            silent = factories.account()
        came(bought(soap, account=silent), 15)
        came(bought(soap, account=person), 15)
        with transaction():
            record_consents(person.id, {ConsentKind.MARKETING_MAIL: False})
        assert remind() == 0
        assert letters() == []
