"""Every component in a real browser: nothing serious for axe, no sideways scroll, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import SIZES, Stack, Visitor

pytestmark = pytest.mark.browser


def test_styleguide_pages(visitor: Visitor) -> None:
    pages = {
        "components": "/styleguide",
        "seller": "/styleguide/portals/seller",
        "buyer": "/styleguide/portals/buyer",
        "office": "/styleguide/portals/office",
        "paper": "/styleguide/paper",
        "error": "/styleguide/errors/409",
    }
    for name, path in pages.items():
        visitor.open(path)
        visitor.look(name)


def test_styleguide_form(visitor: Visitor) -> None:
    visitor.open("/styleguide")
    visitor.page.get_by_role("button", name="저장", exact=True).click()
    summary = visitor.page.get_by_role("alert")
    expect(summary).to_be_focused()
    visitor.look("faulty")
    summary.get_by_role("link", name="받는 분: 받는 분 이름을 적어 주세요.").press("Enter")
    expect(visitor.page.get_by_label("받는 분", exact=False).first).to_be_focused()


def test_styleguide_scripts(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/styleguide")
    page.get_by_role("button", name="수량 늘리기").click()
    expect(page.get_by_label("수량", exact=True)).to_have_value("2")
    expect(page.get_by_role("button", name="수량 줄이기")).to_be_enabled()
    page.get_by_role("link", name="창 열기").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    visitor.look("dialog")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="알림 닫기").first.click()
    expect(page.get_by_text("언어를 바꾸었어요.")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
def test_styleguide_without_scripts(stack: Stack, browser: Browser, size: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": height}
    )
    page = context.new_page()
    page.goto(stack.url + "/styleguide")
    expect(page.get_by_label("수량", exact=True)).to_be_editable()
    expect(page.get_by_role("button", name="수량 늘리기")).to_have_count(0)
    page.get_by_role("link", name="창 열기").click()
    expect(page).to_have_url(stack.url + "/styleguide/paper")
    context.close()
