"""The same jobs run on the embedded broker and on a shared one, by a real worker."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from marketplace import create_app, jobs
from marketplace.core.jobs import JOBS, enqueue, job
from tests.support.databases import TestDatabase
from tests.support.serving import free_port

LONGEST_WAIT_SECONDS = 20
done: list[str] = []


@job("tests.say")
def say(word: str) -> None:
    """A job that leaves a trace."""
    done.append(word)


def wait_until_it_listens(port: int) -> None:
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


@pytest.fixture(params=["sqlite", "redis"])
def broker_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A broker in a file, or a Redis of the test's own."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/jobs.sqlite3"
        return
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("no redis-server on this machine (scripts/test installs it where it may)")
    port = free_port()
    options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path))
    process = subprocess.Popen([server, *options], stdout=subprocess.DEVNULL)
    try:
        wait_until_it_listens(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def working(app: Flask, test_database: TestDatabase, broker_url: str) -> Iterator[Flask]:
    """An application whose jobs go to the broker, with a worker at it."""
    settings = replace(app.extensions["settings"], job_broker_url=broker_url)
    jobs.init_app(app, settings)
    consumer = app.extensions["huey"].create_consumer(workers=1, max_delay=0.1, periodic=False)
    consumer.start()
    done.clear()
    yield app
    consumer.stop(graceful=True)


def wait_for(count: int) -> None:
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while len(done) < count and time.monotonic() < until:
        time.sleep(0.05)


class TestBrokers:
    def test_a_worker_does_what_was_asked(self, working: Flask) -> None:
        enqueue("tests.say", "하나")
        enqueue("tests.say", "둘")
        wait_for(2)
        assert sorted(done) == ["둘", "하나"]

    def test_what_nobody_declared_is_refused_at_once(self, working: Flask) -> None:
        with pytest.raises(KeyError):
            enqueue("tests.unheard_of")


class TestDeclaring:
    def test_a_name_is_taken_once(self) -> None:
        with pytest.raises(ValueError, match="declared twice"):
            job("tests.say")(lambda: None)

    def test_every_job_is_named_for_its_package(self) -> None:
        assert all("." in name for name in JOBS)

    def test_the_list_names_every_job(self, app: Flask) -> None:
        shown = app.test_cli_runner().invoke(args=["jobs", "list"]).output
        assert "letters.send" in shown
        assert "every 1 min" in shown

    def test_production_code_declares_the_work_promised(self, app: Flask) -> None:
        promised = {"letters.send", "media.resize", "orders.release_expired", "search.drain"}
        assert promised <= set(JOBS)

    def test_a_second_application_has_a_broker_of_its_own(self, app: Flask, tmp_path: Path) -> None:
        settings = replace(
            app.extensions["settings"],
            var_dir=tmp_path,
            job_broker_url=f"sqlite:///{tmp_path}/other.sqlite3",
        )
        assert create_app(settings).extensions["huey"] is not app.extensions["huey"]
