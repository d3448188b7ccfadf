"""Stopping letters from the letter itself, without signing in."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.accounts.consents import (
    consents_in_force,
    record_consents,
    said_yes_to_news,
)
from marketplace.accounts.models import Account, ConsentKind
from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.notify.optional import Topic, consents_to

KINDS = {Topic.NEWS: ConsentKind.MARKETING_MAIL}


@consents_to(Topic.NEWS)
def wants_news(email: str) -> bool:
    """Whether a member with this mail address has said yes to news, and no since."""
    query = select(Account.id).where(
        Account.email == email.lower(), Account.disabled_at.is_(None), said_yes_to_news(Account.id)
    )
    return db.session.scalar(query) is not None


def stop_letters(topic: Topic, email: str) -> None:
    """Note that somebody wants no more letters of a topic; twice is once, and so is nobody."""
    query = select(Account).where(Account.email == email.lower())
    account = db.session.scalar(query.with_for_update(of=Account))
    if account is None:
        return
    held = consents_in_force(account.id).get(KINDS[topic])
    if held is not None and held.agreed:
        record_consents(account.id, {KINDS[topic]: False})
        audit.record("account:letters_stopped", account, topic=topic.value)
