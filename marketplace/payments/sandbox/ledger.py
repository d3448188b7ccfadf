"""The sandbox's own small database: objects as JSON, kept keys, events and their deliveries."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BUSY_SECONDS = 10.0

SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    id TEXT PRIMARY KEY, body TEXT NOT NULL, parent TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS object_parent ON object (parent);
CREATE TABLE IF NOT EXISTS kept_answer (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL,
    body TEXT NOT NULL, request_id TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS event (
    id TEXT PRIMARY KEY, body TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    next_at REAL, delivered_at REAL, last_answer TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS event_due ON event (next_at) WHERE next_at IS NOT NULL;
"""


def new_id(prefix: str) -> str:
    """An identifier in Stripe's manner: `cs_test_…`, `pi_…`."""
    return f"{prefix}_{secrets.token_hex(12)}"


class Ledger:
    """Opens the file per use, so that forked workers and threads never share a connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(SCHEMA)

    @contextmanager
    def writing(self) -> Iterator[Book]:
        """One transaction; rolled back on any error."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Book(connection)
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous=OFF")  # invented money need not outlive a power cut
        try:
            yield connection
        finally:
            connection.close()


class Book:
    """What may be done with the sandbox's rows inside one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.sql = connection

    def find(self, object_id: str) -> dict[str, Any] | None:
        """The object as last saved, or None."""
        row = self.sql.execute("SELECT body FROM object WHERE id = ?", (object_id,)).fetchone()
        return None if row is None else json.loads(row["body"])

    def get(self, object_id: str) -> dict[str, Any]:
        """The object as last saved; raises KeyError."""
        found = self.find(object_id)
        if found is None:
            raise KeyError(object_id)
        return found

    def save(self, thing: dict[str, Any], parent: str = "") -> None:
        """Insert or replace an object; `parent` groups refunds under their payment."""
        self.sql.execute(
            "INSERT INTO object (id, body, parent) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (thing["id"], json.dumps(thing, ensure_ascii=False), parent),
        )

    def children(self, parent: str) -> list[dict[str, Any]]:
        """Every object saved under `parent`, oldest first."""
        rows = self.sql.execute(
            "SELECT body FROM object WHERE parent = ? ORDER BY rowid", (parent,)
        )
        return [json.loads(row["body"]) for row in rows]
