"""The style guide: every layout and component renders, within the content policy."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask.testing import FlaskClient

from tests.support.pages import submit

PAGES = [
    "/styleguide",
    "/styleguide/portals/seller",
    "/styleguide/portals/buyer",
    "/styleguide/portals/office",
    "/styleguide/paper",
    "/styleguide/errors/409",
    "/styleguide/errors/404?portal=office",
]


@pytest.mark.parametrize("address", PAGES)
class TestEveryPage:
    def test_opens_with_one_heading_and_a_title(self, client: FlaskClient, address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1
        assert "이음장터</title>" in answer.text

    def test_holds_no_inline_style_script_or_handler(
        self, client: FlaskClient, address: str
    ) -> None:
        html = client.get(address).text
        assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", html)
        for script in re.findall(r"<script[^>]*>", html):
            assert "nonce=" in script
            assert "src=" in script

    def test_names_each_id_once(self, client: FlaskClient, address: str) -> None:
        ids = re.findall(r'\sid="([^"]+)"', client.get(address).text)
        assert [name for name, times in Counter(ids).items() if times > 1] == []


class TestForm:
    def test_answers_422_and_shows_what_is_wrong(self, client: FlaskClient) -> None:
        answer = submit(client, "/styleguide", {"note": "문 앞에"})
        assert answer.status_code == 422
        assert 'class="error-summary"' in answer.text
        assert "문 앞에</textarea>" in answer.text


class TestEnglish:
    def test_translates_the_frame(self, client: FlaskClient) -> None:
        client.set_cookie("lang", "en")
        html = client.get("/styleguide/portals/buyer").text
        assert '<html lang="en">' in html
        assert "Public purchasing" in html


class TestPortals:
    def test_an_unknown_one_is_not_found(self, client: FlaskClient) -> None:
        assert client.get("/styleguide/portals/nobody").status_code == 404
