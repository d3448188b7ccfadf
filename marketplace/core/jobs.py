"""Names for background work: packages declare jobs here, the job library runs them.

A job is told what to do by JSON-able arguments, opens its own transaction() and may run
twice, so each one is written to be harmless when repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flask import current_app

from marketplace.core.database import after_commit


@dataclass(frozen=True, slots=True)
class Job:
    """A named deed that runs when asked, and by itself when it says so.

    `every_minutes` from 1 to 59; `nightly_at` is an hour on a Seoul clock.
    """

    name: str
    run: Callable[..., object]
    every_minutes: int = 0
    retries: int = 3
    nightly_at: int | None = None


class Queue(Protocol):
    """Where jobs are put: the broker, or a list in tests."""

    def put(self, name: str, *args: Any) -> None: ...


JOBS: dict[str, Job] = {}


def job(
    name: str, *, every_minutes: int = 0, retries: int = 3, nightly_at: int | None = None
) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Declare a function as the job `package.deed`; raises ValueError for a name taken."""

    def declare(function: Callable[..., object]) -> Callable[..., object]:
        if name in JOBS and JOBS[name].run.__qualname__ != function.__qualname__:
            raise ValueError(f"job {name} is declared twice")
        JOBS[name] = Job(name, function, every_minutes, retries, nightly_at)
        return function

    return declare


def enqueue(name: str, *args: Any) -> None:
    """Ask for a job now; raises KeyError for an undeclared one."""
    queue: Queue = current_app.extensions["jobs"]
    queue.put(JOBS[name].name, *args)


def enqueue_after_commit(name: str, *args: Any) -> None:
    """Ask for a job once the open transaction() has committed."""
    after_commit(lambda: enqueue(name, *args))
