"""Letters to authors and enterprises, queued with the deed they tell of."""

from __future__ import annotations

from marketplace.core import clock
from marketplace.feedback.models import Review
from marketplace.notify.service import queue_letter
from marketplace.orders.models import Order


def _tell_author(template: str, review: Review, reason: str = "") -> None:
    order: Order = review.line.parcel.order
    queue_letter(
        template,
        order.buyer_email,
        f"{template}:{review.id}:{clock.now().timestamp():.0f}",
        locale=order.locale,
        product_name=review.line.product_name,
        text=review.text,
        answer=review.answer,
        reason=reason,
        access_token=order.access_token,
        line_id=review.order_line_id,
    )


def tell_hidden(review: Review) -> None:
    """To the author that the office hid the review, and why."""
    _tell_author("review_hidden", review, review.hidden_reason)


def tell_shown(review: Review) -> None:
    """To the author that everybody sees it again."""
    _tell_author("review_shown", review)


def tell_answered(review: Review) -> None:
    """To the author that the enterprise has answered."""
    _tell_author("review_answered", review)
