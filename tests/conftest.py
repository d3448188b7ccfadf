"""One suite, two databases: what touches the database runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.databases import TestDatabase, open_test_database, postgresql_url
from tests.support.queue import ListQueue

pytest_plugins = ["tests.support.browser", "tests.support.signing_in"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once on each database when it (or a fixture of it) asks for one."""
    if "database_kind" in metafunc.fixturenames:
        kinds = os.environ.get("TEST_DATABASES", "sqlite,postgresql").split(",")
        metafunc.parametrize("database_kind", kinds, scope="session", indirect=True)


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`; the latter is skipped, by name, where there is no server."""
    kind: str = request.param
    if kind == "postgresql" and postgresql_url() is None:
        pytest.skip("no PostgreSQL: TEST_POSTGRESQL_URL is not set (scripts/test sets it)")
    return kind


@pytest.fixture(scope="session")
def test_database(database_kind: str, app_factory_settings: Path) -> Iterator[TestDatabase]:
    """A migrated template of the database, copied for every test."""
    with open_test_database(database_kind, app_factory_settings) as database:
        yield database


@pytest.fixture(scope="session")
def app_factory_settings(worker_id: str) -> Iterator[Path]:
    """A folder of this worker's own for files, index and databases."""
    with tempfile.TemporaryDirectory(prefix=f"ieum-test-{worker_id}-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def shared_app(test_database: TestDatabase) -> Flask:
    """The application of this worker on one database kind."""
    return test_database.app


@pytest.fixture
def app(shared_app: Flask, test_database: TestDatabase) -> Iterator[Flask]:
    """The application on an empty, migrated database; a context is open."""
    test_database.reset()
    shared_app.extensions["jobs"] = ListQueue(shared_app)
    with shared_app.app_context():
        yield shared_app
    test_database.doors.dispose()


@pytest.fixture
def jobs(app: Flask) -> ListQueue:
    """What was asked of the job library; `jobs.run_all()` does it."""
    queue: ListQueue = app.extensions["jobs"]
    return queue


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without JavaScript; CSRF is on, use `submit` from tests.support.pages."""
    return app.test_client()
