"""Open coupons beside a product: the same words for everybody, so that the page can be shared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.promotions.models import Coupon
from marketplace.promotions.queries import public_coupons
from marketplace.web.coupons import promise
from marketplace.web.filters import date_ko

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class CouponNote:
    """One coupon in a line: its name, what it promises, until when."""

    name: str
    says: str
    until: str


def coupon_notes(product_ids: Collection[int]) -> dict[int, list[CouponNote]]:
    """The open coupons of each product, those ending first in front."""
    found = public_coupons(product_ids)
    return {each: [_note(one) for one in running[:MOST_SHOWN]] for each, running in found.items()}


def _note(coupon: Coupon) -> CouponNote:
    until = str(_("%(day)s까지", day=date_ko(coupon.ends_on)))
    return CouponNote(coupon.name, promise(coupon), until)
