"""Real programs (gunicorn, `flask …`), each in a process forked from one that has read the code.

Starting Python and reading a thousand modules takes two seconds of a core; a race is over in less.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import socket
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORKED: ForkServerContext = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.support.code_once"])
STOP_SECONDS = 20.0


def start_program(
    words: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    door: socket.socket | None = None,
) -> ForkServerProcess:
    """`python -m words…` in its own environment, logging; `{door}` in a word is its number."""
    process = FORKED.Process(target=_become, args=(list(words), dict(environment), log, door))
    process.start()
    return process


def stop_program(process: ForkServerProcess) -> None:
    """Ask it to end, and end it when it does not."""
    process.terminate()
    process.join(STOP_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


def _become(
    words: list[str], environment: dict[str, str], log: Path, door: socket.socket | None
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    number = str(door.fileno()) if door else ""
    sys.argv = [word.replace("{door}", number) for word in words]
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)
