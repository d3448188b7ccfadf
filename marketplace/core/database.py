"""Two doors to one database: reading that cannot write, and one transaction that may.

SQLite allows one writer. A transaction that reads first and then wants to write fails with
SQLITE_BUSY however long it waits, so writing takes its lock at BEGIN IMMEDIATE, waits
briefly and asks again after a random pause: a long wait starves one process for good.
PostgreSQL gets the same two doors (READ ONLY and READ WRITE), so that a page which writes
by accident fails on both.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    create_engine,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry

from marketplace.core.errors import Busy
from marketplace.core.types import BigId

Row = TypeVar("Row")

BUSY_TIMEOUT_MS = 20
WAIT_FOR_WRITE_LOCK_SECONDS = 10.0

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base; constraint names are fixed so that they can be told to people."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={int: BigId}
    )


@dataclass(frozen=True, slots=True)
class Doors:
    """The reading and the writing engine of one application, and one for proofs.

    `prove` is for one statement that only reads, asked again and again: its user must take a
    failure as "no", because a connection that has gone fails once before it is replaced.
    """

    read: Engine
    write: Engine
    prove: Engine

    @property
    def engines(self) -> list[Engine]:
        """One for each pool of connections."""
        found = {id(each.pool): each for each in (self.read, self.prove, self.write)}
        return list(found.values())

    def dispose(self) -> None:
        """Close every pooled connection, as a forked worker or a test must."""
        for each in self.engines:
            each.dispose()


class RoutingSession(FlaskSession):
    """Reads through the read door unless a transaction() is open."""

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Engine | Connection:
        doors: Doors = current_app.extensions["doors"]
        return doors.write if self.info.get("writing") else doors.read


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": RoutingSession},
    engine_options={},
)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model  # made at run time, so type checkers are shown its base


def init_app(app: Flask, url: str) -> None:
    """Give the application its two doors."""
    app.config.setdefault("SQLALCHEMY_DATABASE_URI", url)
    db.init_app(app)
    app.extensions["doors"] = open_doors(url)


def open_doors(url: str) -> Doors:
    """Engines for a database URL: `sqlite:///…` or `postgresql+psycopg://…`."""
    return _sqlite_doors(url) if url.startswith("sqlite") else _postgresql_doors(url)


def _sqlite_doors(url: str) -> Doors:
    write, read = create_engine(url), create_engine(url)
    event.listen(write, "connect", _prepare_sqlite)
    event.listen(read, "connect", _prepare_sqlite)
    event.listen(read, "connect", _forbid_writing)
    event.listen(write, "begin", _begin_immediate)
    event.listen(read, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return Doors(read, write, read)


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-16000",
        "temp_store=MEMORY",
    ):
        _pragma_patiently(connection, pragma)


def _pragma_patiently(connection: sqlite3.Connection, pragma: str) -> None:
    # The very first switch to WAL needs the file alone; several processes start at once.
    until = time.monotonic() + WAIT_FOR_WRITE_LOCK_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}").close()
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(random.uniform(0.005, 0.05))


def _forbid_writing(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA query_only=ON").close()


def _begin_immediate(connection: Connection) -> None:
    until = time.monotonic() + WAIT_FOR_WRITE_LOCK_SECONDS
    pause = 0.004
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except OperationalError as error:
            if "locked" not in str(error) and "busy" not in str(error):
                raise
            if time.monotonic() > until:
                raise Busy("지금 이용이 몰리고 있어요. 잠시 뒤 다시 시도해 주세요.") from error
        time.sleep(random.uniform(0.001, pause))
        pause = min(pause * 1.5, 0.06)


def _postgresql_doors(url: str) -> Doors:
    options = "-c timezone=UTC -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"
    write = create_engine(url, pool_pre_ping=True, connect_args={"options": options})
    # Neither a ping before nor a rollback after: a proof costs less than they do (0.3 ms with
    # them left out, 0.6 with them).
    prove = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        pool_size=1,
        pool_reset_on_return=None,
        connect_args={"options": f"{options} -c default_transaction_read_only=on"},
    )
    return Doors(write.execution_options(postgresql_readonly=True), write, prove)


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of writing: commits at the end of the block, rolls back on any error.

    Opened by entry points only (views, commands, jobs) around one service verb. What was
    read before is read again inside, under the lock. Raises Busy when SQLite's write lock
    cannot be had within 10 s, RuntimeError when nested.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("a transaction is already open; services only flush")
    session.rollback()
    session.info["writing"] = True
    session.info["after_commit"] = []
    try:
        session.connection()
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False
    _do_all(session, session.info.pop("after_commit", []))


def _do_all(session: Session, deeds: list[Callable[[], object]]) -> None:
    """Every deed, because what is committed has happened even when telling of it fails."""
    for deed in deeds:
        try:
            deed()
        except Exception:
            session.rollback()  # a failed read must not stand in the way of the next deed
            current_app.logger.exception("committed, but what follows failed: %r", deed)


def hold(kind: type[Row], row_id: int) -> Row | None:
    """One row, held against others until the transaction ends, as it stands then; or None.

    Held by its id alone and read afterwards: an instance with a version column that was read
    before we waited would be refused as stale if it were read and locked in one statement.
    """
    key = inspect(kind).primary_key[0]
    if db.session.scalar(select(key).where(key == row_id).with_for_update()) is None:
        return None
    return db.session.get(kind, row_id, populate_existing=True)


def after_commit(deed: Callable[[], object]) -> None:
    """Do `deed` once the open transaction() has committed, and never if it has not.

    A deed that fails is logged; it neither undoes the act nor stops the other deeds.
    """
    db.session().info["after_commit"].append(deed)


def can_answer() -> bool:
    """Whether the database answers a trivial question right now."""
    try:
        db.session.execute(text("SELECT 1"))
    except OperationalError:
        return False
    return True
