"""What is kept for everybody holds nothing of anybody."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask, Response, request, session
from flask.testing import FlaskClient
from werkzeug.wrappers import Request

from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.page_cache import PageCache, init_app, key_of
from marketplace.web.security import csp_nonce, harden

served: list[str] = []
pages = Blueprint("pages", __name__)


@pages.get("/kept")
@access(Permission.SHOP_BROWSE, cache_seconds=30)
def kept() -> str:
    served.append("kept")
    return f"nonce {csp_nonce()}"


@pages.get("/private")
@access(Permission.SHOP_BROWSE)
def private() -> str:
    served.append("private")
    return "private"


@pages.get("/tagged")
@access(Permission.SHOP_BROWSE, cache_seconds=30)
def tagged() -> Response:
    served.append("tagged")
    answer = Response("words", headers={"Cache-Control": "public, max-age=60"})
    answer.headers["X-RateLimit-Remaining"] = "119"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@pages.get("/remembers")
@access(Permission.SHOP_BROWSE, cache_seconds=30)
def remembers() -> str:
    session["seen"] = True
    return "remembers"


def asked(cookies: str) -> dict[str, str]:
    """A request for a page with a Cookie header as it came over the wire."""
    return {"REQUEST_METHOD": "GET", "PATH_INFO": "/kept", "HTTP_COOKIE": cookies}


@pytest.fixture
def visitor() -> FlaskClient:
    app = Flask(__name__)
    app.secret_key = "test"
    app.config["SESSION_COOKIE_NAME"] = "ieum_session"
    app.register_blueprint(pages)
    app.after_request(harden)
    init_app(app)
    assert isinstance(app.extensions["page_cache"], PageCache)
    served.clear()
    return app.test_client()


class TestPageCache:
    def test_serves_the_second_visitor_from_memory(self, visitor: FlaskClient) -> None:
        assert visitor.get("/kept").status_code == visitor.get("/kept").status_code == 200
        assert served == ["kept"]

    def test_gives_each_visitor_a_nonce_of_their_own(self, visitor: FlaskClient) -> None:
        first, second = visitor.get("/kept"), visitor.get("/kept")
        assert first.text != second.text
        for answer in (first, second):
            nonce = answer.text.removeprefix("nonce ")
            assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]

    def test_keeps_languages_apart(self, visitor: FlaskClient) -> None:
        visitor.get("/kept")
        visitor.set_cookie("lang", "en")
        visitor.get("/kept")
        assert served == ["kept", "kept"]

    @pytest.mark.parametrize(
        ("cookies", "language"),
        [
            ('lang="en"', "en"),
            ("lang=en-GB", "ko"),
            ("lang=ko; lang=en", "ko"),
            ("lang = en", "en"),
        ],
    )
    def test_reads_the_language_as_the_page_does(self, cookies: str, language: str) -> None:
        read = Request({"HTTP_COOKIE": cookies}).cookies["lang"]
        assert ("en" if read == "en" else "ko") == language
        assert key_of(asked(cookies)) == key_of(asked(f"lang={language}"))

    def test_knows_a_visitor_however_the_cookie_is_spaced(self) -> None:
        assert Request({"HTTP_COOKIE": "a=b; ieum_session =x"}).cookies["ieum_session"] == "x"
        assert key_of(asked("a=b; ieum_session =x")) is None

    @pytest.mark.parametrize("cookie", ["ieum_session", "remember_token"])
    def test_never_serves_somebody_known(self, visitor: FlaskClient, cookie: str) -> None:
        visitor.get("/kept")
        visitor.set_cookie(cookie, "something")
        answer = visitor.get("/kept")
        assert served == ["kept", "kept"]
        assert answer.headers["Cache-Control"] == "no-store"

    def test_keeps_nothing_undeclared(self, visitor: FlaskClient) -> None:
        visitor.get("/private")
        assert visitor.get("/private").headers["Cache-Control"] == "no-store"
        assert served == ["private", "private"]

    def test_keeps_nothing_that_sets_a_session(self, visitor: FlaskClient) -> None:
        assert visitor.get("/remembers").headers["Cache-Control"] == "no-store"

    def test_sends_nothing_to_who_has_it_already(self, visitor: FlaskClient) -> None:
        first = visitor.get("/tagged")
        again = visitor.get("/tagged", headers={"If-None-Match": first.headers["ETag"]})
        other = visitor.get("/tagged", headers={"If-None-Match": '"another"'})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert (other.status_code, other.text) == (200, "words")
        assert served == ["tagged"]

    def test_leaves_how_long_others_may_keep_it(self, visitor: FlaskClient) -> None:
        for _ in range(2):
            assert visitor.get("/tagged").headers["Cache-Control"] == "public, max-age=60"

    def test_tells_nobody_the_count_of_another_asker(self, visitor: FlaskClient) -> None:
        assert "X-RateLimit-Remaining" in visitor.get("/tagged").headers
        assert "X-RateLimit-Remaining" not in visitor.get("/tagged").headers
