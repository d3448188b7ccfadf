"""Addresses of static files that change with their content, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask


@lru_cache(maxsize=512)
def _fingerprint(path: Path, _mtime: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Provide `asset_url('vendor/app.css')` to templates."""
    folder = Path(app.static_folder or "static")
    prefix = app.static_url_path or "/static"
    known: dict[str, str] = {}

    def asset_url(name: str) -> str:
        if name in known:
            return known[name]
        path = folder / name
        if not path.is_file():
            return f"{prefix}/{name}"
        url = f"{prefix}/{name}?v={_fingerprint(path, path.stat().st_mtime)}"
        if not app.debug:
            known[name] = url
        return url

    app.jinja_env.globals["asset_url"] = asset_url
