"""Coupons, to what they apply, to whom they were given, and every use of one."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.states import Transitions
from marketplace.core.types import Instant, Pk, Won, enum_column
from marketplace.enterprises.models import Enterprise


class CouponAudience(StrEnum):
    """Who may use it: everybody who sees it, whoever knows its code, or those it was given to."""

    OPEN = "open"
    CODE = "code"
    GIVEN = "given"


class DiscountKind(StrEnum):
    WON = "won"
    PERCENT = "percent"


class CouponStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


class CouponAct(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"


COUPON_TRANSITIONS = Transitions(
    "coupon",
    {
        (CouponStatus.ACTIVE, CouponAct.PAUSE): CouponStatus.PAUSED,
        (CouponStatus.PAUSED, CouponAct.RESUME): CouponStatus.ACTIVE,
    },
)


class Coupon(Model):
    """A promise to take something off, on terms that do not change once it is made.

    `amount` is won or whole percent, as `kind` says; `cap_won` bounds a percentage. It holds
    on the Seoul days `starts_on` to `ends_on`, both included. `enterprise_id` is who pays for
    it and whose products alone it reduces; None is the support centre. `used` never exceeds
    `total_uses` (None: as often as people like).
    """

    __tablename__ = "coupon"

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    audience: Mapped[CouponAudience] = mapped_column(enum_column(CouponAudience))
    status: Mapped[CouponStatus] = mapped_column(
        enum_column(CouponStatus), default=CouponStatus.ACTIVE
    )
    kind: Mapped[DiscountKind] = mapped_column(enum_column(DiscountKind))
    amount: Mapped[Won]
    cap_won: Mapped[int | None]
    min_goods_won: Mapped[Won] = mapped_column(default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    total_uses: Mapped[int | None]
    uses_per_person: Mapped[int] = mapped_column(default=1)
    is_combinable: Mapped[bool] = mapped_column(default=False)
    used: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    enterprise: Mapped[Enterprise | None] = relationship()
    scopes: Mapped[list[CouponScope]] = relationship(order_by="CouponScope.id")

    __table_args__ = (
        CheckConstraint("code = upper(code)", name="code_upper"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("kind <> 'percent' OR amount <= 100", name="percent_in_range"),
        CheckConstraint("cap_won IS NULL OR cap_won > 0", name="cap_positive"),
        CheckConstraint("min_goods_won >= 0", name="minimum_not_negative"),
        CheckConstraint("starts_on <= ends_on", name="period_in_order"),
        CheckConstraint("uses_per_person >= 1", name="per_person_positive"),
        CheckConstraint(
            "used >= 0 AND (total_uses IS NULL OR used <= total_uses)", name="used_within_total"
        ),
        Index(None, "audience", "status", "ends_on"),
    )


class CouponScope(Model):
    """One thing a coupon applies to; a coupon without any applies to all its payer may reduce."""

    __tablename__ = "coupon_scope"

    id: Mapped[Pk]
    coupon_id: Mapped[int] = mapped_column(ForeignKey("coupon.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    brand_id: Mapped[int | None] = mapped_column(ForeignKey("brand.id"))
    exhibition_id: Mapped[int | None] = mapped_column(ForeignKey("exhibition.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))

    __table_args__ = (
        CheckConstraint(
            "CASE WHEN enterprise_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN category_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN brand_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN exhibition_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN product_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_target",
        ),
    )


class CouponGrant(Model):
    """A coupon in somebody's purse."""

    __tablename__ = "coupon_grant"

    id: Mapped[Pk]
    coupon_id: Mapped[int] = mapped_column(ForeignKey("coupon.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (UniqueConstraint("coupon_id", "account_id"),)


class CouponTally(Model):
    """How often one person holds a use of one coupon; raised by one conditional statement."""

    __tablename__ = "coupon_tally"

    id: Mapped[Pk]
    coupon_id: Mapped[int] = mapped_column(ForeignKey("coupon.id"))
    person: Mapped[str] = mapped_column(String(254))
    used: Mapped[int]

    __table_args__ = (
        UniqueConstraint("coupon_id", "person"),
        CheckConstraint("used >= 0", name="used_not_negative"),
    )


class UseStatus(StrEnum):
    HELD = "held"
    GIVEN_BACK = "given_back"


class CouponUse(Model):
    """One coupon on one order; `payer_id` is the enterprise that bears it, None the centre.

    `person` is the mail address the use counts for: a member's own, a guest's as typed.
    """

    __tablename__ = "coupon_use"

    id: Mapped[Pk]
    coupon_id: Mapped[int] = mapped_column(ForeignKey("coupon.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("customer_order.id"), index=True)
    person: Mapped[str] = mapped_column(String(254))
    payer_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    amount_won: Mapped[Won]
    status: Mapped[UseStatus] = mapped_column(enum_column(UseStatus), default=UseStatus.HELD)
    at: Mapped[Instant] = mapped_column(default=clock.now)
    given_back_at: Mapped[Instant | None]

    coupon: Mapped[Coupon] = relationship()
    shares: Mapped[list[CouponShare]] = relationship(order_by="CouponShare.id")

    __table_args__ = (
        UniqueConstraint("coupon_id", "order_id"),
        CheckConstraint("amount_won > 0", name="amount_positive"),
        Index(None, "coupon_id", "id"),
    )


class CouponShare(Model):
    """What one use takes off one line."""

    __tablename__ = "coupon_share"

    id: Mapped[Pk]
    use_id: Mapped[int] = mapped_column(ForeignKey("coupon_use.id"))
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    amount_won: Mapped[Won]

    __table_args__ = (
        UniqueConstraint("use_id", "order_line_id"),
        CheckConstraint("amount_won > 0", name="amount_positive"),
    )
