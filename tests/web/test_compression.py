"""Compression of shared pages: smaller for who can read it, untouched for everything private."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from marketplace.web import compression

PAGE = "<p>장터</p>" * 300
ACCEPT = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__)

    @app.get("/shared")
    def shared() -> Response:
        headers = {"Cache-Control": "public, max-age=5", "Vary": "Cookie"}
        return Response(PAGE, headers=headers)

    @app.get("/private")
    def private() -> Response:
        return Response(PAGE, headers={"Cache-Control": "no-store"})

    @app.get("/data")
    def data() -> Response:
        headers = {"Cache-Control": "public, max-age=5"}
        return Response(PAGE, mimetype="application/json", headers=headers)

    compression.init_app(app)
    return app.test_client()


class TestCompressShared:
    def test_packs_a_shared_page(self, client: FlaskClient) -> None:
        answer = client.get("/shared", headers=ACCEPT)
        assert gzip.decompress(answer.data).decode() == PAGE
        assert answer.content_length == len(answer.data) < len(PAGE) / 5
        assert answer.headers["Vary"] == "Cookie, Accept-Encoding"

    def test_leaves_it_for_who_cannot_unpack(self, client: FlaskClient) -> None:
        answer = client.get("/shared")
        assert "Content-Encoding" not in answer.headers
        assert answer.text == PAGE

    @pytest.mark.parametrize("address", ["/private", "/data"])
    def test_never_packs_what_may_hold_a_secret(self, client: FlaskClient, address: str) -> None:
        answer = client.get(address, headers=ACCEPT)
        assert "Content-Encoding" not in answer.headers
        assert answer.text == PAGE

    def test_a_head_request_gets_no_body(self, client: FlaskClient) -> None:
        answer = client.head("/shared", headers=ACCEPT)
        assert answer.status_code == 200
        assert answer.data == b""
