"""Points through the life of an order, to the won, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.consents import record_consents
from marketplace.accounts.models import Account, ConsentKind
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid
from marketplace.notify.models import Letter
from marketplace.orders import cancelling, confirming, part_cancelling, reservations
from marketplace.orders.leaving import leave
from marketplace.orders.models import Order
from marketplace.orders.placing import Buyer, place_order
from marketplace.orders.shipping import confirm_delivery, ship_parcel
from marketplace.promotions.offering import Shopper
from marketplace.promotions.points import settling
from marketplace.promotions.points.errors import PointsNotUsable
from marketplace.promotions.points.jobs import tell_expiring, write_off_expired
from marketplace.promotions.points.models import PointMove
from marketplace.promotions.points.queries import next_to_expire, outstanding, spendable_won
from marketplace.promotions.points.rules import current_rule, last_day
from marketplace.promotions.reducing import Choice, Promotions
from tests.orders.conftest import option_of, order_request
from tests.promotions.coupons import coupon
from tests.promotions.pointing import books, ledger, points_of, points_on
from tests.support import factories


@pytest.fixture
def member(app: Flask) -> int:
    with transaction():
        return factories.account(email="member@demo.example", name="한가람").id


def things(*prices: int, delivery_won: int = 0) -> list[int]:
    """Options of one maker."""
    with transaction():
        maker = factories.enterprise(delivery_fee_won=delivery_won)
        return [option_of(factories.product(maker, price_won=each, stock=50)) for each in prices]


def buy(
    member: int | None, *wanted: tuple[int, int], points: int = 0, codes: tuple[str, ...] = ()
) -> int:
    """An order of a member, placed; its id."""
    with transaction():
        buyer = Buyer("한가람", "member@demo.example", "010-0000-0000", member)
        reducer = Promotions(Shopper("member@demo.example", member), Choice(codes, points))
        token = f"points-{clock.now().timestamp()}-{points}-{len(wanted)}"
        return place_order(
            order_request(*wanted, checkout=token, buyer=buyer, reducer=reducer)
        ).order.id


def receive(order_id: int) -> None:
    """Paid, sent and had."""
    with transaction():
        confirming.confirm_paid(order_id)
    with transaction():
        order = db.session.get_one(Order, order_id)
        for parcel in order.parcels:
            ship_parcel(parcel.id, "cj", "680122451190")
            confirm_delivery(parcel.id)


def later(days: int) -> object:
    return clock.frozen(clock.now() + timedelta(days=days))


class TestRules:
    def test_are_off_until_one_is_made_and_off_again(self, app: Flask) -> None:
        assert current_rule() is None
        with transaction():
            points_on(from_day=clock.today() + timedelta(days=1))
        assert current_rule() is None
        with later(1):
            assert current_rule()
            with transaction():
                points_on(rate=0)
            assert current_rule() is None

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("rate", 1_001),
            ("rate", -1),
            ("valid_months", 0),
            ("valid_months", 61),
            ("min_use_won", -1),
            ("from_day", date(2020, 1, 1)),
            ("reason", "  "),
        ],
    )
    def test_refuse_what_cannot_be(self, app: Flask, name: str, value: object) -> None:
        with pytest.raises(Invalid) as refused, transaction():
            points_on(**{name: value})
        assert name in refused.value.fields

    @pytest.mark.parametrize(
        ("day", "months", "last"),
        [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2026, 12, 1), 12, date(2027, 12, 31)),
            (date(2027, 12, 5), 2, date(2028, 2, 29)),
        ],
    )
    def test_points_last_to_the_end_of_a_month(self, day: date, months: int, last: date) -> None:
        assert last_day(day, months) == last


class TestEarning:
    def test_of_what_was_paid_for_goods_rounded_down(self, member: int) -> None:
        [soap] = things(1_999, delivery_won=3_000)
        with transaction():
            points_on(rate=150)
        receive(buy(member, (soap, 3)))  # 5,997 × 1.5% = 89.955
        assert ledger(member) == [("earned", 89)]
        assert spendable_won(member) == 89

    def test_not_while_off_and_not_for_guests(self, member: int) -> None:
        [soap] = things(10_000)
        receive(buy(member, (soap, 1)))
        with transaction():
            points_on()
        receive(buy(None, (soap, 1)))
        assert db.session.scalars(select(PointMove)).all() == []

    def test_at_the_rate_of_the_day_it_was_paid(self, member: int) -> None:
        [soap] = things(10_000)
        with transaction():
            points_on(rate=200)
        order_id = buy(member, (soap, 1))
        with transaction():
            confirming.confirm_paid(order_id)
        with later(1):
            with transaction():
                points_on(rate=0)
            with transaction():
                for parcel in db.session.get_one(Order, order_id).parcels:
                    ship_parcel(parcel.id, "cj", "680122451190")
                    confirm_delivery(parcel.id)
        assert ledger(member) == [("earned", 200)]

    def test_once_however_often_it_is_said(self, member: int) -> None:
        [soap] = things(10_000)
        with transaction():
            points_on()
        order_id = buy(member, (soap, 1))
        receive(order_id)
        with transaction():
            settling.earn(db.session.get_one(Order, order_id))
        assert ledger(member) == [("earned", 100)]

    def test_nothing_of_what_coupons_and_points_paid(self, member: int) -> None:
        [soap] = things(10_000)
        with transaction():
            points_on()
            points_of(member, 3_000)
            code = coupon(amount=1_000).code
        receive(buy(member, (soap, 1), points=3_000, codes=(code,)))
        assert ledger(member)[-1] == ("earned", 60)


class TestSpending:
    def test_takes_what_runs_out_first(self, member: int) -> None:
        [soap] = things(10_000)
        today = clock.today()
        with transaction():
            points_on()
            points_of(member, 500, today + timedelta(days=90))
            points_of(member, 300, today + timedelta(days=10))
        order_id = buy(member, (soap, 1), points=400)
        order = db.session.get_one(Order, order_id)
        assert (order.points_won, order.total_won) == (400, 9_600)
        assert books(member) == (400, 400)
        soonest = next_to_expire(member)
        assert soonest
        assert (soonest.won, soonest.last_day) == (400, today + timedelta(days=90))

    @pytest.mark.parametrize(
        ("asked", "said"), [(801, "지금 쓸 수 있는 포인트는 800원"), (99, "100원부터")]
    )
    def test_not_more_than_there_is_nor_less_than_is_allowed(
        self, member: int, asked: int, said: str
    ) -> None:
        [soap] = things(10_000)
        with transaction():
            points_on()
            points_of(member, 800)
        with pytest.raises(PointsNotUsable, match=said):
            buy(member, (soap, 1), points=asked)
        assert books(member) == (800, 800)

    def test_not_what_has_run_out_though_nobody_wrote_it_down(self, member: int) -> None:
        [soap] = things(10_000)
        with transaction():
            points_on()
            points_of(member, 800, clock.today())
        assert spendable_won(member) == 800
        with later(1):
            assert spendable_won(member) == 0
            with pytest.raises(PointsNotUsable):
                buy(member, (soap, 1), points=500)

    def test_not_while_off_nor_by_a_guest(self, member: int) -> None:
        [soap] = things(10_000)
        with transaction():
            points_of(member, 800)
        with pytest.raises(PointsNotUsable, match="지금은 포인트를 쓸 수 없어요"):
            buy(member, (soap, 1), points=500)
        with transaction():
            points_on()
        with pytest.raises(PointsNotUsable):
            buy(None, (soap, 1), points=500)

    def test_the_database_itself_refuses_one_too_many(self, member: int) -> None:
        with transaction():
            made = points_of(member, 100)
            below = update(PointMove).where(PointMove.id == made.id).values(remaining=-1)
            with pytest.raises(IntegrityError):
                db.session.execute(below)
            db.session.rollback()


class TestComingBack:
    def test_all_of_a_cancelled_order_once(self, member: int) -> None:
        [soap] = things(10_000)
        until = clock.today() + timedelta(days=90)
        with transaction():
            points_on()
            points_of(member, 800, until)
        order_id = buy(member, (soap, 1), points=700)
        with transaction():
            cancelling.cancel_order(order_id, "마음이 바뀌었어요")
        with transaction():
            settling.give_back(db.session.get_one(Order, order_id))
        assert ledger(member) == [("earned", 800), ("spent", -700), ("returned", 700)]
        assert books(member) == (800, 800)
        lasts = db.session.scalars(select(PointMove.expires_on).filter_by(kind="returned")).one()
        assert lasts == until

    def test_what_would_be_over_can_be_spent_for_thirty_days(self, member: int) -> None:
        [soap] = things(10_000)
        with transaction():
            points_on()
            points_of(member, 800, clock.today())
        order_id = buy(member, (soap, 1), points=800)
        with later(2):
            with transaction():
                cancelling.cancel_order(order_id, "마음이 바뀌었어요")
            soonest = next_to_expire(member)
            assert soonest
            assert soonest.last_day == clock.today() + timedelta(days=30)

    def test_unpaid_in_time_and_then_paid_spends_again(self, member: int) -> None:
        [soap] = things(10_000)
        with transaction():
            points_on()
            points_of(member, 800)
        order_id = buy(member, (soap, 1), points=800)
        with later(1):
            for _ in range(2):
                with transaction():
                    reservations.release_one(order_id)
            assert books(member) == (800, 800)
            with transaction():
                confirming.confirm_paid(order_id)
            assert books(member) == (0, 0)
            with transaction():
                cancelling.cancel_order(order_id, "마음이 바뀌었어요")
        assert books(member) == (800, 800)

    def test_paid_late_and_spent_elsewhere_is_refused(self, member: int) -> None:
        [soap] = things(10_000)
        with transaction():
            points_on()
            points_of(member, 800)
        order_id = buy(member, (soap, 1), points=800)
        with later(1):
            with transaction():
                reservations.release_one(order_id)
            buy(member, (soap, 1), points=800)
            with pytest.raises(PointsNotUsable), transaction():
                confirming.confirm_paid(order_id)
        assert books(member) == (0, 0)

    def test_unit_by_unit_exactly_what_lay_on_them(self, member: int) -> None:
        soap, bread = things(1_000, 4_000)
        with transaction():
            points_on()
            points_of(member, 1_000)
            code = coupon(amount=500).code
        order_id = buy(member, (soap, 3), (bread, 1), points=1_000, codes=(code,))
        with transaction():
            confirming.confirm_paid(order_id)
        order = db.session.get_one(Order, order_id)
        line = order.parcels[0].lines[0]
        line_id, parcel_id = line.id, order.parcels[0].id
        # 500 of 7,000 by the coupon: 214 on the soap; 1,000 points on 2,786 and 3,714: 429.
        assert line.reduced_won == 214 + 429
        back = []
        for _ in range(3):
            with transaction():
                part_cancelling.cancel_units(parcel_id, {line_id: 1}, "하나 빼 주세요")
            back.append(books(member)[0])
        assert back == [143, 286, 429]
        db.session.expire_all()
        assert db.session.get_one(Order, order_id).parcels[0].lines[0].cancelled_won == 3_000 - 643
        with transaction():
            cancelling.cancel_order(order_id, "나머지도")
        assert books(member) == (1_000, 1_000)

    def test_one_makers_part_gives_its_own(self, member: int) -> None:
        [soap], [bread] = things(1_000), things(3_000)
        with transaction():
            points_on()
            points_of(member, 1_000)
        order_id = buy(member, (soap, 1), (bread, 1), points=1_000)
        with transaction():
            confirming.confirm_paid(order_id)
        with transaction():
            cancelling.cancel_parcel(db.session.get_one(Order, order_id).parcels[0].id, "품절")
        assert ledger(member)[-1] == ("returned", 250)
        with transaction():
            cancelling.cancel_parcel(db.session.get_one(Order, order_id).parcels[1].id, "품절")
        assert ledger(member)[-1] == ("returned", 750)
        assert books(member) == (1_000, 1_000)


class TestRunningOut:
    def test_is_written_down_once(self, member: int) -> None:
        with transaction():
            points_of(member, 800, clock.today())
            points_of(member, 300)
        assert write_off_expired() == 0
        with later(1):
            assert write_off_expired() == 800
            assert write_off_expired() == 0
        assert ledger(member) == [("earned", 800), ("earned", 300), ("expired", -800)]
        assert books(member) == (300, 300)
        assert outstanding().won == 300

    def test_is_told_once_and_only_to_who_asked_for_letters(self, member: int) -> None:
        with transaction():
            other = factories.account().id
            for who in (member, other):
                points_of(who, 800, clock.today() + timedelta(days=30))
            record_consents(member, {ConsentKind.MARKETING_MAIL: True})
        assert tell_expiring() == 0  # off: nobody hears of points
        with transaction():
            points_on()
        tell_expiring()
        with later(1):
            tell_expiring()
        db.session.rollback()
        letters = db.session.scalars(select(Letter).filter_by(template="points_expiring")).all()
        assert [letter.recipient for letter in letters] == ["member@demo.example"]
        assert letters[0].topic == "news"

    def test_a_member_who_leaves_leaves_nothing_to_spend(self, member: int) -> None:
        with transaction():
            points_on()
            points_of(member, 800)
        with transaction():
            leave(member)
        assert ledger(member) == [("earned", 800), ("expired", -800)]
        assert books(member) == (0, 0)
        assert db.session.get_one(Account, member).name == ""
