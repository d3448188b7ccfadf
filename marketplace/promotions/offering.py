"""Which coupons somebody may choose from: the open ones, those given to them, those typed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from marketplace.accounts.service import normal_email
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.promotions.choosing import Offered
from marketplace.promotions.models import (
    Coupon,
    CouponAudience,
    CouponGrant,
    CouponStatus,
    CouponTally,
)

MOST_OFFERED = 50
LONGEST_CODE = 20


@dataclass(frozen=True, slots=True)
class Shopper:
    """Who buys: uses count for the mail address, gifts for the account."""

    email: str = ""
    account_id: int | None = None

    @property
    def person(self) -> str:
        """The name uses are counted under."""
        return normal_email(self.email)


def normal_code(typed: str) -> str:
    """A code as it is stored: upper case, without the spaces people paste along."""
    return "".join(typed.split()).upper()[: LONGEST_CODE + 1]


def list_offers(shopper: Shopper, codes: Collection[str] = ()) -> list[Offered]:
    """Coupons this person may choose today, and those of `codes` they may name, in order of id.

    A code that only somebody else was given is not among them, as if it did not exist.
    """
    today = clock.today()
    mine = select(CouponGrant.coupon_id).where(CouponGrant.account_id == shopper.account_id)
    runs = and_(
        Coupon.status == CouponStatus.ACTIVE, Coupon.starts_on <= today, Coupon.ends_on >= today
    )
    may_see = Coupon.audience == CouponAudience.OPEN
    may_name = Coupon.audience != CouponAudience.GIVEN
    if shopper.account_id is not None:
        may_see, may_name = or_(may_see, Coupon.id.in_(mine)), or_(may_name, Coupon.id.in_(mine))
    query = (
        select(Coupon, CouponTally.used)
        .outerjoin(
            CouponTally,
            and_(CouponTally.coupon_id == Coupon.id, CouponTally.person == shopper.person),
        )
        .where(or_(and_(runs, may_see), and_(Coupon.code.in_(sorted(codes)), may_name)))
        .options(selectinload(Coupon.scopes))
        .order_by(Coupon.id.desc())
        .limit(MOST_OFFERED)
    )
    return [Offered(coupon, used or 0) for coupon, used in db.session.execute(query)][::-1]
