"""More people than uses, and one person twice: never one use too many, nobody left puzzled."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from marketplace.core.database import db, transaction
from marketplace.orders.models import Order
from marketplace.promotions.models import Coupon, CouponTally, CouponUse
from tests.orders.conftest import option_of
from tests.promotions.coupons import coupon
from tests.races.server import Market
from tests.races.test_checkout_race import PAYMENT_PAGE, Shopper, shopper
from tests.races.visitors import all_at_once, words
from tests.support import factories

pytestmark = pytest.mark.race


def counts(code: str) -> tuple[int, int, int]:
    """What the coupon, its people and its uses say; all three must agree."""
    db.session.rollback()
    found = db.session.scalars(select(Coupon).filter_by(code=code)).one()
    people = select(func.sum(CouponTally.used)).filter_by(coupon_id=found.id)
    rows = select(func.count()).select_from(CouponUse).filter_by(coupon_id=found.id)
    return found.used, int(db.session.scalar(people) or 0), int(db.session.scalar(rows) or 0)


def test_never_more_uses_than_there_are(market: Market) -> None:
    with market.database.app.app_context():
        with transaction():
            option_id = option_of(factories.product(stock=100))
            code = coupon(total_uses=3, name="선착순 쿠폰").code
        people = [shopper(market, n, {option_id: 1}) for n in range(12)]
        for each in people:
            each.form.append(("coupon", code))
        pages = all_at_once(Shopper.press, people)
        refused = [page for page in pages if PAYMENT_PAGE not in page.url]
        assert len(refused) == 9
        for page in refused:
            assert page.status_code == 409
            assert "'선착순 쿠폰' 쿠폰" in words(page)
            assert "적어 주신 내용은 그대로 두었어요. 결제된 금액은 없어요." in words(page)
            assert 'value="서울 성북구 보문로 168"' in page.text
        assert counts(code) == (3, 3, 3)
        discounts = db.session.scalars(select(Order.discount_won)).all()
        assert sorted(discounts) == [1_000] * 3


def test_one_person_in_several_windows_uses_it_once(market: Market) -> None:
    with market.database.app.app_context():
        with transaction():
            option_id = option_of(factories.product(stock=100))
            code = coupon(uses_per_person=1).code
        windows = [shopper(market, n, {option_id: 1}) for n in range(8)]
        for each in windows:
            same = [(name, value) for name, value in each.form if name != "buyer_email"]
            each.form = [*same, ("buyer_email", "same@demo.example"), ("coupon", code)]
        pages = all_at_once(Shopper.press, windows)
        assert sum(PAYMENT_PAGE in page.url for page in pages) == 1
        assert counts(code) == (1, 1, 1)
