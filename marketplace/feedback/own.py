"""Reviews as their author sees them: what may be written, what was written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace.core.database import db
from marketplace.core.pagination import Page
from marketplace.feedback.models import Review, ReviewPicture, ReviewStatus
from marketplace.feedback.queries import newest_first
from marketplace.feedback.writing import ARRIVED
from marketplace.orders.models import Channel, Order, OrderLine, Parcel


def reviews_of_lines(line_ids: Collection[int]) -> Mapping[int, Review]:
    """The reviews of order lines by line, erased ones among them."""
    if not line_ids:
        return {}
    query = select(Review).where(Review.order_line_id.in_(line_ids))
    return {review.order_line_id: review for review in db.session.scalars(query)}


def list_reviewable_lines(account_id: int, limit: int = 20) -> Sequence[OrderLine]:
    """What a member received and has not reviewed, with its order, the newest first."""
    query = (
        select(OrderLine)
        .join(OrderLine.parcel)
        .join(Parcel.order)
        .outerjoin(Review, Review.order_line_id == OrderLine.id)
        .where(
            Order.account_id == account_id,
            Order.channel == Channel.STORE,
            Parcel.status.in_(ARRIVED),
            OrderLine.quantity > OrderLine.cancelled_quantity,
            Review.id.is_(None),
        )
        .options(contains_eager(OrderLine.parcel).contains_eager(Parcel.order))
        .order_by(OrderLine.id.desc())
        .limit(limit)
    )
    return db.session.scalars(query).all()


def list_reviews_of_account(
    account_id: int, cursor: str | None = None, limit: int | None = None
) -> Page[Review]:
    """What a member wrote, newest first, hidden ones among them."""
    line = joinedload(Review.line, innerjoin=True)
    query = select(Review).where(
        Review.account_id == account_id, Review.status != ReviewStatus.ERASED
    )
    return newest_first(
        query.options(
            selectinload(Review.pictures).joinedload(ReviewPicture.picture, innerjoin=True),
            line.joinedload(OrderLine.parcel, innerjoin=True).joinedload(
                Parcel.order, innerjoin=True
            ),
        ),
        cursor,
        limit,
    )
