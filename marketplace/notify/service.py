"""Queue a letter with the deed it tells of; it leaves only if that deed is committed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.core.jobs import enqueue_after_commit
from marketplace.notify.models import Letter


def queue_letter(
    template: str, recipient: str, dedupe_key: str, *, locale: str = "ko", **context: Any
) -> Letter:
    """Queue `templates/email/<template>.{txt,html}` for one person.

    `dedupe_key` names the news (`order-confirmed:17`): the same news queued twice is one
    letter. `context` holds JSON values only.
    """
    told = db.session.scalar(select(Letter).filter_by(dedupe_key=dedupe_key))
    if told is not None:
        return told
    letter = Letter(
        template=template,
        recipient=recipient,
        dedupe_key=dedupe_key,
        locale=locale,
        context=context,
    )
    db.session.add(letter)
    db.session.flush()
    enqueue_after_commit("letters.send")
    return letter


def already_told(dedupe_keys: Sequence[str]) -> set[str]:
    """Those of the keys whose letter was queued before, in one statement."""
    query = select(Letter.dedupe_key).where(Letter.dedupe_key.in_(dedupe_keys))
    return set(db.session.scalars(query))
