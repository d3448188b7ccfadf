"""Reviews in words and pictures, as the product page and its list show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.catalog.models import Product
from marketplace.catalog.ratings import MOST_STARS, mean_text
from marketplace.core import clock
from marketplace.core.pagination import Page
from marketplace.feedback.models import Review
from marketplace.feedback.queries import ReviewSort, count_stars, list_photos, list_reviews
from marketplace.web.filters import date_ko
from marketplace.web.images import Image, image_of

PHOTO_SIZES = "7.5rem"
PHOTOS = 6
SORTS = {
    ReviewSort.NEWEST: _l("최신순"),
    ReviewSort.BEST: _l("별점 높은 순"),
    ReviewSort.WORST: _l("별점 낮은 순"),
}


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One review; `paragraphs` are its lines, `answer` the enterprise's."""

    public_id: str
    author: str
    stars: int
    day: str
    written_on: str
    is_edited: bool
    option_name: str
    paragraphs: list[str]
    images: list[Image]
    answer: list[str]
    answered_day: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How many gave so many stars; `percent` of all, for drawing."""

    stars: int
    count_text: str
    percent: int


@dataclass(frozen=True, slots=True)
class Reviews:
    """A product's reviews: the sum of them, and a page of them."""

    address: str
    mean: str | None
    count: int
    bars: list[Bar]
    photos: list[tuple[str, Image]]
    cards: list[ReviewCard]
    sorts: list[dict[str, object]]
    more_href: str


def reviews_of(
    product: Product, sort: ReviewSort = ReviewSort.NEWEST, cursor: str | None = None
) -> Reviews:
    """What is said of a product; nothing more is asked of the database where nobody rated."""
    address = f"/products/{product.id}/reviews"
    has_any = bool(product.rating_count)
    page: Page[Review] = list_reviews(product.id, sort, cursor) if has_any else Page([])
    return Reviews(
        address=address,
        mean=mean_text(product.rating_sum, product.rating_count),
        count=product.rating_count,
        bars=_bars(count_stars(product.id)) if has_any else [],
        photos=_photos(product.id) if has_any else [],
        cards=review_cards(page.items),
        sorts=[
            {"href": f"{address}?sort={each.value}", "label": str(label), "current": each is sort}
            for each, label in SORTS.items()
        ],
        more_href=f"{address}?sort={sort.value}&cursor={page.next_cursor}"
        if page.next_cursor
        else "",
    )


def _bars(counts: dict[int, int]) -> list[Bar]:
    total = max(sum(counts.values()), 1)
    return [
        Bar(stars, f"{count:,}", (200 * count + total) // (2 * total))
        for stars, count in counts.items()
    ]


def _photos(product_id: int) -> list[tuple[str, Image]]:
    found = ((name, image_of(each, PHOTO_SIZES)) for name, each in list_photos(product_id, PHOTOS))
    return [(name, image) for name, image in found if image is not None]


def review_cards(reviews: Iterable[Review]) -> list[ReviewCard]:
    """Reviews loaded with pictures and line."""
    return [_card(each) for each in reviews]


def _card(review: Review) -> ReviewCard:
    images = (image_of(each.picture, PHOTO_SIZES) for each in review.pictures)
    return ReviewCard(
        public_id=review.public_id,
        author=author_of(review),
        stars=review.stars,
        day=date_ko(review.created_at),
        written_on=clock.seoul(review.created_at).date().isoformat(),
        is_edited=review.edited_at is not None,
        option_name=review.line.option_name,
        paragraphs=review.text.splitlines(),
        images=[image for image in images if image is not None],
        answer=review.answer.splitlines(),
        answered_day=date_ko(review.answered_at) if review.answered_at else "",
    )


def author_of(review: Review) -> str:
    """The masked name, or that its author is no member any more."""
    return review.author_mask or str(_("탈퇴한 회원"))


def ratings_said(reviews: Reviews) -> dict[str, Any]:
    """What search engines are told of a product's reviews (schema.org); nothing without any."""
    if reviews.mean is None:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": reviews.mean,
            "reviewCount": reviews.count,
            "bestRating": MOST_STARS,
            "worstRating": 1,
        },
        "review": [_said(card) for card in reviews.cards],
    }


def _said(card: ReviewCard) -> dict[str, Any]:
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": card.author},
        "datePublished": card.written_on,
        "reviewBody": "\n".join(card.paragraphs),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": card.stars,
            "bestRating": MOST_STARS,
            "worstRating": 1,
        },
    }
