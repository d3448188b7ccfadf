"""Uses of a coupon: taken by conditional statements, given back when the order comes to nothing."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload, selectinload

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.orders.models import Order
from marketplace.orders.queries import list_lines_of_order
from marketplace.promotions.choosing import Applied
from marketplace.promotions.errors import CouponNotUsable
from marketplace.promotions.models import (
    Coupon,
    CouponShare,
    CouponStatus,
    CouponTally,
    CouponUse,
    UseStatus,
)


def take_uses(order: Order, person: str, applied: Iterable[Applied]) -> None:
    """Use each coupon up once for an order, in order of id so that nobody waits in a circle.

    Raises CouponNotUsable when one is paused, used up or this person's uses are over; the
    caller's transaction must roll back then.
    """
    lines = {line.option_id: line.id for line in list_lines_of_order(order.id)}
    for one in sorted(applied, key=lambda each: each.coupon.id):
        _count(one.coupon, person)
        use = CouponUse(
            coupon_id=one.coupon.id,
            order_id=order.id,
            person=person,
            payer_id=one.coupon.enterprise_id,
            amount_won=one.amount_won,
        )
        db.session.add(use)
        db.session.flush()
        shares = [
            {"use_id": use.id, "order_line_id": lines[option_id], "amount_won": won}
            for option_id, won in one.by_option.items()
        ]
        db.session.execute(insert(CouponShare), shares)
        audit.record("coupon:used", one.coupon, order=order.number, amount_won=one.amount_won)


def _count(coupon: Coupon, person: str) -> None:
    taken = db.session.scalar(
        update(Coupon)
        .where(
            Coupon.id == coupon.id,
            Coupon.status == CouponStatus.ACTIVE,
            (Coupon.total_uses.is_(None)) | (Coupon.used < Coupon.total_uses),
        )
        .values(used=Coupon.used + 1)
        .returning(Coupon.id),
        execution_options={"synchronize_session": False},
    )
    if taken is None:
        said = T("'%(name)s' 쿠폰이 방금 모두 쓰였어요.", name=coupon.name)
        raise CouponNotUsable(said, coupon.code)
    if not _count_for(coupon, person):
        raise CouponNotUsable(T("'%(name)s' 쿠폰은 이미 쓰셨어요.", name=coupon.name), coupon.code)


def _count_for(coupon: Coupon, person: str) -> bool:
    values = {"coupon_id": coupon.id, "person": person, "used": 1}
    # One statement whether or not this person has used it before: two clicks cannot both be first.
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(CouponTally).values(values)
    counted = added.on_conflict_do_update(
        index_elements=["coupon_id", "person"],
        set_={"used": CouponTally.used + 1},
        where=CouponTally.used < coupon.uses_per_person,
    ).returning(CouponTally.id)
    return db.session.scalar(counted) is not None


def give_back_uses(order_id: int) -> None:
    """An order came to nothing: its coupons may be used again; harmless when repeated."""
    for use in _uses(order_id, UseStatus.HELD):
        use.status, use.given_back_at = UseStatus.GIVEN_BACK, clock.now()
        _change(use, -1)
        audit.record("coupon:given_back", use.coupon, order_id=order_id)
    db.session.flush()


def take_again(order_id: int) -> None:
    """A payment came after the order had lapsed: its coupons are used once more.

    Raises CouponNotUsable when others have used them up meanwhile. Whether the coupon's days
    are over is not asked: the buyer agreed to the sum while they were not.
    """
    for use in _uses(order_id, UseStatus.GIVEN_BACK):
        _count(use.coupon, use.person)
        use.status, use.given_back_at = UseStatus.HELD, None
        audit.record("coupon:used", use.coupon, order_id=order_id, amount_won=use.amount_won)
    db.session.flush()


def _uses(order_id: int, status: UseStatus) -> list[CouponUse]:
    query = (
        select(CouponUse)
        .filter_by(order_id=order_id, status=status)
        .options(joinedload(CouponUse.coupon))
        .order_by(CouponUse.coupon_id)
    )
    return list(db.session.scalars(query))


def _change(use: CouponUse, by: int) -> None:
    db.session.execute(
        update(Coupon).where(Coupon.id == use.coupon_id).values(used=Coupon.used + by),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(
        update(CouponTally)
        .where(CouponTally.coupon_id == use.coupon_id, CouponTally.person == use.person)
        .values(used=CouponTally.used + by),
        execution_options={"synchronize_session": False},
    )


def uses_of_order(order_id: int) -> list[CouponUse]:
    """The coupons of an order with their shares, in order of id."""
    query = (
        select(CouponUse)
        .filter_by(order_id=order_id)
        .options(joinedload(CouponUse.coupon), selectinload(CouponUse.shares))
        .order_by(CouponUse.id)
    )
    return list(db.session.scalars(query))
