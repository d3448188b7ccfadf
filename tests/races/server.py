"""A real gunicorn with several workers on a real database, for as long as a test needs it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.support.databases import TestDatabase
from tests.support.serving import own_door

ROOT = Path(__file__).resolve().parents[2]
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
    with (folder / "gunicorn.log").open("w") as log:
        process = _start(market, door.fileno(), log.fileno())
        door.close()  # now only the server's
        try:
            if not _answers(market, process):
                raise RuntimeError((folder / "gunicorn.log").read_text()[-3000:])
            yield market
        finally:
            process.terminate()
            process.wait(timeout=30)


def _start(market: Market, door: int, log: int) -> subprocess.Popen[bytes]:
    gunicorn = Path(sys.executable).with_name("gunicorn")
    env = os.environ | {
        "IEUM_ENV": "development",
        "DATABASE_URL": market.database.url,
        "VAR_DIR": str(market.var_dir),
        "PUBLIC_URL": market.url,
        "RATE_LIMITS": "false",
        "WEB_WORKERS": str(WORKERS),
    }
    return subprocess.Popen(
        [
            gunicorn,
            "--config",
            "deploy/gunicorn.conf.py",
            "--bind",
            f"fd://{door}",
            "wsgi:app",
        ],
        cwd=ROOT,
        env=env,
        stdout=log,
        stderr=log,
        pass_fds=[door],
    )


def _answers(market: Market, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if requests.get(f"{market.url}/readyz", timeout=5).ok:
                return process.poll() is None
        except requests.RequestException:
            time.sleep(0.2)
    return False
