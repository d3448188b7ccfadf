"""What others do about a review: report it, hide it, show it again, answer it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from marketplace.audit import service as audit
from marketplace.catalog.ratings import add_rating
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.feedback import letters
from marketplace.feedback.errors import AlreadyAnswered, ReviewNotFound
from marketplace.feedback.models import (
    REVIEW_TRANSITIONS,
    ReportReason,
    Review,
    ReviewAct,
    ReviewReport,
    ReviewStatus,
)
from marketplace.feedback.wording import clean

MOST_REASON = 300
MOST_ANSWER = 1_000


def lock_review(public_id: str) -> Review:
    """The review, held against others until the transaction ends; raises ReviewNotFound."""
    query = select(Review).filter_by(public_id=public_id).with_for_update(of=Review)
    review = db.session.scalar(query.execution_options(populate_existing=True))
    if review is None:
        raise ReviewNotFound
    return review


def report_review(public_id: str, reporter: str, reason: ReportReason, detail: str) -> bool:
    """Say that a visible review is wrong; False when this person has said so before."""
    review = lock_review(public_id)
    if not review.is_visible:
        raise ReviewNotFound
    said = select(ReviewReport.id).filter_by(review_id=review.id, reporter=reporter)
    if db.session.scalar(said) is not None:
        return False
    report = ReviewReport(
        review_id=review.id, reporter=reporter, reason=reason, detail=clean(detail)[:MOST_REASON]
    )
    db.session.add(report)
    db.session.flush()
    audit.record("review:reported", review, reason=reason.value)
    return True


def hide_review(public_id: str, reason: str) -> Review:
    """The office hides a review; it leaves the mean and its author is told why.

    Raises Invalid without a reason, ImpossibleTransition unless it is visible.
    """
    said = clean(reason)
    if not 1 <= len(said) <= MOST_REASON:
        fault = T("가리는 까닭을 300자 안으로 적어 주세요. 글쓴이에게 그대로 전달됩니다.")
        raise Invalid(fault, {"reason": [fault]})
    review = lock_review(public_id)
    review.status = REVIEW_TRANSITIONS.after(review.status, ReviewAct.HIDE)
    review.hidden_reason = said
    _settle_reports(review)
    add_rating(review.product_id, -review.stars, -1)
    audit.record("review:hidden", review, reason=said)
    letters.tell_hidden(review)
    return review


def show_review(public_id: str) -> Review:
    """The office shows a hidden review again; raises ImpossibleTransition for any other."""
    review = lock_review(public_id)
    review.status = REVIEW_TRANSITIONS.after(review.status, ReviewAct.SHOW)
    review.hidden_reason = ""
    add_rating(review.product_id, review.stars, 1)
    audit.record("review:shown", review)
    letters.tell_shown(review)
    return review


def keep_review(public_id: str) -> Review:
    """The office has read what was reported and leaves the review as it is."""
    review = lock_review(public_id)
    _settle_reports(review)
    audit.record("review:kept", review)
    return review


def _settle_reports(review: Review) -> None:
    db.session.execute(
        update(ReviewReport)
        .where(ReviewReport.review_id == review.id, ReviewReport.settled_at.is_(None))
        .values(settled_at=clock.now())
    )


def answer_review(public_id: str, enterprise_ids: Collection[int], answer: str) -> Review:
    """The enterprise answers a review of its product, once; the author is told.

    Raises ReviewNotFound for another's, AlreadyAnswered, Invalid naming `answer`.
    """
    said = clean(answer)
    if not 1 <= len(said) <= MOST_ANSWER:
        fault = T("답글을 1,000자 안으로 적어 주세요.")
        raise Invalid(fault, {"answer": [fault]})
    review = lock_review(public_id)
    if review.enterprise_id not in enterprise_ids or review.status is not ReviewStatus.VISIBLE:
        raise ReviewNotFound
    if review.answer:
        raise AlreadyAnswered
    review.answer, review.answered_at = said, clock.now()
    audit.record("review:answered", review)
    letters.tell_answered(review)
    db.session.flush()
    return review
