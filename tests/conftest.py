"""One suite, two databases: what touches the database runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.audit.service import SYSTEM, acting_as
from tests.support.databases import TestDatabase, TestDatabases, postgresql_url
from tests.support.queue import ListQueue
from tests.support.search_index import forget_index
from tests.support.visitors import Visitor

pytest_plugins = ["tests.support.browser", "tests.support.signing_in"]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was read and collected stays to the end: no collection looks at it again."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once on each database when it (or a fixture of it) asks for one."""
    if "database_kind" in metafunc.fixturenames:
        kinds = os.environ.get("TEST_DATABASES", "sqlite,postgresql").split(",")
        metafunc.parametrize("database_kind", kinds, indirect=True)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files made by a test are named by their parameter: their bytes differ between workers."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def test_databases() -> Iterator[TestDatabases]:
    """This worker's databases of each kind, migrated when first asked for."""
    with tempfile.TemporaryDirectory(prefix="ieum-test-") as folder:
        databases = TestDatabases(Path(folder))
        yield databases
        databases.close()


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`; the latter is skipped, by name, where there is no server."""
    kind: str = request.param
    if kind == "postgresql" and postgresql_url() is None:
        pytest.skip("no PostgreSQL: TEST_POSTGRESQL_URL is not set (scripts/test sets it)")
    return kind


@pytest.fixture
def test_database(database_kind: str, test_databases: TestDatabases) -> TestDatabase:
    """The migrated template of this kind, copied for every test."""
    return test_databases.of(database_kind)


@pytest.fixture
def app(test_database: TestDatabase) -> Iterator[Flask]:
    """The application on an empty, migrated database; a context is open."""
    test_database.reset()
    app = test_database.app
    app.extensions["jobs"] = ListQueue(app)
    app.test_client_class = Visitor
    forget_index(app)
    # Requests share this context, so the last one's person would sign what the next test does.
    with app.app_context(), acting_as(SYSTEM):
        yield app
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
