"""What a visitor does with a page: read it, fill its form in, send it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


def visible_text(response: TestResponse) -> str:
    """The words of a page, tags and scripts taken away, white space folded."""
    return " ".join(unescape(TAGS.sub(" ", response.get_data(as_text=True))).split())


def csrf_of(page: TestResponse) -> str:
    """The token of the first form on a page; fails the test when there is none."""
    found = TOKEN.search(page.get_data(as_text=True))
    assert found, "the page has no form with a CSRF token"
    return found.group(1)


def submit(client: FlaskClient, page_path: str, data: dict[str, Any], to: str = "") -> TestResponse:
    """Open a page, take its CSRF token and send the form to `to` (default: the same page)."""
    page = client.get(page_path)
    assert page.status_code == 200, visible_text(page)
    sent = {"csrf_token": csrf_of(page), **data}
    return client.post(to or page_path, data=sent)
