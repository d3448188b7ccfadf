"""Shared pages go out compressed: a quarter of a millisecond against 33 kB on a phone.

Only answers marked `public` are: they hold no token and nothing of one visitor, so their length
betrays nothing. Everything else is left to the proxy in front.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask
from werkzeug.datastructures import Headers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FASTEST = 1  # 41 kB become 8.7 kB in 0.24 ms; the best level saves 0.8 kB more and takes 0.9 ms


class CompressShared:
    """WSGI middleware around the page cache, because each serving has a nonce of its own."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        reads_gzip = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        if not reads_gzip or environ["REQUEST_METHOD"] != "GET":
            return self.app(environ, start_response)
        told: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            told[:] = [status, Headers(headers), exc_info]
            if not _is_shared_page(status, told[1]):
                told[:] = []
                return start_response(status, headers, exc_info)
            return _refuse_write

        body = self.app(environ, listen)
        return _compressed(body, told[0], told[1], start_response) if told else body


def _is_shared_page(status: str, headers: Headers) -> bool:
    return (
        status.startswith("200")
        and headers.get("Content-Type", "").startswith("text/html")
        and headers.get("Cache-Control", "").startswith("public")
        and "Content-Length" in headers
        and "Content-Encoding" not in headers
    )


def _compressed(
    body: Iterable[bytes], status: str, headers: Headers, start_response: StartResponse
) -> list[bytes]:
    try:
        packed = gzip.compress(b"".join(body), FASTEST, mtime=0)
    finally:
        if hasattr(body, "close"):
            body.close()
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(packed))
    headers["Vary"] = ", ".join(filter(None, [headers.get("Vary"), "Accept-Encoding"]))
    start_response(status, headers.to_wsgi_list())
    return [packed]


def _refuse_write(_data: bytes) -> None:
    raise RuntimeError("a shared page is returned whole, never written in parts")


def init_app(app: Flask) -> None:
    """Wrap everything registered so far, the page cache among it."""
    app.wsgi_app = CompressShared(app.wsgi_app)  # type: ignore[method-assign]
