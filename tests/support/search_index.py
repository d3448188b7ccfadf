"""The search index between tests."""

from __future__ import annotations

import shutil

from flask import Flask


def forget_index(app: Flask) -> None:
    """Leave a test without an index: what it searches for, it builds (`worker.rebuild()`)."""
    shutil.rmtree(app.extensions["settings"].index_dir, ignore_errors=True)
    for name in ("search_engine", "search_rebuild_asked"):
        app.extensions.pop(name, None)
