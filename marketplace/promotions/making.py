"""Making, pausing and giving coupons; the terms of one that is made never change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import Account
from marketplace.accounts.service import normal_email
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.core.types import readable_code
from marketplace.notify.service import queue_letter
from marketplace.promotions.baskets import BRAND, CATEGORY, ENTERPRISE, EXHIBITION, PRODUCT, Mark
from marketplace.promotions.errors import CodeTaken
from marketplace.promotions.models import (
    COUPON_TRANSITIONS,
    Coupon,
    CouponAct,
    CouponAudience,
    CouponGrant,
    CouponScope,
    DiscountKind,
)

CODE_LENGTH = 10
MOST_GIVEN_AT_ONCE = 200
SCOPE_COLUMN = {
    ENTERPRISE: "enterprise_id",
    CATEGORY: "category_id",
    BRAND: "brand_id",
    EXHIBITION: "exhibition_id",
    PRODUCT: "product_id",
}


@dataclass(frozen=True, slots=True)
class CouponTerms:
    """What a coupon promises; `payer_id` is the enterprise that bears it, None the centre."""

    name: str
    audience: CouponAudience
    kind: DiscountKind
    amount: int
    starts_on: date
    ends_on: date
    code: str = ""
    cap_won: int | None = None
    min_goods_won: int = 0
    payer_id: int | None = None
    total_uses: int | None = None
    uses_per_person: int = 1
    is_combinable: bool = False
    scopes: Sequence[Mark] = field(default_factory=tuple)


def make_coupon(terms: CouponTerms, maker_id: int | None) -> Coupon:
    """Make a coupon; without a code it gets one nobody guesses.

    Raises Invalid for terms that contradict each other, CodeTaken.
    """
    _check(terms)
    coupon = Coupon(
        code=terms.code or readable_code(CODE_LENGTH),
        name=terms.name,
        audience=terms.audience,
        kind=terms.kind,
        amount=terms.amount,
        cap_won=terms.cap_won if terms.kind is DiscountKind.PERCENT else None,
        min_goods_won=terms.min_goods_won,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        enterprise_id=terms.payer_id,
        total_uses=terms.total_uses,
        uses_per_person=terms.uses_per_person,
        is_combinable=terms.is_combinable,
        created_by=maker_id,
        scopes=[CouponScope(**{SCOPE_COLUMN[kind]: target}) for kind, target in terms.scopes],
    )
    try:
        with db.session.begin_nested():
            db.session.add(coupon)
    except IntegrityError:
        raise CodeTaken from None
    audit.record(
        "coupon:made", coupon, code=coupon.code, kind=coupon.kind.value, amount=coupon.amount
    )
    return coupon


def _check(terms: CouponTerms) -> None:
    faults: dict[str, list[str]] = {}
    if terms.kind is DiscountKind.PERCENT and not 1 <= terms.amount <= 100:
        faults["amount"] = [T("할인율은 1에서 100 사이로 적어 주세요.")]
    if terms.kind is DiscountKind.WON and terms.amount < 1:
        faults["amount"] = [T("할인 금액은 1원부터 적어 주세요.")]
    if terms.ends_on < terms.starts_on:
        faults["ends_on"] = [T("종료일은 시작일과 같거나 뒤여야 합니다.")]
    elif terms.ends_on < clock.today():
        faults["ends_on"] = [T("이미 지난 날입니다. 오늘이나 그 뒤로 정해 주세요.")]
    if faults:
        raise Invalid(next(iter(faults.values()))[0], faults)


def change_status(coupon: Coupon, act: CouponAct) -> None:
    """Pause or resume; raises ImpossibleTransition when it is so already."""
    coupon.status = COUPON_TRANSITIONS.after(coupon.status, act)
    db.session.flush()
    audit.record(f"coupon:{act.value}d", coupon, code=coupon.code)


@dataclass(frozen=True, slots=True)
class Given:
    """How a giving went: to how many, and which addresses nobody signs in with."""

    count: int
    unknown: tuple[str, ...]


def give_to(coupon: Coupon, emails: Iterable[str]) -> Given:
    """Put a coupon into the purses of members by mail address and write to each.

    Who has it already is not given it twice. Raises Invalid for a coupon of another kind or
    more than 200 addresses.
    """
    wanted = sorted({normal_email(each) for each in emails if each.strip()})
    if coupon.audience is not CouponAudience.GIVEN:
        raise Invalid(T("지급하는 쿠폰만 회원에게 줄 수 있습니다."))
    if not wanted or len(wanted) > MOST_GIVEN_AT_ONCE:
        said = T("메일 주소를 1개에서 %(most)d개까지 적어 주세요.", most=MOST_GIVEN_AT_ONCE)
        raise Invalid(said, {"emails": [said]})
    query = select(Account).where(Account.email.in_(wanted), Account.disabled_at.is_(None))
    people = {account.email: account for account in db.session.scalars(query)}
    have = set(db.session.scalars(select(CouponGrant.account_id).filter_by(coupon_id=coupon.id)))
    new = [account for account in people.values() if account.id not in have]
    for account in new:
        db.session.add(CouponGrant(coupon_id=coupon.id, account_id=account.id))
        queue_letter(
            "coupon_given",
            account.email,
            f"coupon-given:{coupon.id}:{account.id}",
            locale=account.locale,
            name=account.name,
            coupon_name=coupon.name,
            code=coupon.code,
            ends_on=coupon.ends_on.isoformat(),
        )
    db.session.flush()
    audit.record("coupon:given", coupon, code=coupon.code, people=len(new))
    return Given(len(new), tuple(each for each in wanted if each not in people))
