"""How many SQL statements a page costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from marketplace.core.database import Doors

# What the doors say for themselves is not the page's.
OWN = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ", "SHOW ")


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """The statements run within the block, as they were sent."""
    doors: Doors = app.extensions["doors"]
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(OWN):
            sent.append(statement)

    for engine in doors.engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in doors.engines:
            event.remove(engine, "before_cursor_execute", note)
