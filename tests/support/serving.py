"""The real stack on a free port: gunicorn workers and a job worker over one VAR_DIR."""

from __future__ import annotations

import os
import socket
import time
import urllib.error
import urllib.request
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.support.programs import start_program, stop_program

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def own_door() -> socket.socket:
    """A listening socket on a port of its own, for gunicorn's `--bind fd://…`.

    A server that is told a number binds it when it has started, and by then somebody else may.
    """
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    door.listen(2048)
    return door


class serving:  # noqa: N801 - reads as a context: `with serving(folder) as url`
    """Gunicorn and a job worker over one VAR_DIR, ended with the block."""

    def __init__(self, var_dir: Path, workers: int = 2, **settings: str) -> None:
        self.door = own_door()
        self.port: int = self.door.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "VAR_DIR": str(var_dir),
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "IEUM_ENV": "development",
            "WEB_WORKERS": str(workers),
            "RATE_LIMITS": "false",
            **settings,
        }
        self.log = var_dir / "stack.log"
        self.processes: list[ForkServerProcess] = []

    def _start(self, *words: str) -> None:
        self.processes.append(start_program(words, self.environment, self.log, self.door))

    def __enter__(self) -> str:
        config = ("--config", "deploy/gunicorn.conf.py")
        self._start("gunicorn", *config, "--bind", "fd://{door}", "wsgi:app")
        self._start("flask", "--app", "wsgi", "jobs", "work")
        self.door.close()  # now only the server's
        self._wait()
        return self.url

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=2)
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        self.__exit__()
        raise RuntimeError(f"the stack did not start; see {self.log}")

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            stop_program(process)
        self.processes.clear()
