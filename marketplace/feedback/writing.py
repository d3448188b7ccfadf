"""The author's acts on a review: written, changed, deleted; the product's sums go with each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.catalog.ratings import MOST_STARS, add_rating
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.feedback.errors import NotReviewable, ReviewNotFound, ReviewTakenDown
from marketplace.feedback.masking import mask_name
from marketplace.feedback.models import (
    REVIEW_TRANSITIONS,
    Review,
    ReviewAct,
    ReviewPicture,
    ReviewStatus,
)
from marketplace.feedback.wording import clean
from marketplace.media.discarding import discard_picture
from marketplace.media.pictures import CheckedPicture, keep_picture
from marketplace.orders.models import Channel, Order, OrderLine, ParcelStatus
from marketplace.orders.queries import lock_order

MOST_PICTURES = 5
LEAST_TEXT, MOST_TEXT = 5, 2_000
ARRIVED = (ParcelStatus.DELIVERED, ParcelStatus.ACCEPTED)
TOO_MANY = T("사진은 %(most)d장까지 올릴 수 있어요.", most=MOST_PICTURES)


@dataclass(frozen=True, slots=True)
class Draft:
    """A review as its author means it; `dropped` are picture ids to take away."""

    stars: int
    text: str
    pictures: Sequence[CheckedPicture] = ()
    dropped: Collection[int] = field(default=())


def is_reviewable(order: Order, line: OrderLine) -> bool:
    """Bought in the shop and arrived: nobody reviews what they did not buy or do not have."""
    arrived = line.parcel.status in ARRIVED and line.sent_quantity > 0
    return order.channel is Channel.STORE and arrived


def find_review(line_id: int) -> Review | None:
    """The review of an order line, None while there is none."""
    return db.session.scalar(select(Review).filter_by(order_line_id=line_id))


def save_review(order_id: int, line_id: int, draft: Draft) -> Review:
    """Write the review of a line, or change it; sent twice it is one.

    Raises NotReviewable, ReviewTakenDown, or Invalid naming `stars`, `text` or `pictures`.
    """
    draft = replace(draft, text=clean(draft.text))
    order = lock_order(order_id)  # two posts of one review wait for each other here
    line = _line(order, line_id)
    _check(draft)
    review = find_review(line.id)
    if review is None:
        return _write(order, line, draft)
    if review.status is ReviewStatus.ERASED:
        raise ReviewTakenDown
    return _change(review, draft)


def _line(order: Order, line_id: int) -> OrderLine:
    line = db.session.get(OrderLine, line_id)
    if line is None or line.parcel.order_id != order.id:
        raise ReviewNotFound
    if not is_reviewable(order, line):
        raise NotReviewable
    return line


def _check(draft: Draft) -> None:
    faults: dict[str, list[str]] = {}
    if not 1 <= draft.stars <= MOST_STARS:
        faults["stars"] = [T("별점을 골라 주세요.")]
    if not LEAST_TEXT <= len(draft.text) <= MOST_TEXT:
        said = T("후기는 %(least)d자에서 2,000자 사이로 적어 주세요.", least=LEAST_TEXT)
        faults["text"] = [said]
    if len(draft.pictures) > MOST_PICTURES:
        faults["pictures"] = [TOO_MANY]
    if faults:
        raise Invalid(next(iter(faults.values()))[0], faults)


def _write(order: Order, line: OrderLine, draft: Draft) -> Review:
    review = Review(
        order_line_id=line.id,
        product_id=line.product_id,
        enterprise_id=line.parcel.enterprise_id,
        account_id=order.account_id,
        author_mask=mask_name(order.buyer_name),
        stars=draft.stars,
        text=draft.text,
    )
    db.session.add(review)
    db.session.flush()
    _hang(review, draft, order.account_id)
    add_rating(review.product_id, review.stars, 1)
    audit.record("review:written", review, stars=review.stars)
    return review


def _change(review: Review, draft: Draft) -> Review:
    was = (review.stars, review.text, [each.picture_id for each in review.pictures])
    if review.is_visible:
        add_rating(review.product_id, draft.stars - review.stars, 0)
    before, review.stars, review.text = review.stars, draft.stars, draft.text
    _take_down(review, draft.dropped)
    _hang(review, draft, review.account_id)
    if was != (review.stars, review.text, [each.picture_id for each in review.pictures]):
        review.edited_at = clock.now()
        audit.record("review:edited", review, stars=review.stars, stars_before=before)
    db.session.flush()
    return review


def _hang(review: Review, draft: Draft, uploaded_by: int | None) -> None:
    """Add pictures that are not there yet: the same one sent twice is one."""
    held = {each.picture.digest for each in review.pictures}
    new = {each.digest: each for each in draft.pictures if each.digest not in held}
    if len(held) + len(new) > MOST_PICTURES:
        raise Invalid(TOO_MANY, {"pictures": [TOO_MANY]})
    for checked in new.values():
        picture = keep_picture(checked, "", uploaded_by)
        review.pictures.append(ReviewPicture(picture=picture))
    db.session.flush()


def _take_down(review: Review, picture_ids: Collection[int]) -> None:
    for each in [each for each in review.pictures if each.picture_id in picture_ids]:
        picture = each.picture
        review.pictures.remove(each)
        db.session.flush()
        discard_picture(picture)


def delete_review(order_id: int, line_id: int) -> None:
    """The author takes it back with its pictures; raises ReviewNotFound when there is none."""
    order = lock_order(order_id)
    line = db.session.get(OrderLine, line_id)
    review = find_review(line_id)
    if line is None or line.parcel.order_id != order.id or review is None:
        raise ReviewNotFound
    if review.status is ReviewStatus.ERASED:
        raise ReviewNotFound
    _take_down(review, [each.picture_id for each in review.pictures])
    audit.record("review:deleted", review, stars=review.stars, was=review.status.value)
    if review.is_visible:
        add_rating(review.product_id, -review.stars, -1)
        db.session.delete(review)
    else:
        review.status = REVIEW_TRANSITIONS.after(review.status, ReviewAct.ERASE)
        review.text = ""
    db.session.flush()
