"""A real gunicorn with several workers on a real database, for as long as a test needs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.support.databases import TestDatabase

ROOT = Path(__file__).resolve().parents[2]
PORTS = range(8130, 8140)
WORKERS = 4
START_SECONDS = 60


@dataclass(frozen=True)
class Market:
    """A served shop: where it answers, what it stands on."""

    url: str
    database: TestDatabase
    var_dir: Path


def free_port() -> int:
    """A port of ours nobody listens on."""
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("every port from 8130 to 8139 is taken")


@contextmanager
def serve(database: TestDatabase, folder: Path) -> Iterator[Market]:
    """Serve the database until the block ends; a port lost to somebody else is given up."""
    for _ in range(5):
        port = free_port()
        market = Market(f"http://127.0.0.1:{port}", database, folder)
        log = (folder / "gunicorn.log").open("w")
        process = _start(market, port, log.fileno())
        try:
            if _answers(market, process):
                yield market
                return
        finally:
            process.terminate()
            process.wait(timeout=30)
            log.close()
    raise RuntimeError((folder / "gunicorn.log").read_text()[-3000:])


def _start(market: Market, port: int, log: int) -> subprocess.Popen[bytes]:
    gunicorn = Path(sys.executable).with_name("gunicorn")
    env = os.environ | {
        "IEUM_ENV": "development",
        "DATABASE_URL": market.database.url,
        "VAR_DIR": str(market.var_dir),
        "PUBLIC_URL": market.url,
        "RATE_LIMITS": "false",
        "WEB_WORKERS": str(WORKERS),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.Popen(
        [
            gunicorn,
            "--config",
            "deploy/gunicorn.conf.py",
            "--bind",
            f"127.0.0.1:{port}",
            "wsgi:app",
        ],
        cwd=ROOT,
        env=env,
        stdout=log,
        stderr=log,
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
