"""What we hold of a member's words, as plain values for the member."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from marketplace.core.pagination import Page
from marketplace.feedback.models import Question, Review, ReviewPicture
from marketplace.feedback.own import list_reviews_of_account
from marketplace.feedback.question_queries import list_questions_of_account
from marketplace.feedback.seeing import seen_ids
from marketplace.media.pictures import size_paths


def feedback_of(account_id: int) -> dict[str, Any]:
    """Reviews, questions and what was looked at."""
    return {
        "reviews": [_review(each) for each in _all(list_reviews_of_account, account_id)],
        "questions": [_question(each) for each in _all(list_questions_of_account, account_id)],
        "seen_product_ids": seen_ids(account_id),
    }


def _all(read: Callable[[int, str | None, int], Page[Any]], account_id: int) -> Iterator[Any]:
    cursor: str | None = None
    while True:
        page = read(account_id, cursor, 100)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _review(review: Review) -> dict[str, Any]:
    return {
        "product": review.line.product_name,
        "stars": review.stars,
        "text": review.text,
        "status": review.status.value,
        "pictures": [_address(each) for each in review.pictures],
        "written_at": review.created_at.isoformat(),
        "answer": review.answer,
    }


def _address(hung: ReviewPicture) -> str:
    picture = hung.picture
    return f"/media/{size_paths(picture.digest, picture.width)[-1][1]}"


def _question(question: Question) -> dict[str, Any]:
    return {
        "product_id": question.product_id,
        "text": question.text,
        "is_secret": question.is_secret,
        "asked_at": question.created_at.isoformat(),
        "answer": question.answer,
    }
