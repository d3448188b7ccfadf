"""Uses of a coupon through the life of an order, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.orders import cancelling, confirming, reservations
from marketplace.orders.errors import PriceChanged
from marketplace.orders.models import Order, OrderStatus
from marketplace.promotions.errors import CouponNotUsable
from marketplace.promotions.models import Coupon, CouponTally, CouponUse, UseStatus
from marketplace.promotions.taking import uses_of_order
from tests.orders.conftest import available, option_of
from tests.promotions.conftest import PlaceWith
from tests.promotions.coupons import coupon, given
from tests.support import factories


def used(code: str) -> tuple[int, list[int]]:
    """A coupon's count, and the counts of the people who used it."""
    db.session.rollback()
    found = db.session.scalars(select(Coupon).filter_by(code=code)).one()
    people = select(CouponTally.used).filter_by(coupon_id=found.id).order_by(CouponTally.id)
    return found.used, list(db.session.scalars(people))


@pytest.fixture
def soap(app: Flask) -> int:
    with transaction():
        return option_of(factories.product(price_won=6_500))


class TestTaking:
    def test_is_kept_on_the_order_and_its_lines_with_who_pays(
        self, soap: int, place_with: PlaceWith
    ) -> None:
        with transaction():
            code = coupon(amount=1_500).code
        order = place_with(soap, code, shown_total_won=8_000)
        assert (order.discount_won, order.total_won) == (1_500, 8_000)
        [line] = order.parcels[0].lines
        assert (line.reduced_won, line.paid_won) == (1_500, 5_000)
        assert (line.net_won, line.vat_won, line.gross_won) == (5_909, 591, 6_500)
        [use] = uses_of_order(order.id)
        assert (use.payer_id, use.amount_won) == (None, 1_500)
        assert [(share.order_line_id, share.amount_won) for share in use.shares] == [
            (line.id, 1_500)
        ]
        assert used(code) == (1, [1])

    def test_an_enterprises_coupon_says_that_it_pays(
        self, app: Flask, place_with: PlaceWith
    ) -> None:
        with transaction():
            product = factories.product()
            payer = product.enterprise_id
            code = coupon(enterprise_id=payer).code
        assert uses_of_order(place_with(option_of(product), code).id)[0].payer_id == payer

    def test_the_sum_shown_must_be_the_reduced_one(self, soap: int, place_with: PlaceWith) -> None:
        with transaction():
            code = coupon().code
        with pytest.raises(PriceChanged):
            place_with(soap, code, shown_total_won=9_500)
        assert used(code) == (0, [])

    def test_not_more_often_than_a_person_may(self, soap: int, place_with: PlaceWith) -> None:
        with transaction():
            code = coupon(uses_per_person=2).code
        place_with(soap, code)
        place_with(soap, code, email="Citizen@demo.example ")
        with pytest.raises(CouponNotUsable) as refused:
            place_with(soap, code)
        assert refused.value.codes == (code,)
        place_with(soap, code, email="other@demo.example")
        assert used(code) == (3, [2, 1])
        assert available(soap) == 7

    def test_not_more_often_than_there_are(self, soap: int, place_with: PlaceWith) -> None:
        with transaction():
            code = coupon(total_uses=1).code
        place_with(soap, code)
        with pytest.raises(CouponNotUsable):
            place_with(soap, code, email="other@demo.example")
        assert used(code) == (1, [1])

    def test_the_database_itself_refuses_one_too_many(self, soap: int) -> None:
        with transaction():
            made = coupon(total_uses=1)
            one_too_many = update(Coupon).where(Coupon.id == made.id).values(used=2)
            with pytest.raises(IntegrityError):
                db.session.execute(one_too_many)
            db.session.rollback()

    def test_somebody_elses_gift_is_unknown(self, soap: int, place_with: PlaceWith) -> None:
        with transaction():
            owner, other = factories.account(), factories.account()
            code, owner_id, other_id = given(owner.id).code, owner.id, other.id
        for who in (None, other_id):
            with pytest.raises(CouponNotUsable, match="찾지 못했어요"):
                place_with(soap, code, account_id=who)
        assert place_with(soap, code, account_id=owner_id).discount_won == 1_000


class TestGivingBack:
    def test_a_cancelled_order_gives_the_use_back(self, soap: int, place_with: PlaceWith) -> None:
        with transaction():
            code = coupon(total_uses=1).code
        order_id = place_with(soap, code).id
        with transaction():
            cancelling.cancel_order(order_id, "마음이 바뀌었어요")
        assert used(code) == (0, [0])
        assert uses_of_order(order_id)[0].status is UseStatus.GIVEN_BACK
        assert place_with(soap, code).discount_won == 1_000

    def test_a_part_cancelled_keeps_it_used(self, app: Flask, place_with: PlaceWith) -> None:
        with transaction():
            code = coupon().code
            first, second = (option_of(factories.product()) for _ in range(2))
        order = place_with(first, code, also=second)
        with transaction():
            confirming.confirm_paid(order.id)
        with transaction():
            parcel_id = db.session.get_one(Order, order.id).parcels[0].id
            cancelling.cancel_parcel(parcel_id, "품절")
        assert used(code) == (1, [1])

    def test_an_order_not_paid_in_time_gives_it_back_once(
        self, soap: int, place_with: PlaceWith
    ) -> None:
        with transaction():
            code = coupon().code
        order_id = place_with(soap, code).id
        with clock.frozen(clock.now() + timedelta(hours=1)):
            for _ in range(2):
                with transaction():
                    reservations.release_one(order_id)
        assert used(code) == (0, [0])

    def test_paid_after_its_time_uses_it_again(self, soap: int, place_with: PlaceWith) -> None:
        with transaction():
            code = coupon(total_uses=1).code
        order_id = place_with(soap, code).id
        with clock.frozen(clock.now() + timedelta(hours=1)):
            with transaction():
                reservations.release_one(order_id)
            with transaction():
                confirming.confirm_paid(order_id)
        assert used(code) == (1, [1])

    def test_paid_after_its_time_and_used_up_by_others_is_refused(
        self, soap: int, place_with: PlaceWith
    ) -> None:
        with transaction():
            code = coupon(total_uses=1).code
        order_id = place_with(soap, code).id
        with clock.frozen(clock.now() + timedelta(hours=1)):
            with transaction():
                reservations.release_one(order_id)
            place_with(soap, code, email="other@demo.example")
            with pytest.raises(CouponNotUsable), transaction():
                confirming.confirm_paid(order_id)
        assert db.session.get_one(Order, order_id).status is OrderStatus.EXPIRED
        assert used(code) == (1, [0, 1])

    def test_there_is_one_row_for_each_use(self, soap: int, place_with: PlaceWith) -> None:
        with transaction():
            code = coupon(uses_per_person=5).code
        orders = [place_with(soap, code).id for _ in range(3)]
        db.session.rollback()
        rows = db.session.scalars(select(CouponUse.order_id).order_by(CouponUse.id)).all()
        assert list(rows) == orders
