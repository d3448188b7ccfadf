"""Kept answers: the same key with the same request is answered again, with another refused."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from marketplace.payments.sandbox.ledger import Book
from marketplace.payments.sandbox.refusals import Refusal

KEPT_SECONDS = 24 * 3600  # docs.stripe.com/api/idempotent_requests: at least 24 hours
LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Call:
    """A request, as far as its sameness matters."""

    method: str
    path: str
    body: str

    @property
    def fingerprint(self) -> str:
        whole = f"{self.method}\n{self.path}\n{self.body}"
        return hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer given before."""

    status: int
    body: str
    request_id: str


def recall(book: Book, key: str, call: Call) -> Kept | None:
    """The answer kept for `key`; raises Refusal when the key was used for another request."""
    if not key:
        return None
    if len(key) > LONGEST_KEY:
        raise Refusal(400, f"Idempotency keys are at most {LONGEST_KEY} characters.")
    book.sql.execute("DELETE FROM kept_answer WHERE created < ?", (time.time() - KEPT_SECONDS,))
    row = book.sql.execute("SELECT * FROM kept_answer WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    if row["fingerprint"] != call.fingerprint:
        raise Refusal(
            400,
            "Keys for idempotent requests can only be used with the same parameters they were "
            f"first used with. Try using a key other than '{key}' if you meant to execute a "
            "different request.",
            kind="idempotency_error",
        )
    return Kept(row["status"], row["body"], row["request_id"])


def keep(book: Book, key: str, call: Call, answer: Kept) -> None:
    """Keep an answer; a refused request leaves nothing, because it never began."""
    if not key:
        return
    book.sql.execute(
        "INSERT INTO kept_answer VALUES (?, ?, ?, ?, ?, ?)",
        (key, call.fingerprint, answer.status, answer.body, answer.request_id, time.time()),
    )
