"""A month is declared complete once, in order, after it is over."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import NotFound
from marketplace.procurement.closing import (
    EarlierMonthOpen,
    MonthAlreadyClosed,
    MonthNotOver,
    closable_month,
    close_month,
    open_months,
)
from marketplace.procurement.closing_checks import closing_check
from marketplace.procurement.models import MonthClosing, RecordOrigin
from marketplace.procurement.months import Month
from tests.procurement.quota.ledger import bought, closed, uncounted
from tests.support import factories

MARCH_3 = datetime(2026, 3, 3, 3, tzinfo=UTC)


def department_with_january() -> int:
    place = factories.department()
    bought(place, date(2026, 1, 5), 2_200_000)
    uncounted(place, date(2026, 1, 9), 330_000)
    bought(place, date(2026, 2, 1), 1_100_000, origin=RecordOrigin.PLATFORM)
    return place.id


class TestCloseMonth:
    def test_declares_the_sum_and_says_who_did_it(self, app: Flask) -> None:
        with clock.frozen(MARCH_3):
            with transaction():
                place = department_with_january()
                person = factories.account()
            with transaction():
                closing = close_month(place, 2026, 1, by=person.id)
            assert (closing.counted_won, closing.record_count) == (2_200_000, 2)
            entry = db.session.scalars(select(AuditEntry).filter_by(action="month:closed")).one()
            assert entry.detail["counted_won"] == 2_200_000

    def test_rejects_a_second_closing(self, app: Flask) -> None:
        with clock.frozen(MARCH_3):
            with transaction():
                place = department_with_january()
            with transaction():
                close_month(place, 2026, 1)
            with pytest.raises(MonthAlreadyClosed), transaction():
                close_month(place, 2026, 1)
            assert len(list(db.session.scalars(select(MonthClosing)))) == 1

    def test_rejects_a_month_that_is_not_over(self, app: Flask) -> None:
        with transaction():
            place = department_with_january()
            closed(factories.department(), 2026, 1)
        last_evening = datetime(2026, 1, 31, 14, 59, tzinfo=UTC)
        with clock.frozen(last_evening), pytest.raises(MonthNotOver), transaction():
            close_month(place, 2026, 1)
        with clock.frozen(datetime(2026, 1, 31, 15, tzinfo=UTC)), transaction():
            close_month(place, 2026, 1)

    def test_wants_earlier_months_first(self, app: Flask) -> None:
        with clock.frozen(MARCH_3):
            with transaction():
                place = department_with_january()
            with pytest.raises(EarlierMonthOpen), transaction():
                close_month(place, 2026, 2)
            assert closable_month(place, 2026) == Month(2026, 1)

    @pytest.mark.parametrize("month", [0, 13])
    def test_knows_twelve_months(self, app: Flask, month: int) -> None:
        with transaction():
            place = department_with_january()
        with pytest.raises(NotFound), transaction():
            close_month(place, 2026, month)

    def test_has_nothing_to_close_while_the_month_runs(self, app: Flask) -> None:
        with transaction():
            place = department_with_january()
        with transaction():
            closed(factories.department(), 2026, 1)
        with clock.frozen(datetime(2026, 1, 20, tzinfo=UTC)):
            assert closable_month(place, 2026) is None
            assert len(open_months(place, 2026)) == 12


class TestClosingCheck:
    def test_shows_what_does_not_count(self, app: Flask) -> None:
        with transaction():
            place = department_with_january()
        check = closing_check(place, Month(2026, 1))
        assert [record.gross_won for record in check.uncounted] == [330_000]
        assert not check.is_clear
        assert closing_check(place, Month(2026, 2)).is_clear
