"""Static files as a first visit wants them: compressed, and kept for good once fetched."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request

ONE_YEAR = 365 * 24 * 3600
COMPRESSIBLE = {".css", ".js", ".svg"}  # fonts and pictures are compressed already
NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{8}\.woff2$")


@lru_cache(maxsize=128)
def _gzipped(path: Path, _mtime: float) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)


def slim(response: Response) -> Response:
    """After a static file: compress what shrinks, keep what carries its content's fingerprint."""
    if request.endpoint != "static" or response.status_code != 200:
        return response
    path = Path(current_app.static_folder or "static") / (request.view_args or {})["filename"]
    if request.args.get("v") or NAMED_BY_CONTENT.search(path.name):
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    if path.suffix in COMPRESSIBLE:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") and request.range is None:
            _compress(response, path)
    return response


def _compress(response: Response, path: Path) -> None:
    response.direct_passthrough = False
    response.close()  # the opened file; its bytes are replaced
    response.set_data(_gzipped(path, path.stat().st_mtime))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)  # the same file, other bytes


def init_app(app: Flask) -> None:
    app.after_request(slim)
