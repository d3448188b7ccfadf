"""What is about to be bought, with the facts a coupon asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, literal, select, union_all
from sqlalchemy.orm import aliased

from marketplace.catalog.models import Category, Product
from marketplace.channels.models import BrandProduct, BrandProductStatus, ExhibitionEntry
from marketplace.core.database import db
from marketplace.orders.pricing import Obstacle, Quote
from marketplace.promotions.models import Coupon, CouponScope

PRODUCT, CATEGORY, BRAND, EXHIBITION, ENTERPRISE = (
    "product",
    "category",
    "brand",
    "exhibition",
    "enterprise",
)
Mark = tuple[str, int]


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One line; `marks` are all (kind, id) pairs a coupon may name to mean it."""

    option_id: int
    product_name: str
    enterprise_id: int
    gross_won: int
    marks: frozenset[Mark]


@dataclass(frozen=True, slots=True)
class Basket:
    """What can be ordered of a quote; `delivery_won` is never reduced."""

    lines: tuple[BasketLine, ...]
    delivery_won: int

    @property
    def goods_won(self) -> int:
        return sum(line.gross_won for line in self.lines)


def read_basket(quote: Quote) -> Basket:
    """The basket of a quote, with one statement for all its products."""
    lines = [line for line in quote.lines if line.obstacle is not Obstacle.NOT_FOR_SALE]
    marks = read_marks(line.offer.product_id for line in lines)
    return Basket(
        lines=tuple(
            BasketLine(
                option_id=line.offer.option_id,
                product_name=line.offer.product_name,
                enterprise_id=line.offer.enterprise_id,
                gross_won=line.gross_won,
                marks=marks[line.offer.product_id],
            )
            for line in lines
        ),
        delivery_won=quote.delivery_won,
    )


def read_marks(product_ids: Iterable[int]) -> dict[int, frozenset[Mark]]:
    """Everything a coupon may name to mean a product, by product id, in one statement."""
    ids = sorted(set(product_ids))
    found: dict[int, set[Mark]] = defaultdict(set)
    for product_id, kind, target_id in db.session.execute(_marks(ids)) if ids else ():
        if target_id is not None:
            found[product_id].add((kind, target_id))
    return {each: frozenset(found[each] | {(PRODUCT, each)}) for each in ids}


def _marks(ids: list[int]) -> CompoundSelect[int, str, int]:
    leaf = aliased(Category)
    return union_all(
        select(Product.id, literal(ENTERPRISE), Product.enterprise_id).where(Product.id.in_(ids)),
        select(Product.id, literal(CATEGORY), Product.category_id).where(Product.id.in_(ids)),
        select(Product.id, literal(CATEGORY), leaf.parent_id)
        .join(leaf, leaf.id == Product.category_id)
        .where(Product.id.in_(ids)),
        select(BrandProduct.product_id, literal(BRAND), BrandProduct.brand_id).where(
            BrandProduct.product_id.in_(ids), BrandProduct.status == BrandProductStatus.APPROVED
        ),
        select(
            ExhibitionEntry.product_id, literal(EXHIBITION), ExhibitionEntry.exhibition_id
        ).where(ExhibitionEntry.product_id.in_(ids)),
    )


def mark_of(scope: CouponScope) -> Mark:
    """What a scope names."""
    named = {
        ENTERPRISE: scope.enterprise_id,
        CATEGORY: scope.category_id,
        BRAND: scope.brand_id,
        EXHIBITION: scope.exhibition_id,
        PRODUCT: scope.product_id,
    }
    return next((kind, target) for kind, target in named.items() if target is not None)


def means(coupon: Coupon, marks: frozenset[Mark]) -> bool:
    """Whether a coupon reduces a product with these marks: its payer's own, and in its scope."""
    if coupon.enterprise_id is not None and (ENTERPRISE, coupon.enterprise_id) not in marks:
        return False
    return not coupon.scopes or any(mark_of(scope) in marks for scope in coupon.scopes)
