"""Static files: small on the way, kept once there."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.web import static_files

SHEET = "p { margin: 0 }\n" * 100


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    (tmp_path / "app.css").write_text(SHEET)
    (tmp_path / "core.0123abcd.woff2").write_bytes(b"font")
    app = Flask(__name__, static_folder=str(tmp_path), static_url_path="/static")
    static_files.init_app(app)
    return app.test_client()


class TestSlim:
    def test_compresses_for_who_accepts_it(self, client: FlaskClient) -> None:
        with client.get("/static/app.css", headers={"Accept-Encoding": "gzip, br"}) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(answer.data).decode() == SHEET
            assert answer.content_length == len(answer.data) < len(SHEET) / 5
            assert "Accept-Encoding" in answer.headers["Vary"]

    def test_sends_the_file_itself_to_others(self, client: FlaskClient) -> None:
        with client.get("/static/app.css") as answer:
            assert "Content-Encoding" not in answer.headers
            assert answer.text == SHEET
            assert "Accept-Encoding" in answer.headers["Vary"]

    def test_leaves_fonts_as_they_are(self, client: FlaskClient) -> None:
        headers = {"Accept-Encoding": "gzip"}
        with client.get("/static/core.0123abcd.woff2", headers=headers) as answer:
            assert "Content-Encoding" not in answer.headers
            assert answer.data == b"font"

    @pytest.mark.parametrize("address", ["/static/app.css?v=1f", "/static/core.0123abcd.woff2"])
    def test_is_kept_for_good_when_its_address_tells_its_content(
        self, client: FlaskClient, address: str
    ) -> None:
        with client.get(address) as answer:
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"

    def test_is_asked_for_anew_without_a_fingerprint(self, client: FlaskClient) -> None:
        with client.get("/static/app.css") as answer:
            assert "immutable" not in answer.headers["Cache-Control"]

    def test_answers_304_to_who_has_it(self, client: FlaskClient) -> None:
        headers = {"Accept-Encoding": "gzip"}
        with client.get("/static/app.css", headers=headers) as first:
            known = {**headers, "If-None-Match": first.headers["ETag"]}
        with client.get("/static/app.css", headers=known) as again:
            assert again.status_code == 304

    def test_a_part_is_a_part_of_the_file_itself(self, client: FlaskClient) -> None:
        headers = {"Accept-Encoding": "gzip", "Range": "bytes=0-3"}
        with client.get("/static/app.css", headers=headers) as answer:
            assert answer.status_code == 206
            assert answer.text == SHEET[:4]
