"""The proof of the stars kept on products: every sum counted anew from the reviews."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, or_, select

from marketplace.catalog.models import Product
from marketplace.core.database import db
from marketplace.feedback.models import Review, ReviewStatus


@dataclass(frozen=True, slots=True)
class Difference:
    """A product whose kept (sum, count) are not what its visible reviews add up to."""

    product_id: int
    kept: tuple[int, int]
    counted: tuple[int, int]


def list_differences(limit: int = 100) -> list[Difference]:
    """The products that differ, by id, in one statement over all reviews; none is the proof."""
    visible = Review.status == ReviewStatus.VISIBLE
    counted = (
        select(
            Review.product_id,
            func.sum(case((visible, Review.stars), else_=0)).label("stars"),
            func.sum(case((visible, 1), else_=0)).label("count"),
        )
        .group_by(Review.product_id)
        .subquery()
    )
    stars = func.coalesce(counted.c.stars, 0)
    count = func.coalesce(counted.c["count"], 0)
    query = (
        select(Product.id, Product.rating_sum, Product.rating_count, stars, count)
        .outerjoin(counted, counted.c.product_id == Product.id)
        .where(or_(Product.rating_sum != stars, Product.rating_count != count))
        .order_by(Product.id)
        .limit(limit)
    )
    return [
        Difference(row[0], (row[1], row[2]), (int(row[3]), int(row[4])))
        for row in db.session.execute(query)
    ]
