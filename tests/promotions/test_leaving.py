"""What is taken along and what is erased of coupons and the second factor."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from marketplace.accounts import second_factor
from marketplace.accounts.factor_models import RecoveryCode, SecondFactor
from marketplace.core.database import db, transaction
from marketplace.orders.cancelling import cancel_order
from marketplace.orders.leaving import leave
from marketplace.promotions.models import CouponGrant, CouponTally, CouponUse
from tests.orders.conftest import option_of
from tests.promotions.conftest import PlaceWith
from tests.promotions.coupons import coupon, given
from tests.support import factories
from tests.support.signing_in import SignIn


class TestTakingAlong:
    def test_the_copy_names_coupons_and_never_a_secret(
        self, app: Flask, place_with: PlaceWith, signed_in: SignIn
    ) -> None:
        with transaction():
            member = factories.account(email="member@demo.example")
            gift, code = given(member.id, name="생일 쿠폰").code, coupon().code
            secret = second_factor.secret_of(second_factor.begin(member.id))
            option_id, account_id = option_of(factories.product()), member.id
        order = place_with(option_id, code, email="member@demo.example", account_id=account_id)
        copy = signed_in(member).get("/account/data/copy")
        held = copy.get_json()
        assert [each["code"] for each in held["coupons"]["given"]] == [gift]
        [use] = held["coupons"]["used"]
        assert (use["order"], use["amount_won"]) == (order.number, 1_000)
        assert held["second_factor"] == {"on_since": None}
        assert secret not in copy.text


class TestLeaving:
    def test_erases_the_purse_and_the_factor_and_keeps_the_orders_sums(
        self, app: Flask, place_with: PlaceWith
    ) -> None:
        with transaction():
            member = factories.account(email="member@demo.example")
            account_id = member.id
            given(account_id)
            code, option_id = coupon().code, option_of(factories.product())
            second_factor.begin(account_id)
        order = place_with(option_id, code, email="member@demo.example", account_id=account_id)
        with transaction():
            cancel_order(order.id, "떠납니다")
        with transaction():
            leave(account_id)
        assert db.session.scalar(select(CouponGrant.id)) is None
        assert db.session.scalar(select(SecondFactor.id)) is None
        assert db.session.scalar(select(RecoveryCode.id)) is None
        assert db.session.scalar(select(CouponTally.person)) == f"left-{account_id}"
        [use] = db.session.scalars(select(CouponUse))
        assert (use.person, use.amount_won) == (f"left-{account_id}", 1_000)
