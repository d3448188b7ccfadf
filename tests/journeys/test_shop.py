"""Somebody looks around: the front page, words of every kind, conditions, a product, English."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.shopping import search
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

SOAP_WORDS = {
    "비누를": "a particle",
    "폐식용유": "a part of a sentence",
    "선물": "a part of a compound word",
    "비뉴": "a typo",
    "ㅈㅂㅂㄴ": "initial consonants",
}


def cards(page: Page) -> Locator:
    """What was found."""
    return page.get_by_role("region", name="찾은 상품").get_by_role("article")


def how_many(page: Page) -> int:
    """The count as the page says it."""
    said = page.get_by_role("region", name="찾은 상품").get_by_role("status").inner_text()
    return int(re.sub(r"\D", "", said))


def look_around(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/")
    expect(page.get_by_text("지금 열린 기획전").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    doors = page.get_by_role("navigation", name="갈래로 찾기").get_by_role("link")
    assert doors.count() >= 8
    main = page.get_by_role("main")
    assert main.get_by_role("article").count() >= 12
    expect(main.get_by_role("article").first.get_by_role("img").first).to_be_attached()
    assert main.locator(".product-card__badges").get_by_text("마을기업").count() >= 1
    visitor.look("home")
    page.get_by_role("link", name="기획전 보러 가기").click()
    expect(main.get_by_role("article").first).to_be_visible()
    visitor.look("exhibition")


def find_by_words(visitor: Visitor) -> None:
    page = visitor.page
    for number, words in enumerate(SOAP_WORDS, start=1):
        visitor.open("/")
        search(page, words)
        found = cards(page).filter(has_text=re.compile("비누"))
        expect(found.first, SOAP_WORDS[words]).to_be_visible()
        visitor.look(f"words-{number}")
    visitor.open("/")
    search(page, "비뉴")
    understood = page.get_by_text("‘비뉴’에 맞는 상품이 없어 비슷한 말로 찾은 결과예요.")
    expect(understood).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("‘비누’")


def narrow_down(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/products")
    everything = how_many(page)
    assert everything >= 132
    if visitor.size == "narrow":
        page.get_by_text("조건 고르기", exact=True).click()
    page.get_by_role("group", name="인증").get_by_label("마을기업").check()
    chips = page.get_by_role("list", name="적용한 조건")
    expect(chips.get_by_role("link", name=re.compile("마을기업"))).to_be_visible()
    narrowed = how_many(page)
    assert 0 < narrowed < everything
    for badges in cards(page).locator(".product-card__badges").all():
        expect(badges).to_contain_text("마을기업")
    visitor.look("narrowed")
    chips.get_by_role("link", name=re.compile("마을기업")).click()
    expect(chips).to_have_count(0)
    assert how_many(page) == everything


def read_a_product(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/")
    search(page, "숙성비누")
    page.get_by_role("link", name="쑥과 어성초 숙성비누", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("쑥과 어성초 숙성비누")
    main = page.get_by_role("main")
    for said in ("6,500원", "해솔비누협동조합", "999-82-00012", "이 기업 상품 30,000원부터 무료"):
        expect(main).to_contain_text(said)
    visitor.look("product")


def read_in_english(visitor: Visitor) -> None:
    page = visitor.page
    here = page.url
    page.get_by_role("link", name="English").first.click()
    expect(page).to_have_url(here)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Buy now")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("₩6,500")
    visitor.look("product-english")
    visitor.open("/")
    visitor.look("home-english")
    page.get_by_role("link", name="한국어").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.get_by_text("지금 열린 기획전").first).to_be_visible()


def test_shop(visitor: Visitor) -> None:
    look_around(visitor)
    find_by_words(visitor)
    narrow_down(visitor)
    read_a_product(visitor)
    read_in_english(visitor)
