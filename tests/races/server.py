"""A real gunicorn with several workers on a real database, for as long as a test needs it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import requests

from tests.support.databases import TestDatabase
from tests.support.programs import start_program, stop_program
from tests.support.serving import own_door

PROGRAM = ("gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", "fd://{door}", "wsgi:app")
WORKERS = 4
START_SECONDS = 60


@dataclass(frozen=True)
class Market:
    """A served shop: where it answers, what it stands on."""

    url: str
    database: TestDatabase
    var_dir: Path


@contextmanager
def serve(database: TestDatabase, folder: Path) -> Iterator[Market]:
    """Serve the database until the block ends; raises RuntimeError with what the server said."""
    door = own_door()
    market = Market(f"http://127.0.0.1:{door.getsockname()[1]}", database, folder)
    log = folder / "gunicorn.log"
    process = start_program(PROGRAM, _environment(market), log, door)
    door.close()  # now only the server's
    try:
        if not _answers(market, process):
            raise RuntimeError(log.read_text()[-3000:])
        yield market
    finally:
        stop_program(process)


def _environment(market: Market) -> dict[str, str]:
    return {
        **os.environ,
        "IEUM_ENV": "development",
        "DATABASE_URL": market.database.url,
        "VAR_DIR": str(market.var_dir),
        "PUBLIC_URL": market.url,
        "RATE_LIMITS": "false",
        "WEB_WORKERS": str(WORKERS),
    }


def _answers(market: Market, process: ForkServerProcess) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.is_alive():
        try:
            if requests.get(f"{market.url}/readyz", timeout=5).ok:
                return process.is_alive()
        except requests.RequestException:
            time.sleep(0.2)
    return False
