"""A late department is written to once a month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.jobs import send_queued
from marketplace.notify.models import Letter
from marketplace.procurement.models import Department, Membership
from marketplace.procurement.months import Month
from marketplace.procurement.reminding import (
    NobodyToRemind,
    NothingToRemindOf,
    Reminded,
    remind_all_of_closing,
    remind_of_closing,
    reminded_at,
)
from tests.procurement.quota.ledger import closed
from tests.support import factories

JULY = datetime(2026, 7, 10, 3, tzinfo=UTC)
JUNE = Month(2026, 6)


def letters() -> int:
    return db.session.scalar(select(func.count()).select_from(Letter)) or 0


def late_department() -> Department:
    place = factories.department()
    factories.serves(place)
    factories.serves(place, DepartmentRole.ACCOUNTANT)
    factories.serves(place, DepartmentRole.APPROVER)
    return place


class TestRemindOfClosing:
    def test_writes_to_purchaser_and_accountant(self, app: Flask) -> None:
        with clock.frozen(JULY):
            with transaction():
                place = late_department()
                assert remind_of_closing(place, JUNE)
            assert letters() == 2
            assert send_queued() == 2
            sent = db.session.scalars(select(Letter)).all()
        assert all("6월 구매실적을 마감해 주세요" in letter.subject for letter in sent)
        assert "/buyer/closings?year=2026" in sent[0].text_body

    def test_does_not_write_twice_for_one_month(self, app: Flask) -> None:
        with clock.frozen(JULY):
            with transaction():
                place = late_department()
                remind_of_closing(place, JUNE)
            with transaction():
                assert not remind_of_closing(place, JUNE)
            assert letters() == 2
            assert list(reminded_at([place.id], JUNE)) == [place.id]
            with transaction():
                assert remind_of_closing(place, Month(2026, 5))

    def test_a_closed_or_coming_month_is_nothing_to_remind_of(self, app: Flask) -> None:
        with clock.frozen(JULY):
            with transaction():
                place = late_department()
                closed(place, 2026, 6)
            for month in (JUNE, Month(2026, 7)):
                with pytest.raises(NothingToRemindOf), transaction():
                    remind_of_closing(place, month)

    def test_needs_somebody_who_serves_today(self, app: Flask) -> None:
        with clock.frozen(JULY):
            with transaction():
                place = factories.department()
                person = factories.serves(place)
                left = db.session.scalars(select(Membership).filter_by(account_id=person.id)).one()
                left.until = clock.today() - timedelta(days=1)
            with pytest.raises(NobodyToRemind), transaction():
                remind_of_closing(place, JUNE)
            assert letters() == 0


class TestRemindAll:
    def test_one_department_without_people_does_not_stop_the_rest(self, app: Flask) -> None:
        with clock.frozen(JULY), transaction():
            places = [factories.department(), late_department(), late_department()]
            remind_of_closing(places[1], JUNE)
            done = remind_all_of_closing(places, JUNE)
        assert done == Reminded(told=1, told_before=1, nobody=1)
