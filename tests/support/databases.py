"""Fresh databases for tests, quickly: migrate once, copy for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from marketplace import config, create_app
from marketplace.core.database import Doors
from marketplace.web.extensions import limiter


def postgresql_url() -> str | None:
    """The server tests may create databases on, None when there is none."""
    return os.environ.get("TEST_POSTGRESQL_URL")


def settings_for(folder: Path, database_url: str) -> config.Settings:
    """Settings of a test application that keeps everything in one folder."""
    return config.Settings(
        env="test",
        database_url=database_url,
        secret_key=config.DEMO_SECRET,
        stripe_secret_key=config.SANDBOX_KEY,
        stripe_webhook_secret=config.SANDBOX_WEBHOOK_SECRET,
        var_dir=folder,
        public_url="http://localhost",
        job_broker_url=f"sqlite:///{folder}/jobs.sqlite3",
        rate_limit_storage_url="memory://",
        mail_url="log://",
        mail_sender="이음장터 <no-reply@demo.example>",
        proxy_hops=0,
        rate_limits_enabled=True,
    )


# Rows of every table that has any, and every counter back to its beginning. Foreign keys are
# not checked on the way, because all rows go.
EMPTY = """
DO $$
DECLARE
  each record;
  filled boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR each IN
    SELECT tablename AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', each.name) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM %I', each.name); END IF;
  END LOOP;
  FOR each IN SELECT sequencename AS name FROM pg_sequences WHERE last_value IS NOT NULL LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', each.name);
  END LOOP;
END $$
"""


@dataclass
class TestDatabase:
    """One worker's database of one kind, and how to make it empty again."""

    __test__ = False

    kind: str
    url: str
    app: Flask
    template: str
    spoiled: bool = True
    emptying: Engine | None = None

    @property
    def doors(self) -> Doors:
        doors: Doors = self.app.extensions["doors"]
        return doors

    def reset(self) -> None:
        """Give the next test an empty, migrated database."""
        self.doors.dispose()
        if self.kind == "sqlite":
            path = Path(self.url.removeprefix("sqlite:///"))
            for leftover in path.parent.glob(path.name + "-*"):
                leftover.unlink()
            shutil.copyfile(self.template, path)
        elif self.spoiled or not self._empty():
            self._copy_template()
        self.spoiled = False

    def _copy_template(self) -> None:
        if self.emptying is not None:
            self.emptying.dispose()
        name = make_url(self.url).database
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')

    def _empty(self) -> bool:
        # Copying a PostgreSQL database takes half a second, emptying the few tables a test
        # wrote to a fiftieth of that.
        if self.emptying is None:
            options = {"options": "-c lock_timeout=2000"}
            self.emptying = create_engine(
                self.url, isolation_level="AUTOCOMMIT", connect_args=options
            )
        try:
            with self.emptying.connect() as connection:
                connection.execute(text(EMPTY))
        except OperationalError:  # somebody still holds a row: a copy asks nobody
            return False
        return True


def _on_server(statement: str) -> None:
    server = postgresql_url()
    assert server is not None
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def build(folder: Path, url: str) -> Flask:
    """A test application; limits are ready but off, a test of them switches them on."""
    app = create_app(settings_for(folder, url))
    limiter.enabled = False
    return app


def migrate(app: Flask) -> None:
    """Build the schema the way every real database is built."""
    with app.app_context():
        flask_migrate.upgrade()


class TestDatabases:
    """The databases of one test process, opened when first asked for and closed together."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: dict[str, TestDatabase] = {}
        self.stack = ExitStack()

    def of(self, kind: str) -> TestDatabase:
        """The database of a kind, migrated on the first call."""
        if kind not in self.opened:
            maker = _sqlite if kind == "sqlite" else _postgresql
            self.opened[kind] = self.stack.enter_context(maker(self.folder / kind))
        return self.opened[kind]

    def close(self) -> None:
        """Drop what was made."""
        self.stack.close()


@contextmanager
def _sqlite(folder: Path) -> Iterator[TestDatabase]:
    folder.mkdir()
    path, template = folder / "test.sqlite3", folder / "template.sqlite3"
    app = build(folder, f"sqlite:///{path}")
    migrate(app)
    doors: Doors = app.extensions["doors"]
    with doors.write.connect() as connection:
        # The template must be one file: move everything out of the write-ahead log.
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    doors.dispose()
    shutil.copyfile(path, template)
    yield TestDatabase("sqlite", f"sqlite:///{path}", app, str(template))
    doors.dispose()


@contextmanager
def _postgresql(folder: Path) -> Iterator[TestDatabase]:
    folder.mkdir()
    server = postgresql_url()
    assert server is not None
    suffix = f"{os.getpid()}"
    template, name = f"ieum_template_{suffix}", f"ieum_test_{suffix}"
    for each in (template, name):
        _on_server(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')
    _on_server(f'CREATE DATABASE "{template}"')
    url = make_url(server)
    maker = build(folder, _with(url, template))
    migrate(maker)
    maker.extensions["doors"].dispose()
    app = build(folder, _with(url, name))
    database = TestDatabase("postgresql", _with(url, name), app, template)
    yield database
    if database.emptying is not None:
        database.emptying.dispose()
    app.extensions["doors"].dispose()
    for each in (name, template):
        _on_server(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')


def _with(url: object, database: str) -> str:
    return make_url(str(url.set(database=database))).render_as_string(hide_password=False)  # type: ignore[attr-defined]
