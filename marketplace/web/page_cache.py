"""Public pages kept for a few seconds, in front of Flask, for visitors nobody knows.

A page is kept when its view declared `cache_seconds`, the visitor sent no session, remember
or cart cookie, and the answer set no cookie. Language is part of the key. The nonce of a
kept page is replaced at each serving, so that no two visitors share one.
"""

from __future__ import annotations

import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, g, request, session
from werkzeug.http import parse_cookie

from marketplace.web.access import declared_access
from marketplace.web.translation import LANGUAGE_COOKIE

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MAX_PAGES = 256
MAX_PAGE_BYTES = 256 * 1024
# Rather too often than too seldom: how much space a server forgives around a name is its affair.
KNOWN_VISITOR = re.compile(r"(?:ieum_session|remember_token|ieum_cart)\s*=")
# What the limiter tells one asker about themselves.
OF_ONE_ASKER = {
    *("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"),
}


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One answer as it can be served again; `nonce` stands wherever a fresh one goes."""

    until: float
    headers: list[tuple[str, str]]
    body: bytes
    nonce: str
    etag: str = ""

    def headers_without_body(self) -> list[tuple[str, str]]:
        return [each for each in self.headers if each[0] not in {"Content-Length", "Content-Type"}]

    def fresh(self) -> tuple[list[tuple[str, str]], bytes]:
        return under_new_nonce(self.headers, self.body, self.nonce)


def under_new_nonce(
    headers: list[tuple[str, str]], body: bytes, nonce: str
) -> tuple[list[tuple[str, str]], bytes]:
    """A kept answer with a nonce of its own wherever the kept one's stands."""
    if not nonce:
        return headers, body
    new = secrets.token_urlsafe(16)
    headers = [(name, value.replace(nonce, new)) for name, value in headers]
    return headers, body.replace(nonce.encode(), new.encode())


class PageCache:
    """WSGI middleware over an in-process LRU of whole answers."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app
        self.pages: OrderedDict[str, KeptPage] = OrderedDict()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.app(environ, start_response)
        kept = self.pages.get(key)
        if kept is not None and kept.until > time.monotonic():
            if kept.etag and kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
                start_response("304 NOT MODIFIED", kept.headers_without_body())
                return []
            headers, body = kept.fresh()
            start_response("200 OK", headers)
            return [body]
        environ["ieum.keep_page"] = lambda page: self.keep(key, page)
        return self.app(environ, start_response)

    def keep(self, key: str, page: KeptPage) -> None:
        self.pages[key] = page
        self.pages.move_to_end(key)
        while len(self.pages) > MAX_PAGES:
            self.pages.popitem(last=False)

    def clear(self) -> None:
        """Forget everything, as a test between two pages must."""
        self.pages.clear()


def key_of(environ: WSGIEnvironment) -> str | None:
    """What makes two requests the same, None when the answer may not be shared."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_HX_REQUEST" in environ:
        return None
    cookies = environ.get("HTTP_COOKIE", "")
    if cookies and KNOWN_VISITOR.search(cookies):
        return None
    # Read as the page itself reads it: a cookie understood otherwise would poison the other
    # language's page for everybody.
    said = parse_cookie(cookies).get(LANGUAGE_COOKIE) if cookies else ""
    language = "en" if said == "en" else "ko"
    host = environ.get("HTTP_HOST", "")
    return f"{language} {host} {environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"


def is_shared_page() -> bool:
    """Whether this answer may be kept: templates then print nothing of one visitor."""
    needed = declared_access(request.endpoint)
    return (
        needed is not None
        and needed.cache_seconds > 0
        and request.method == "GET"
        and not KNOWN_VISITOR.search(request.headers.get("Cookie", ""))
    )


def offer(response: Response) -> Response:
    """After each request: say whether it may be kept, and give it to the cache."""
    needed = declared_access(request.endpoint)
    if not is_shared_page() or needed is None or response.status_code != 200:
        response.headers.setdefault("Cache-Control", "no-store")
        return response
    if "Set-Cookie" in response.headers or session.modified:
        response.headers["Cache-Control"] = "no-store"
        return response
    # An answer that has said already how long others may keep it is kept here for less.
    response.headers.setdefault("Cache-Control", f"public, max-age={needed.cache_seconds}")
    response.headers["Vary"] = "Cookie, HX-Request"
    keep = request.environ.get("ieum.keep_page")
    if keep and not response.is_streamed and (response.content_length or 0) < MAX_PAGE_BYTES:
        keep(_page(response, needed.cache_seconds))
    return response


def _page(response: Response, seconds: int) -> KeptPage:
    return KeptPage(
        until=time.monotonic() + seconds,
        headers=[each for each in response.headers.items() if each[0] not in OF_ONE_ASKER],
        body=response.get_data(),
        nonce=g.get("csp_nonce", ""),
        etag=response.headers.get("ETag", ""),
    )


def init_app(app: Flask) -> None:
    """Put the cache in front; registered so that `offer` sees the finished headers."""
    app.jinja_env.globals["is_shared_page"] = is_shared_page
    app.after_request_funcs.setdefault(None, []).insert(0, offer)
    if not app.testing:
        cache = PageCache(app.wsgi_app)
        app.extensions["page_cache"] = cache
        app.wsgi_app = cache  # type: ignore[method-assign]
