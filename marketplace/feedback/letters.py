"""Letters to authors and enterprises, queued with the deed they tell of."""

from __future__ import annotations

from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.feedback.models import Question, Review
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


def tell_asked(question: Question, product: Product) -> None:
    """To the enterprise that somebody asks; one without an address is not written to."""
    address = product.enterprise.email
    if address:
        queue_letter(
            "question_asked",
            address,
            f"question-asked:{question.id}",
            product_name=product.name,
            text=question.text,
            question_id=question.id,
        )


def tell_question_answered(question: Question) -> None:
    """To the asker, in the language they asked in; who has left is not written to."""
    _tell_asker("question_answered", question, f"question-answered:{question.id}")


def tell_question_hidden(question: Question) -> None:
    """To the asker that the office hid the question, and why."""
    at = f"{clock.now().timestamp():.0f}"
    _tell_asker("question_hidden", question, f"question-hidden:{question.id}:{at}")


def _tell_asker(template: str, question: Question, dedupe_key: str) -> None:
    if not question.email:
        return
    queue_letter(
        template,
        question.email,
        dedupe_key,
        locale=question.locale,
        product_name=question.product.name,
        text=question.text,
        answer=question.answer,
        reason=question.hidden_reason,
        public_id=question.public_id,
    )
