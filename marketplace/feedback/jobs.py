"""Background work of this package."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from marketplace.audit.service import Actor, acting_as
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.jobs import job
from marketplace.feedback.models import Question
from marketplace.feedback.reminding import list_due, remind_of_order

# 전자상거래법 시행령 제6조: records of complaints and disputes are kept three years.
KEPT = timedelta(days=3 * 365 + 1)
AT_ONCE = 500


@job("feedback.erase_old_questions", nightly_at=3)
def erase_old_questions() -> int:
    """Erase questions older than three years with their answers; returns how many."""
    erased = 0
    while True:
        old = select(Question.id).where(Question.created_at < clock.now() - KEPT)
        ids = list(db.session.scalars(old.order_by(Question.id).limit(AT_ONCE)))
        if not ids:
            return erased
        with transaction() as session:
            session.execute(delete(Question).where(Question.id.in_(ids)))
        erased += len(ids)


@job("feedback.remind", nightly_at=10)
def remind() -> int:
    """Ask for reviews of what came two weeks ago; returns how many letters were queued."""
    asked = last = 0
    with acting_as(Actor(None, "job:feedback")):
        while due := list_due(last):
            for row in due:
                last = row.id
                with transaction():
                    asked += remind_of_order(row.id, row.email, row.name, row.locale)
    return asked
