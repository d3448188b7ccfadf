"""The quota year as a department and its coordinator see it, at both widths and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import Visitor, visiting

pytestmark = pytest.mark.browser

PDF_PAGE = re.compile(rb"/Type\s*/Page\b")


def read_the_outlook(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.open("/buyer")
    main.get_by_role("link", name="연말 예상").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("실적과 예상"))
    expect(main).to_contain_text(re.compile("같은 날까지 채운 비율"))
    expect(page.get_by_role("heading", name="목표까지 살 것")).to_be_visible()
    expect(page.get_by_role("heading", name="비슷한 부서와 견주기")).to_be_visible()
    visitor.look("outlook")
    page.get_by_role("link", name=re.compile("인정되는 상품 모두 보기")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("상품 찾기")
    assert "counts=yes" in page.url


def look_at_the_months(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.open("/buyer/coordination")
    visitor.look("departments")
    main.get_by_role("link", name="월별", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("월별 현황")
    visitor.look("months")
    page.emulate_media(media="print")
    visitor.look("months-print")
    assert len(PDF_PAGE.findall(page.pdf(format="A4"))) <= 2
    page.emulate_media(media="screen")
    page.get_by_role("table").locator("td a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("구매 내역")
    visitor.look("records")


def look_at_the_shares(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/buyer/coordination/shares")
    expect(page.get_by_role("main")).to_contain_text("집중도 (HHI)")
    visitor.look("shares")
    page.get_by_role("link", name="이음장터", exact=True).last.click()
    expect(page.get_by_role("main")).to_contain_text("산 곳: 이음장터")


def try_a_rule(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/buyer/coordination/rules")
    visitor.look("rules")
    page.get_by_role("link", name="기준 바꾸기").click()
    page.get_by_role("checkbox", name="협동조합", exact=True).uncheck()
    page.get_by_role("button", name="바뀌는 것 미리 보기").click()
    expect(page.get_by_role("heading", name="이대로 바꾸면")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("아직 아무것도 저장하지 않았습니다")
    visitor.look("rule-preview")
    page.get_by_role("button", name="이 기준 저장").click()
    expect(page.get_by_role("alert")).to_contain_text("바꾸는 까닭을 적어 주세요.")
    visitor.open("/buyer/coordination/regimes")
    visitor.look("regimes")


def frame_a_widget(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/buyer/coordination/widgets")
    visitor.look("widgets")
    address = page.get_by_role("link", name="JSON").first.get_attribute("href") or ""
    token = address.rsplit("/", 1)[1].removesuffix(".json")
    visitor.open(f"/embed/{token}")
    expect(page.get_by_role("img")).to_have_accessible_name(re.compile("의무구매"))
    visitor.look("widget")


def test_quota_year(visitor: Visitor, browser: Browser) -> None:
    visitor.sign_in("/buyer", "buyer@demo.example")
    read_the_outlook(visitor)
    with visiting(browser, visitor.url, visitor.size, "quota-coordinator") as coordinator:
        coordinator.sign_in("/buyer", "coordinator@demo.example")
        look_at_the_months(coordinator)
        look_at_the_shares(coordinator)
        try_a_rule(coordinator)
        frame_a_widget(coordinator)
