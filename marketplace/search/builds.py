"""Where the index lies: whole builds side by side and one pointer that is switched at once.

`current` names the build in use. A rebuild fills a new directory and then replaces the
pointer by rename, so a reader sees the old index or the new one and never half of one.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from marketplace.core import clock
from marketplace.core.text import T
from marketplace.search.errors import IndexUnusable, WriterAtWork

FORMAT = 4  # raise when fields.py or analysis.py cut words differently: asks for a rebuild


@dataclass(frozen=True, slots=True)
class Build:
    """One complete index on disk."""

    path: Path
    built_at: datetime

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class Builds:
    """The builds under one directory."""

    home: Path

    def current(self) -> Build:
        """The build in use; raises IndexUnusable when there is none that we can read."""
        try:
            said = json.loads(self._pointer.read_bytes())
            build = Build(self._place(said["build"]), datetime.fromisoformat(said["built_at"]))
            fits = said["format"] == FORMAT
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnusable(f"no search index in {self.home}") from error
        if not fits:
            raise IndexUnusable(f"the search index in {self.home} has another format")
        return build

    def start(self) -> Build:
        """An empty directory for a new build."""
        now = clock.now()
        path = self._place(f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}")
        path.mkdir(parents=True)
        return Build(path, now)

    def switch_to(self, build: Build) -> None:
        """Make `build` the one that is read, from one moment to the next."""
        settle(build.path)
        said = {"build": build.name, "built_at": build.built_at.isoformat(), "format": FORMAT}
        fresh = self.home / f"current.{secrets.token_hex(4)}"
        fresh.write_text(json.dumps(said))
        _sync(fresh)
        fresh.replace(self._pointer)
        _sync(self.home)

    def sweep(self, *keep: Build) -> None:
        """Remove every other build: older ones and what a crash left half done."""
        names = {build.name for build in keep}
        for path in (self.home / "builds").glob("*"):
            if path.name not in names:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[None]:
        """Be the single writer within the block; raises WriterAtWork when another one still is
        after `patience` seconds."""
        self.home.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + patience
        with (self.home / "writer.lock").open("a") as lock:
            while not _locks(lock):
                if time.monotonic() >= until:
                    raise WriterAtWork(T("다른 작업이 검색 색인을 쓰고 있습니다."))
                time.sleep(0.05)
            yield

    @property
    def _pointer(self) -> Path:
        return self.home / "current"

    def _place(self, name: str) -> Path:
        return self.home / "builds" / Path(name).name


def _locks(file: IO[str]) -> bool:
    """Whether the file could be locked; the lock falls with the file, even in a crash."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def settle(directory: Path) -> None:
    """Force a directory's files to disk, because Whoosh itself never does."""
    for path in directory.iterdir():
        if path.is_file():
            _sync(path)
    _sync(directory)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
