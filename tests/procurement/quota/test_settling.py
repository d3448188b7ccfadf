"""What is settled before a month is closed: announcements, likely duplicates, explanations."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.procurement.announcing import (
    Announcement,
    AnnouncementNotFound,
    AnnouncementSettled,
    announce_purchase,
    drop_announcement,
    find_announced,
    list_announced,
    settle_announced,
)
from marketplace.procurement.closing import close_month
from marketplace.procurement.closing_checks import closing_check
from marketplace.procurement.closings import month_states
from marketplace.procurement.correcting import correct_record
from marketplace.procurement.duplicates import (
    AlreadySettled,
    find_pair,
    likely_duplicates,
    settle_duplicate,
)
from marketplace.procurement.errors import PurchaseRefused, ReasonNeeded, RecordNotFound
from marketplace.procurement.explaining_records import explain_record
from marketplace.procurement.lacking import department_months
from marketplace.procurement.models import (
    AnnouncedPurchase,
    Department,
    DuplicateVerdict,
    PurchaseRecord,
    RecordOrigin,
)
from marketplace.procurement.months import Month
from tests.procurement.quota.ledger import bought, uncounted
from tests.support import factories
from tests.support.statements import counting

APRIL_3 = datetime(2026, 4, 3, 3, tzinfo=UTC)
MARCH = Month(2026, 3)
TOLD = Announcement(date(2026, 3, 9), "가상상회", "현수막", 330_000)


def pairs(place: Department, month: Month = MARCH) -> list[tuple[int, int]]:
    found = likely_duplicates(PurchaseRecord.department_id == place.id, month)
    return [(pair.first.id, pair.second.id) for pair in found]


class TestAnnouncement:
    def test_stands_open_until_its_record_is_there(self, app: Flask) -> None:
        with clock.frozen(APRIL_3):
            with transaction():
                place = factories.department()
                row = announce_purchase(place.id, TOLD)
                assert announce_purchase(place.id, TOLD).id == row.id
            assert closing_check(place.id, MARCH).left_open == {"announced": 1}
            with transaction():
                record = bought(place, TOLD.bought_on, TOLD.gross_won)
                settle_announced(row.public_id, place.id, record)
            assert not list_announced(place.id)
            with pytest.raises(AnnouncementSettled), transaction():
                drop_announcement(row, "두 번")

    def test_is_dropped_with_a_reason(self, app: Flask) -> None:
        with clock.frozen(APRIL_3):
            with transaction():
                place = factories.department()
                row = announce_purchase(place.id, TOLD)
            with pytest.raises(ReasonNeeded), transaction():
                drop_announcement(row, " ")
            with transaction():
                drop_announcement(row, "구매하지 않음")
        assert db.session.scalars(select(AnnouncedPurchase)).one().dropped_reason == "구매하지 않음"

    def test_of_another_department_is_not_found(self, app: Flask) -> None:
        with clock.frozen(APRIL_3), transaction():
            row = announce_purchase(factories.department().id, TOLD)
            stranger = factories.department()
        with pytest.raises(AnnouncementNotFound):
            find_announced(row.public_id, {stranger.id})

    def test_refuses_what_cannot_be(self, app: Flask) -> None:
        with clock.frozen(APRIL_3), transaction():
            place = factories.department()
        told = Announcement(date(2026, 4, 9), " ", "", 0)
        with (
            clock.frozen(APRIL_3),
            pytest.raises(PurchaseRefused) as refused,
            transaction(),
        ):
            announce_purchase(place.id, told)
        assert set(refused.value.fields) == {"bought_on", "seller_name", "item", "gross_won"}


class TestDuplicates:
    @pytest.mark.parametrize(
        ("day", "seller", "won", "origins", "is_pair"),
        [
            (9, "가상기업", 550_000, (RecordOrigin.PLATFORM, RecordOrigin.OUTSIDE), True),
            (9, "가상기업", 550_000, (RecordOrigin.OUTSIDE, RecordOrigin.OUTSIDE), True),
            (9, "가상기업", 550_000, (RecordOrigin.PLATFORM, RecordOrigin.PLATFORM), False),
            (10, "가상기업", 550_000, (RecordOrigin.PLATFORM, RecordOrigin.OUTSIDE), False),
            (9, "다른기업", 550_000, (RecordOrigin.PLATFORM, RecordOrigin.OUTSIDE), False),
            (9, "가상기업", 550_001, (RecordOrigin.PLATFORM, RecordOrigin.OUTSIDE), False),
        ],
    )
    def test_are_one_seller_and_sum_within_seven_days(
        self,
        app: Flask,
        day: int,
        seller: str,
        won: int,
        origins: tuple[RecordOrigin, RecordOrigin],
        is_pair: bool,
    ) -> None:
        with transaction():
            place = factories.department()
            bought(place, date(2026, 3, 2), 550_000, origin=origins[0])
            bought(place, date(2026, 3, day), won, origin=origins[1], seller_name=seller)
            bought(factories.department(), date(2026, 3, 2), 550_000)
        assert bool(pairs(place)) is is_pair

    def test_across_the_end_of_a_month_show_in_both(self, app: Flask) -> None:
        with transaction():
            place = factories.department()
            bought(place, date(2026, 3, 30), 550_000)
            bought(place, date(2026, 4, 2), 550_000)
        assert len(pairs(place)) == len(pairs(place, Month(2026, 4))) == 1
        assert not pairs(place, Month(2026, 5))

    def test_same_takes_the_later_back_with_the_reason(self, app: Flask) -> None:
        with clock.frozen(APRIL_3):
            with transaction():
                place = factories.department()
                one = bought(place, date(2026, 3, 2), 550_000)
                two = bought(place, date(2026, 3, 4), 550_000)
                pair = find_pair(two.public_id, one.public_id, {place.id})
            with pytest.raises(ReasonNeeded), transaction():
                settle_duplicate(pair, DuplicateVerdict.SAME, "")
            with transaction():
                settle_duplicate(pair, DuplicateVerdict.SAME, "같은 계산서")
            with pytest.raises(AlreadySettled), transaction():
                settle_duplicate(pair, DuplicateVerdict.TWO, "다시")
        reversal = db.session.scalars(select(PurchaseRecord).filter_by(reverses_id=two.id)).one()
        assert (reversal.counted_won, reversal.reason) == (-550_000, "같은 계산서")
        assert not pairs(place)

    def test_two_is_remembered_and_not_asked_again(self, app: Flask) -> None:
        with clock.frozen(APRIL_3), transaction():
            place = factories.department()
            one = bought(place, date(2026, 3, 2), 550_000)
            two = bought(place, date(2026, 3, 4), 550_000)
            pair = find_pair(one.public_id, two.public_id, {place.id})
            settle_duplicate(pair, DuplicateVerdict.TWO, "행사 두 번")
        assert not pairs(place)

    def test_of_other_departments_are_not_found(self, app: Flask) -> None:
        with transaction():
            place, stranger = factories.department(), factories.department()
            one = bought(place, date(2026, 3, 2), 550_000)
            two = bought(stranger, date(2026, 3, 2), 550_000)
        with pytest.raises(RecordNotFound):
            find_pair(one.public_id, two.public_id, {place.id, stranger.id})


class TestClosing:
    def test_keeps_what_was_left_open(self, app: Flask) -> None:
        with clock.frozen(APRIL_3):
            with transaction():
                place = factories.department()
                bought(place, date(2026, 3, 2), 550_000)
                bought(place, date(2026, 3, 4), 550_000)
                plain = uncounted(place, date(2026, 3, 5))
                announce_purchase(place.id, TOLD)
            expected = {"announced": 1, "duplicates": 1, "unexplained": 3}
            assert closing_check(place.id, MARCH).left_open == expected
            with transaction():
                explain_record(plain, "인증 없는 동네 문구점")
                explain_record(plain, "인증 없는 동네 문구점")
                close_month(place.id, 2026, 1)
                close_month(place.id, 2026, 2)
                closing = close_month(place.id, 2026, 3)
        assert closing.left_open == {"announced": 1, "duplicates": 1, "unexplained": 2}

    def test_a_correction_shows_where_it_is_made_and_restates_where_it_belongs(
        self, app: Flask
    ) -> None:
        with clock.frozen(APRIL_3), transaction():
            place = factories.department()
            wrong = bought(place, date(2026, 1, 5), 1_100_000)
            close_month(place.id, 2026, 1)
            correct_record(wrong.id, "중복")
        states = {each.month.month: each for each in month_states(place.id, 2026)}
        assert (states[1].total.counted_won, states[1].restated_won) == (1_100_000, 0)
        assert (states[4].total.counted_won, states[4].restated_won) == (-1_100_000, 0)


class TestOverview:
    def test_says_who_lacks_what(self, app: Flask) -> None:
        with clock.frozen(APRIL_3):
            with transaction():
                body = factories.institution()
                first, second, third = (factories.department(body, position=n) for n in range(3))
                bought(first, date(2026, 3, 2), 550_000)
                bought(first, date(2026, 3, 4), 550_000)
                uncounted(second, date(2026, 3, 5))
                announce_purchase(second.id, TOLD)
                for month in (1, 2, 3):
                    close_month(third.id, 2026, month)
            rows = department_months(body.id, MARCH)
        assert [each.lacking for each in rows] == [
            {"duplicates": 1, "unexplained": 2},
            {"announced": 1, "unexplained": 1},
            {},
        ]
        assert [bool(each.closing) for each in rows] == [False, False, True]

    def test_takes_five_statements_for_many(self, app: Flask) -> None:
        with transaction():
            body = factories.institution()
            body_id = body.id
            for _ in range(40):
                bought(factories.department(body), date(2026, 3, 2), 550_000)
        db.session.rollback()
        with counting(app) as sent:
            assert len(department_months(body_id, MARCH)) == 40
        assert len(sent) == 5
