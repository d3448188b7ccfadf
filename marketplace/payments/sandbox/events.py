"""What the sandbox tells the shop: events kept until the shop has answered 2xx."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from typing import Any

from marketplace.core import clock
from marketplace.payments.sandbox.ledger import Book, new_id
from marketplace.payments.stripe_version import API_VERSION

LEASE_SECONDS = 20.0  # longer than one delivery may take, so that two couriers rarely meet
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 3600.0
GIVE_UP_AFTER = 40  # about a day and a half of tries


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way: the bytes that are signed and sent."""

    event_id: str
    payload: str
    attempt: int


def public(thing: dict[str, Any]) -> dict[str, Any]:
    """An object without what the sandbox keeps for itself."""
    return {key: value for key, value in thing.items() if not key.startswith("_")}


def append(book: Book, kind: str, thing: dict[str, Any]) -> str:
    """Record an event with the object as it is now, due at once; returns its id."""
    event = {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": int(clock.now().timestamp()),
        "data": {"object": public(thing)},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
    book.sql.execute(
        "INSERT INTO event (id, body, next_at) VALUES (?, ?, ?)",
        (event["id"], json.dumps(event, ensure_ascii=False), time.time()),
    )
    return str(event["id"])


def claim(book: Book) -> Delivery | None:
    """The next event that is due, held back from other couriers for a lease; None when idle."""
    row = book.sql.execute(
        "SELECT id, body, attempts FROM event WHERE next_at <= ? ORDER BY next_at LIMIT 1",
        (time.time(),),
    ).fetchone()
    if row is None:
        return None
    book.sql.execute(
        "UPDATE event SET attempts = attempts + 1, next_at = ? WHERE id = ?",
        (time.time() + LEASE_SECONDS, row["id"]),
    )
    return Delivery(row["id"], row["body"], row["attempts"] + 1)


def settle(book: Book, delivery: Delivery, answer: str) -> None:
    """Record what the shop answered: `200` ends the matter, anything else is tried again."""
    if answer.startswith("2"):
        book.sql.execute(
            "UPDATE event SET next_at = NULL, delivered_at = ?, last_answer = ? WHERE id = ?",
            (time.time(), answer, delivery.event_id),
        )
        return
    again = None
    if delivery.attempt < GIVE_UP_AFTER:
        again = time.time() + pause_after(delivery.attempt)
    book.sql.execute(
        "UPDATE event SET next_at = ?, last_answer = ? WHERE id = ?",
        (again, answer, delivery.event_id),
    )


def pause_after(attempt: int) -> float:
    """Seconds until the next try: doubling from one second to an hour, with jitter."""
    whole = min(FIRST_PAUSE_SECONDS * 2.0 ** (attempt - 1), LONGEST_PAUSE_SECONDS)
    return whole * random.uniform(0.5, 1.0)


def next_due(book: Book) -> float | None:
    """When the earliest undelivered event may be tried, as epoch seconds; None when idle."""
    row = book.sql.execute("SELECT min(next_at) AS at FROM event").fetchone()
    return None if row["at"] is None else float(row["at"])


def is_delivered(book: Book, event_id: str) -> bool:
    """Whether the shop has answered 2xx to the event."""
    row = book.sql.execute("SELECT delivered_at FROM event WHERE id = ?", (event_id,)).fetchone()
    return row is not None and row["delivered_at"] is not None


def send_again(book: Book, event_id: str) -> bool:
    """Make an event due once more; False when there is none of that id."""
    done = book.sql.execute(
        "UPDATE event SET next_at = ?, delivered_at = NULL WHERE id = ?", (time.time(), event_id)
    )
    return done.rowcount == 1


def listed(book: Book, newest: int = -1) -> list[dict[str, Any]]:
    """Events, newest first: their JSON with `_attempts`, `_delivered` and `_answer` added."""
    rows = book.sql.execute("SELECT * FROM event ORDER BY rowid DESC LIMIT ?", (newest,))
    return [
        json.loads(row["body"])
        | {
            "_attempts": row["attempts"],
            "_delivered": row["delivered_at"] is not None,
            "_answer": row["last_answer"],
        }
        for row in rows
    ]
