"""What feedback hears from below."""

from __future__ import annotations

from sqlalchemy import update

from marketplace.core.database import db
from marketplace.core.events import News, listens_to
from marketplace.feedback.models import Question, Review
from marketplace.feedback.seeing import forget_seen


@listens_to(News.ACCOUNT_LEAVING)
def forget_author(account_id: int) -> None:
    """Words stay for those who read them, without the name; where answers go is erased."""
    quietly = {"synchronize_session": False}
    db.session.execute(
        update(Review)
        .where(Review.account_id == account_id)
        .values(account_id=None, author_mask=""),
        execution_options=quietly,
    )
    db.session.execute(
        update(Question)
        .where(Question.account_id == account_id)
        .values(account_id=None, author_mask="", email=""),
        execution_options=quietly,
    )
    forget_seen(account_id)
