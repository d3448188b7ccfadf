"""The support centre: a certificate, a brand, an outlet and its day."""

from __future__ import annotations

import pytest

from tests.journeys.waiting import reload_until
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

# Each width decides about another waiting thing, because both share one marketplace.
TURN = {"wide": 0, "narrow": 1}


def approve_a_certificate(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/office/certifications")
    visitor.look("certificates")
    first = page.locator("main table tbody tr").first
    firm = first.get_by_role("link").inner_text()
    first.get_by_role("link").click()
    visitor.look("certificate")
    page.get_by_role("button", name="승인", exact=True).click()
    page.wait_for_load_state()
    assert "결정을 기록하고 기업에 알렸습니다" in page.inner_text("main")
    assert firm in page.inner_text("h1")
    assert page.get_by_role("button", name="승인 취소").is_visible()


def put_into_a_brand(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/office/brands")
    visitor.look("brands")
    page.locator("main table tbody tr").first.get_by_role("link").first.click()
    page.wait_for_load_state()
    page.get_by_role("link", name="상품 등록").click()
    page.get_by_role("searchbox", name="상품 찾기").fill("수건" if TURN[visitor.size] else "노트")
    page.get_by_role("button", name="찾기").click()
    choice = page.locator(".pick-list__link").first
    name, maker = choice.locator("strong").inner_text(), choice.locator("span").first.inner_text()
    choice.click()
    page.get_by_label("구분").select_option("partner")
    page.get_by_label("결정 사유").fill("11월 운영위원회에서 제휴상품으로 결정")
    visitor.look("brand-product")
    page.get_by_role("button", name="등록", exact=True).click()
    page.wait_for_load_state()
    row = page.locator("main table tbody tr").filter(has_text=name).first
    assert maker in row.inner_text()
    page.get_by_role("link", name="상점에서 보기").first.click()
    page.wait_for_load_state()
    # A public page is kept for ten seconds, and the other width may have looked just before.
    reload_until(page, page.locator("main").get_by_text(name, exact=True))
    assert maker in page.inner_text("main")
    visitor.look("brand-in-the-shop")


def place_and_sell(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/office/outlets")
    visitor.look("outlets")
    page.get_by_role("link", name="가온구청 이음가게").click()
    page.get_by_role("link", name="입점", exact=True).click()
    page.get_by_role("searchbox", name="상품 찾기").fill("비누" if TURN[visitor.size] else "양말")
    page.get_by_role("button", name="찾기").click()
    choice = page.locator(".pick-list__link").first
    name = choice.locator("strong").inner_text()
    choice.click()
    page.get_by_label("입고 수량").fill("5")
    page.get_by_label("판매 수수료(%)").fill("15")
    visitor.look("placement")
    page.get_by_role("button", name="입점", exact=True).click()
    page.wait_for_load_state()
    assert "창고 재고에서 매장 재고로" in page.inner_text("main")
    page.get_by_role("link", name="판매 기록").click()
    units = page.get_by_label(name).last
    units.fill("9")
    page.get_by_role("button", name="판매 기록").click()
    page.wait_for_load_state()
    assert "매장 재고는 5개입니다" in page.inner_text("main")
    assert page.get_by_label(name).last.input_value() == "9"
    visitor.look("too-many")
    page.get_by_label(name).last.fill("2")
    page.get_by_role("button", name="판매 기록").click()
    page.wait_for_load_state()
    row = page.locator("main table tbody tr").filter(has_text=name).first
    assert row.locator("td.num").first.inner_text() == "3"
    visitor.look("outlet")


def test_office(visitor: Visitor) -> None:
    visitor.sign_in("/office", "office@demo.example")
    visitor.look("today")
    approve_a_certificate(visitor)
    put_into_a_brand(visitor)
    place_and_sell(visitor)
    visitor.open("/office/channel-sales")
    assert "가온구청 이음가게" in visitor.page.inner_text("main")
    visitor.look("channels")
    visitor.open("/office/audit")
    assert "outlet_sale:recorded" in visitor.page.inner_text("main")
