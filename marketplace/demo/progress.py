"""Steps that are done once, told as they go.

The audit trail remembers which steps are finished: a second loading passes over them, and
one that was killed takes up the step it was in, whose deeds find what is there already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.audit.models import AuditEntry
from marketplace.core.database import db, transaction
from marketplace.demo.people import OFFICE_MAIL, find_account

T = TypeVar("T")


class Watcher(Protocol):
    """Who looks on: a progress bar, or nobody."""

    def begin(self, title: str, total: int) -> None: ...

    def advance(self) -> None: ...


class Nobody:
    """Looks away."""

    def begin(self, title: str, total: int) -> None:
        """A step begins."""

    def advance(self) -> None:
        """One more is done."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the demo data; `name` stays for ever in the audit trail."""

    name: str
    run: Callable[[Watcher], None]


def watched(items: Iterable[T], watcher: Watcher, title: str) -> Iterator[T]:
    """The items one after the other, the watcher told of each once it is done."""
    whole = list(items)
    watcher.begin(title, len(whole))
    for item in whole:
        yield item
        watcher.advance()


def is_done(step: Step) -> bool:
    """Whether an earlier loading finished the step."""
    return (
        db.session.scalar(select(AuditEntry.id).filter_by(action=_action(step)).limit(1))
        is not None
    )


def mark_done(step: Step) -> None:
    """Remember, so that a later loading leaves the step alone even if its rows were edited."""
    office = find_account(OFFICE_MAIL)
    with transaction():
        audit.record(_action(step), office)


def _action(step: Step) -> str:
    return f"demo:{step.name}"
