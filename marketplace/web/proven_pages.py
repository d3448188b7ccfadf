"""Pages of one person, kept for a minute and proven by one statement each time they are asked for.

A view that calls `prove` names a statement whose row changes whenever its page would. The row is
read before the page's figures, so that whatever changes in between makes the kept page unequal,
never wrong. A later request of the same session for the same address runs only the statement:
when its row is the same, the kept bytes are the page. Nothing is kept that set a cookie, changed
its session, or showed a message once.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature
from sqlalchemy import Engine, Select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie

from marketplace.core import clock
from marketplace.core.database import Doors, db
from marketplace.web.page_cache import under_new_nonce

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

KEPT_SECONDS = 60  # who somebody is was read a moment before the proof; so long it may linger
MAX_PAGES = 128
MAX_PAGE_BYTES = 512 * 1024
SEEN_BY = ("HTTP_HOST", "HTTP_USER_AGENT", "REMOTE_ADDR", "HTTP_X_FORWARDED_FOR")


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement as text, and the row it gave before the page was made."""

    sql: str
    row: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ProvenPage:
    """An answer that can be given again on its day, while its proof holds."""

    until: float
    day: date
    proof: Proof
    headers: list[tuple[str, str]]
    body: bytes
    nonce: str

    def is_young(self) -> bool:
        """Whether it was made lately, and today."""
        return self.until > time.monotonic() and self.day == clock.today()

    def fresh(self) -> tuple[list[tuple[str, str]], bytes]:
        """Headers and body under a nonce of their own."""
        return under_new_nonce(self.headers, self.body, self.nonce)


class ProvenPages:
    """WSGI middleware over the pages this process has made lately."""

    def __init__(self, app: Flask, inner: WSGIApplication) -> None:
        self.app = app
        self.inner = inner
        self.pages: OrderedDict[str, ProvenPage] = OrderedDict()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self.key_of(environ)
        if key is None:
            return self.inner(environ, start_response)
        kept = self.pages.get(key)
        if kept is not None and kept.is_young() and self.holds(kept.proof):
            headers, body = kept.fresh()
            start_response("200 OK", headers)
            return [body]
        environ["ieum.keep_proven"] = lambda page: self.keep(key, page)
        return self.inner(environ, start_response)

    def keep(self, key: str, page: ProvenPage) -> None:
        """Remember a page; the one not asked for longest goes."""
        self.pages[key] = page
        self.pages.move_to_end(key)
        while len(self.pages) > MAX_PAGES:
            self.pages.popitem(last=False)

    def holds(self, proof: Proof) -> bool:
        """Whether the statement still gives the same row; no answer proves nothing."""
        try:
            with self.engine.connect() as connection:
                row = connection.exec_driver_sql(proof.sql).one_or_none()
        except SQLAlchemyError:
            return False
        return row is not None and tuple(row) == proof.row

    @cached_property
    def engine(self) -> Engine:
        doors: Doors = self.app.extensions["doors"]
        return doors.prove

    @cached_property
    def _reading(self) -> Callable[[str], Any]:
        serializer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        lifetime = int(self.app.permanent_session_lifetime.total_seconds())
        assert serializer is not None  # noqa: S101 - the application has a secret key
        return lambda cookie: serializer.loads(cookie, max_age=lifetime)

    def key_of(self, environ: WSGIEnvironment) -> str | None:
        """Whose page of which address this is; None where nobody has signed in.

        The session is read as Flask reads it, signature and age, and goes by what it holds:
        its cookie is signed anew with every answer.
        """
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_HX_REQUEST" in environ:
            return None
        cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
        signed = cookies.pop(self.app.config["SESSION_COOKIE_NAME"], "")
        if not signed or "no-cache" in environ.get("HTTP_CACHE_CONTROL", ""):
            return None
        try:
            held = self._reading(signed)
        except BadSignature:
            return None
        if "_user_id" not in held or held.get("_flashes"):
            return None
        asked = [environ["PATH_INFO"], environ.get("QUERY_STRING", ""), sorted(cookies.items())]
        seen = [environ.get(name, "") for name in SEEN_BY]
        return json.dumps([asked, seen, held], sort_keys=True, default=str)


def prove(statement: Callable[[], Select[*tuple[Any, ...]]], *named: Any) -> None:
    """Name the row that changes whenever this page would; read now, before its figures.

    `statement` is put together once for each `named`, because that costs more than running it.
    """
    if "ieum.keep_proven" not in request.environ:
        return
    sql = _text_of(statement, named)
    row = db.session.connection().exec_driver_sql(sql).one_or_none() if sql else None
    if row is not None:
        g.page_proof = Proof(sql, tuple(row))


MOST_TEXTS = 256


def _text_of(statement: Callable[[], Select[*tuple[Any, ...]]], named: tuple[Any, ...]) -> str:
    texts: OrderedDict[tuple[Any, ...], str] = current_app.extensions["proof_texts"]
    if named not in texts:
        dialect = db.session.get_bind().dialect
        made = str(statement().compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        # A driver would take a percent sign for a parameter; such a page is simply not kept.
        texts[named] = "" if "%" in made else made
        while len(texts) > MOST_TEXTS:
            texts.popitem(last=False)
    return texts[named]


def offer(response: Response) -> Response:
    """After each request: give a proven page to be kept."""
    keep = request.environ.get("ieum.keep_proven")
    proof = g.get("page_proof")
    changed = session.modified or "Set-Cookie" in response.headers
    if keep is None or proof is None or changed or response.status_code != 200:
        return response
    if response.is_streamed or (response.content_length or 0) > MAX_PAGE_BYTES:
        return response
    until = time.monotonic() + KEPT_SECONDS
    headers = list(response.headers.items())
    nonce = g.get("csp_nonce", "")
    keep(ProvenPage(until, clock.today(), proof, headers, response.get_data(), nonce))
    return response


def init_app(app: Flask) -> None:
    """Put the kept pages in front; registered so that `offer` sees the finished headers."""
    app.extensions["proof_texts"] = OrderedDict()
    app.after_request_funcs.setdefault(None, []).insert(0, offer)
    if not app.testing:
        app.wsgi_app = ProvenPages(app, app.wsgi_app)  # type: ignore[method-assign]
