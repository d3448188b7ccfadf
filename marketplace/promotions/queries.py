"""Reading coupons and their use, each scoped to who asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalog.models import Category, Product, ProductStatus
from marketplace.channels.models import Brand, Exhibition
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.enterprises.models import Enterprise, EnterpriseStatus
from marketplace.orders.models import Order, OrderStatus, Parcel
from marketplace.promotions.baskets import means, read_marks
from marketplace.promotions.errors import CouponNotFound
from marketplace.promotions.models import (
    Coupon,
    CouponAudience,
    CouponGrant,
    CouponShare,
    CouponStatus,
    CouponUse,
    UseStatus,
)

MOST_CHOICES = 300


@dataclass(frozen=True, slots=True)
class UseSum:
    """What a coupon has cost so far: uses that hold, and won taken off."""

    uses: int
    amount_won: int


def get_coupon(code: str, enterprise_id: int | None = None) -> Coupon:
    """A coupon by its code, of one enterprise when that is given; raises CouponNotFound."""
    query = select(Coupon).where(Coupon.code == code.upper())
    if enterprise_id is not None:
        query = query.where(Coupon.enterprise_id == enterprise_id)
    found: Coupon | None = db.session.scalar(
        query.options(joinedload(Coupon.enterprise), selectinload(Coupon.scopes))
    )
    if found is None:
        raise CouponNotFound
    return found


def list_coupons(
    enterprise_id: int | None = None, cursor: str | None = None, limit: int | None = None
) -> Page[Coupon]:
    """Coupons newest first: all of them, or those one enterprise pays for."""
    query = select(Coupon).options(joinedload(Coupon.enterprise)).order_by(Coupon.id.desc())
    if enterprise_id is not None:
        query = query.where(Coupon.enterprise_id == enterprise_id)
    if cursor:
        query = query.where(Coupon.id < decode_cursor(cursor, [int])[0])
    size = clamp_limit(limit, 30)
    rows = db.session.scalars(query.limit(size + 1)).all()
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


def sums_of(coupon_ids: Collection[int]) -> dict[int, UseSum]:
    """What each coupon has cost so far, in one statement; those never used are left out."""
    query = (
        select(CouponUse.coupon_id, func.count(), func.sum(CouponUse.amount_won))
        .join(Order, Order.id == CouponUse.order_id)
        .where(
            CouponUse.coupon_id.in_(coupon_ids),
            CouponUse.status == UseStatus.HELD,
            Order.status != OrderStatus.AWAITING_PAYMENT,
        )
        .group_by(CouponUse.coupon_id)
    )
    return {each: UseSum(int(n), int(won)) for each, n, won in db.session.execute(query)}


def list_uses(
    coupon_id: int, cursor: str | None = None, limit: int | None = None
) -> Page[tuple[CouponUse, Order]]:
    """Uses of a coupon with their orders, newest first."""
    query = (
        select(CouponUse, Order)
        .join(Order, Order.id == CouponUse.order_id)
        .where(CouponUse.coupon_id == coupon_id)
        .order_by(CouponUse.id.desc())
    )
    if cursor:
        query = query.where(CouponUse.id < decode_cursor(cursor, [int])[0])
    size = clamp_limit(limit, 30)
    rows = [(use, order) for use, order in db.session.execute(query.limit(size + 1))]
    items = rows[:size]
    return Page(items, encode_cursor(items[-1][0].id) if len(rows) > size else None)


def count_grants(coupon_id: int) -> int:
    """In how many purses a coupon lies."""
    query = select(func.count()).select_from(CouponGrant).filter_by(coupon_id=coupon_id)
    return int(db.session.scalar(query) or 0)


def public_coupons(product_ids: Collection[int]) -> dict[int, list[Coupon]]:
    """Open coupons that reduce each product today, whoever looks: the same for everybody.

    Two statements for any number of products, three where coupons run. Used-up ones are left out.
    """
    today = clock.today()
    query = (
        select(Coupon)
        .where(
            Coupon.audience == CouponAudience.OPEN,
            Coupon.status == CouponStatus.ACTIVE,
            and_(Coupon.starts_on <= today, Coupon.ends_on >= today),
            or_(Coupon.total_uses.is_(None), Coupon.used < Coupon.total_uses),
        )
        .options(selectinload(Coupon.scopes))
        .order_by(Coupon.ends_on, Coupon.id)
        .limit(MOST_CHOICES)
    )
    running = db.session.scalars(query).all()
    marks = read_marks(product_ids) if running else {}
    return {
        each: [coupon for coupon in running if means(coupon, found)]
        for each, found in marks.items()
    }


@dataclass(frozen=True, slots=True)
class ScopeChoices:
    """What a coupon may be limited to."""

    categories: Sequence[Category]
    brands: Sequence[Brand]
    exhibitions: Sequence[Exhibition]


def scope_choices() -> ScopeChoices:
    """Top categories, brands, and exhibitions that are not over."""
    tops = select(Category).where(Category.parent_id.is_(None)).order_by(Category.position)
    marks = select(Brand).order_by(Brand.name)
    shown = (
        select(Exhibition)
        .where(Exhibition.ends_on >= clock.today())
        .order_by(Exhibition.position, Exhibition.id)
    )
    return ScopeChoices(
        db.session.scalars(tops.limit(MOST_CHOICES)).all(),
        db.session.scalars(marks.limit(MOST_CHOICES)).all(),
        db.session.scalars(shown.limit(MOST_CHOICES)).all(),
    )


def list_payers() -> Sequence[Enterprise]:
    """Enterprises that sell, by name."""
    query = (
        select(Enterprise)
        .where(Enterprise.status == EnterpriseStatus.ACTIVE)
        .order_by(Enterprise.name, Enterprise.id)
        .limit(MOST_CHOICES)
    )
    return db.session.scalars(query).all()


def find_payer(name: str) -> Enterprise | None:
    """The enterprise that sells under this name, None when there is none or more than one."""
    query = select(Enterprise).filter_by(name=name.strip(), status=EnterpriseStatus.ACTIVE)
    found = db.session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None


def own_products(enterprise_id: int) -> Sequence[Product]:
    """What an enterprise has on sale, by name."""
    query = (
        select(Product)
        .where(Product.enterprise_id == enterprise_id, Product.status == ProductStatus.PUBLISHED)
        .order_by(Product.name, Product.id)
        .limit(MOST_CHOICES)
    )
    return db.session.scalars(query).all()


def scope_names(coupon: Coupon) -> list[str]:
    """What a coupon is limited to, by name; empty for everything its payer may reduce."""
    sources = (
        ("category_id", Category.id, Category.name),
        ("brand_id", Brand.id, Brand.name),
        ("exhibition_id", Exhibition.id, Exhibition.title),
        ("enterprise_id", Enterprise.id, Enterprise.name),
        ("product_id", Product.id, Product.name),
    )
    names: list[str] = []
    for column, key, name in sources:
        ids = [getattr(each, column) for each in coupon.scopes if getattr(each, column)]
        if ids:
            names += db.session.scalars(select(name).where(key.in_(ids)).order_by(key)).all()
    return names


@dataclass(frozen=True, slots=True)
class Borne:
    """What was taken off one parcel, by who bears it: its own enterprise, or the centre."""

    own_won: int
    centre_won: int


def borne_of(parcel: Parcel) -> Borne:
    """Who bears a parcel's reduction; one without any asks nothing of the database."""
    whole = sum(line.reduced_won for line in parcel.lines)
    if not whole:
        return Borne(0, 0)
    own = (
        select(func.coalesce(func.sum(CouponShare.amount_won), 0))
        .join(CouponUse, CouponUse.id == CouponShare.use_id)
        .where(
            CouponShare.order_line_id.in_([line.id for line in parcel.lines]),
            CouponUse.payer_id == parcel.enterprise_id,
        )
    )
    own_won = int(db.session.scalar(own) or 0)
    return Borne(own_won, whole - own_won)


def coupons_given_to(account_id: int) -> Sequence[Coupon]:
    """Every coupon somebody was ever given, oldest first."""
    query = (
        select(Coupon)
        .join(CouponGrant, CouponGrant.coupon_id == Coupon.id)
        .where(CouponGrant.account_id == account_id)
        .order_by(CouponGrant.id)
    )
    return db.session.scalars(query).all()


def uses_by(person: str) -> list[tuple[CouponUse, str]]:
    """Every use counted for a mail address, with the order's number, oldest first."""
    query = (
        select(CouponUse, Order.number)
        .join(Order, Order.id == CouponUse.order_id)
        .where(CouponUse.person == person)
        .options(joinedload(CouponUse.coupon))
        .order_by(CouponUse.id)
    )
    return [(use, number) for use, number in db.session.execute(query)]
