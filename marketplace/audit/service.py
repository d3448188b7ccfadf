"""Write the audit row of a deed, inside the transaction that does it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from marketplace.audit.models import AuditEntry
from marketplace.core.database import db


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account, or a machine with a name (`job:reservations`, `webhook:stripe`)."""

    account_id: int | None
    label: str


SYSTEM = Actor(None, "system")

_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def current_actor() -> Actor:
    """Whoever acts in this request, command or job."""
    return _actor.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Let `actor` sign every audit row written within the block."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def record(action: str, subject: Any, **detail: Any) -> AuditEntry:
    """Add the row for `action` (`order:placed`) on a flushed model instance.

    `detail` holds JSON scalars only: what changed, from what, why. Never personal data
    that the subject itself is erased of.
    """
    actor = current_actor()
    entry = AuditEntry(
        actor_id=actor.account_id,
        actor_label=actor.label,
        action=action,
        subject_type=type(subject).__tablename__,
        subject_id=subject.id,
        detail=detail,
    )
    db.session.add(entry)
    return entry
