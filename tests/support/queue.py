"""A job library that remembers instead of running."""

from __future__ import annotations

from typing import Any

from flask import Flask

from marketplace.core.jobs import JOBS


class ListQueue:
    """core.jobs.Queue as a list; `run_all` does what was asked, in order."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.asked: list[tuple[str, tuple[Any, ...]]] = []

    def put(self, name: str, *args: Any) -> None:
        self.asked.append((name, args))

    def names(self) -> list[str]:
        return [name for name, _ in self.asked]

    def run_all(self) -> None:
        """Do everything asked, and what that asks, until nothing is left."""
        while self.asked:
            name, args = self.asked.pop(0)
            JOBS[name].run(*args)
