"""More of a list by the keyboard alone: the focus follows, and it is said how many came."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

PAGE = 24


def in_focus(page: Page) -> str:
    said: str = page.evaluate("document.activeElement.textContent.trim()")
    return said


def test_more(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/products")
    cards = page.get_by_role("region", name="찾은 상품").get_by_role("article")
    expect(cards).to_have_count(PAGE)
    more = page.get_by_role("link", name="다음 상품 보기")
    for shown in (PAGE, PAGE * 2):
        more.focus()
        page.keyboard.press("Enter")
        expect(cards).to_have_count(shown + PAGE)
        first_new = cards.nth(shown).get_by_role("heading").get_by_role("link")
        expect(first_new).to_be_focused()
        said = page.get_by_role("status").filter(has_text=re.compile("더 가져왔어요"))
        expect(said).to_have_text(f"상품 {PAGE}개를 더 가져왔어요.")
    before = in_focus(page)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert in_focus(page) == before
    visitor.look("three-pages")
