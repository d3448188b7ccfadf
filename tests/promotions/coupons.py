"""Coupons and baskets for tests."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.promotions.models import (
    Coupon,
    CouponAudience,
    CouponGrant,
    CouponScope,
    DiscountKind,
)

_numbers = count(1)


def coupon(*scopes: CouponScope, **values: Any) -> Coupon:
    """An open coupon of the centre: 1,000 won off, yesterday to next week, once a person."""
    n = next(_numbers)
    made = Coupon(
        **{
            "code": f"WELCOME{n}",
            "name": f"가상 쿠폰 {n}",
            "audience": CouponAudience.OPEN,
            "kind": DiscountKind.WON,
            "amount": 1_000,
            "starts_on": clock.today() - timedelta(days=1),
            "ends_on": clock.today() + timedelta(days=7),
            **values,
        }
    )
    made.scopes = list(scopes)
    db.session.add(made)
    db.session.flush()
    return made


def given(to: int, **values: Any) -> Coupon:
    """A coupon only one account may use."""
    made = coupon(audience=CouponAudience.GIVEN, **values)
    db.session.add(CouponGrant(coupon_id=made.id, account_id=to))
    db.session.flush()
    return made
