"""A reader of English: papers written in Korean say their words in English, and everything fits."""

from __future__ import annotations

import re

import pytest

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

HEADS = """() => [...document.querySelectorAll('main h2, main thead th, main caption')]
  .map(e => e.innerText)"""
HANGUL = re.compile(r"[가-힣]")


def test_english(visitor: Visitor) -> None:
    page = visitor.page
    page.goto(visitor.url + "/disclosures", wait_until="load")
    page.get_by_role("link", name="English").first.click()
    page.wait_for_selector("html[lang=en]")
    for path in ("plan", "quarter-plan/q1", "results"):
        page.goto(f"{visitor.url}/disclosures/gaon/2026/{path}", wait_until="load")
        assert [head for head in page.evaluate(HEADS) if HANGUL.search(head)] == []
        visitor.look(path.replace("/", "-"))
    page.goto(visitor.url + "/outlets", wait_until="load")
    assert "Shop-in-shop" in page.inner_text("main")
    visitor.look("outlets")
