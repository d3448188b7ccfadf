"""What a first visit to the front page costs a phone: words, sheets, scripts and letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.browser import SIZES, Stack

pytestmark = pytest.mark.browser

MOST_BYTES = 200_000  # without pictures
MOST_REQUESTS = 25  # without pictures that load while scrolling
FETCHED = """() => ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind))
  .map(entry => [entry.name, entry.transferSize])"""
PICTURES = ("/media/", ".webp", ".jpg", ".png", "/img/")


def test_first_visit_is_light(stack: Stack, browser: Browser) -> None:
    width, height = SIZES["narrow"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ko-KR")
    page = context.new_page()
    page.goto(stack.url + "/", wait_until="networkidle")
    fetched = page.evaluate(FETCHED)
    context.close()
    weights = {name: size for name, size in fetched if not any(p in name for p in PICTURES)}
    assert len(fetched) <= MOST_REQUESTS, fetched
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert any("core" in name for name in weights), "the typeface did not arrive"
