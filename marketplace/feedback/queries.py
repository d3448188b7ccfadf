"""Reading reviews: the public's, an author's, an enterprise's, the office's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, exists, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from marketplace.core.database import db
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.feedback.errors import ReviewNotFound
from marketplace.feedback.models import Review, ReviewPicture, ReviewReport, ReviewStatus
from marketplace.media.models import Picture, PictureState
from marketplace.orders.models import OrderLine, Parcel

PAGE = 5
WITH_PICTURES = selectinload(Review.pictures).joinedload(ReviewPicture.picture, innerjoin=True)
WITH_LINE = joinedload(Review.line, innerjoin=True)


class ReviewSort(StrEnum):
    """How a product's reviews stand."""

    NEWEST = "newest"
    BEST = "best"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Recount:
    """What a product's sums should be, counted anew."""

    rating_sum: int
    rating_count: int


def count_stars(product_id: int) -> dict[int, int]:
    """How many visible reviews gave 5, 4, 3, 2 and 1 stars."""
    query = (
        select(Review.stars, func.count())
        .where(Review.product_id == product_id, Review.status == ReviewStatus.VISIBLE)
        .group_by(Review.stars)
    )
    found = {stars: int(count) for stars, count in db.session.execute(query)}
    return {stars: found.get(stars, 0) for stars in (5, 4, 3, 2, 1)}


def recount(product_id: int) -> Recount:
    """The sums of a product from its reviews: the proof of what is kept on it."""
    counts = count_stars(product_id)
    return Recount(sum(stars * n for stars, n in counts.items()), sum(counts.values()))


def list_reviews(
    product_id: int,
    sort: ReviewSort = ReviewSort.NEWEST,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Review]:
    """Visible reviews of a product, by key; raises Invalid for a cursor that is not ours."""
    query = (
        select(Review)
        .where(Review.product_id == product_id, Review.status == ReviewStatus.VISIBLE)
        .options(WITH_PICTURES, WITH_LINE)
    )
    size = clamp_limit(limit, PAGE)
    rows = db.session.scalars(_in_order(query, sort, cursor).limit(size + 1)).all()
    items = rows[:size]
    if len(rows) <= size:
        return Page(items)
    last = items[-1]
    key = (last.id,) if sort is ReviewSort.NEWEST else (last.stars, last.id)
    return Page(items, encode_cursor(*key))


def _in_order(query: Select[Review], sort: ReviewSort, cursor: str | None) -> Select[Review]:
    if sort is ReviewSort.NEWEST:
        if cursor:
            query = query.where(Review.id < decode_cursor(cursor, [int])[0])
        return query.order_by(Review.id.desc())
    place = tuple_(Review.stars, Review.id)
    best = sort is ReviewSort.BEST
    if cursor:
        seen = tuple_(*decode_cursor(cursor, [int, int]))
        query = query.where(place < seen if best else place > seen)
    if best:
        return query.order_by(Review.stars.desc(), Review.id.desc())
    return query.order_by(Review.stars, Review.id)


def list_photos(product_id: int, limit: int) -> Sequence[tuple[str, Picture]]:
    """The newest pictures of visible reviews with the public id of the review of each."""
    query = (
        select(Review.public_id, Picture)
        .join(ReviewPicture, ReviewPicture.review_id == Review.id)
        .join(Picture, Picture.id == ReviewPicture.picture_id)
        .where(
            Review.product_id == product_id,
            Review.status == ReviewStatus.VISIBLE,
            Picture.state == PictureState.READY,
        )
        .order_by(Review.id.desc(), ReviewPicture.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def get_visible_review(public_id: str) -> Review:
    """A review everybody may read, with its product; raises ReviewNotFound."""
    query = select(Review).where(
        Review.public_id == public_id, Review.status == ReviewStatus.VISIBLE
    )
    return _one(query.options(WITH_PICTURES, WITH_LINE, joinedload(Review.product)))


def get_review(public_id: str) -> Review:
    """A review in any state with all that was said of it, for the office."""
    query = select(Review).where(Review.public_id == public_id)
    parts = (WITH_PICTURES, selectinload(Review.reports), joinedload(Review.product))
    return _one(query.options(*parts, _with_order()))


def get_review_of_enterprises(public_id: str, enterprise_ids: Collection[int]) -> Review:
    """A visible review of what one of the enterprises sells; raises ReviewNotFound."""
    query = select(Review).where(
        Review.public_id == public_id,
        Review.enterprise_id.in_(enterprise_ids),
        Review.status == ReviewStatus.VISIBLE,
    )
    return _one(query.options(WITH_PICTURES, WITH_LINE, joinedload(Review.product)))


def _one(query: Select[Review]) -> Review:
    review: Review | None = db.session.scalar(query)
    if review is None:
        raise ReviewNotFound
    return review


def _with_order() -> _AbstractLoad:
    line = joinedload(Review.line, innerjoin=True)
    return line.joinedload(OrderLine.parcel, innerjoin=True).joinedload(
        Parcel.order, innerjoin=True
    )


def list_reviews_of_enterprises(
    enterprise_ids: Collection[int],
    only_unanswered: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Review]:
    """Visible reviews of what enterprises sell, newest first."""
    query = select(Review).where(
        Review.enterprise_id.in_(enterprise_ids), Review.status == ReviewStatus.VISIBLE
    )
    if only_unanswered:
        query = query.where(Review.answer == "")
    return newest_first(query.options(WITH_PICTURES, WITH_LINE), cursor, limit)


def count_unanswered_reviews(enterprise_ids: Collection[int]) -> int:
    """How many visible reviews of what enterprises sell have no answer."""
    query = select(func.count()).where(
        Review.enterprise_id.in_(enterprise_ids),
        Review.status == ReviewStatus.VISIBLE,
        Review.answer == "",
    )
    return int(db.session.scalar(query) or 0)


def list_reported(cursor: str | None = None, limit: int | None = None) -> Page[Review]:
    """Visible reviews with reports nobody has looked at, newest review first."""
    waiting = exists().where(ReviewReport.review_id == Review.id, ReviewReport.settled_at.is_(None))
    query = select(Review).where(Review.status == ReviewStatus.VISIBLE, waiting)
    return newest_first(query.options(selectinload(Review.reports), WITH_LINE), cursor, limit)


def list_hidden(cursor: str | None = None, limit: int | None = None) -> Page[Review]:
    """Reviews the office hid, newest review first."""
    query = select(Review).where(Review.status == ReviewStatus.HIDDEN)
    return newest_first(query.options(selectinload(Review.reports), WITH_LINE), cursor, limit)


def count_reported() -> int:
    """How many visible reviews wait for the office."""
    query = (
        select(func.count(ReviewReport.review_id.distinct()))
        .join(Review, Review.id == ReviewReport.review_id)
        .where(ReviewReport.settled_at.is_(None), Review.status == ReviewStatus.VISIBLE)
    )
    return int(db.session.scalar(query) or 0)


def newest_first(query: Select[Review], cursor: str | None, limit: int | None) -> Page[Review]:
    """One page of any reviews by key, the newest first."""
    if cursor:
        query = query.where(Review.id < decode_cursor(cursor, [int])[0])
    size = clamp_limit(limit)
    rows = db.session.scalars(query.order_by(Review.id.desc()).limit(size + 1)).all()
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)
