"""The office dresses the shop window: a slide, an exhibition, a market, the order of the page."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from marketplace.core import clock
from tests.journeys.waiting import reload_until
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser


def banner(folder: Path) -> Path:
    picture = BytesIO()
    Image.linear_gradient("L").resize((1600, 800)).convert("RGB").save(picture, "JPEG")
    path = folder / "banner.jpg"
    path.write_bytes(picture.getvalue())
    return path


def plan_a_slide(visitor: Visitor, folder: Path) -> None:
    page, title = visitor.page, f"겨울을 여는 상자 {visitor.size}"
    visitor.open("/office/front-page")
    visitor.look("front-page")
    page.get_by_role("link", name="큰 그림 만들기").click()
    page.get_by_label("큰 글").fill(title)
    page.get_by_label("버튼 글").fill("상자 보러 가기")
    page.get_by_label("버튼이 이끄는 주소").fill("https://elsewhere.example")
    page.get_by_label("시작일").fill(clock.today().isoformat())
    page.get_by_label("종료일").fill((clock.today() + timedelta(days=7)).isoformat())
    page.get_by_label("그림").set_input_files(banner(folder))
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_role("alert")).to_contain_text("이음장터 안의 주소를")
    expect(page.get_by_label("큰 글")).to_have_value(title)
    visitor.look("slide-refused")
    page.get_by_label("버튼이 이끄는 주소").fill("/exhibitions/thanks")
    page.get_by_label("그림").set_input_files(banner(folder))
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_role("main")).to_contain_text("첫 화면 그림을 저장했습니다")
    visitor.open("/")
    reload_until(page, page.get_by_role("heading", level=1, name=title))
    reload_until(page, page.locator(".hero__picture img"))
    visitor.look("home-with-slide")
    visitor.open("/office/front-page")
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="이 그림 지우기").click()
    expect(page.get_by_role("main")).to_contain_text("첫 화면 그림을 지웠습니다")


def compose_an_exhibition(visitor: Visitor) -> None:
    page, title = visitor.page, f"작은 부엌 {visitor.size}"
    visitor.open("/office/exhibitions/new")
    page.get_by_label("제목").fill(title)
    page.get_by_label("시작일").fill(clock.today().isoformat())
    page.get_by_label("종료일").fill((clock.today() + timedelta(days=7)).isoformat())
    page.get_by_label("순서").fill("90")
    page.get_by_role("button", name="만들기").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    page.get_by_role("searchbox", name="상품 찾기").fill("비누")
    page.get_by_role("button", name="찾기").click()
    name = page.locator(".pick-list__link strong").first.inner_text()
    page.locator(".pick-list__link").first.click()
    page.get_by_role("button", name="기획전에 담기").click()
    expect(page.locator(".pick-order li").first).to_contain_text(name)
    visitor.look("exhibition")
    page.get_by_role("link", name="상점에서 보기").click()
    expect(page.get_by_role("main").get_by_role("link", name=name)).to_be_visible()


def announce_a_market(visitor: Visitor) -> None:
    page, title = visitor.page, f"겨울 골목장 {visitor.size}"
    visitor.open("/office/markets/new")
    page.get_by_label("이름").fill(title)
    page.get_by_label("시작일").fill((clock.today() + timedelta(days=3)).isoformat())
    page.get_by_label("종료일").fill((clock.today() + timedelta(days=4)).isoformat())
    page.get_by_label("장소").fill("성북천 산책길")
    visitor.look("market")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_role("main")).to_contain_text("장터 달력에 올렸습니다")
    visitor.open("/markets")
    reload_until(page, page.get_by_role("link", name=title))
    visitor.look("calendar")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("link", name="내 달력에 담기")).to_be_visible()
    visitor.look("market-day")


def test_editorial(visitor: Visitor, tmp_path: Path) -> None:
    visitor.sign_in("/office", "office@demo.example")
    plan_a_slide(visitor, tmp_path)
    compose_an_exhibition(visitor)
    announce_a_market(visitor)


def test_zoom(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/products")
    page.get_by_role("main").get_by_role("article").first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/products/\d+$"))
    opener = page.locator("[data-zoom]").first
    opener.focus()
    page.keyboard.press("Enter")
    window = page.get_by_role("dialog", name="사진 크게 보기")
    expect(window).to_be_visible()
    closer = window.get_by_role("button", name="더 가까이 보기")
    closer.click()
    expect(closer).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(opener).to_be_focused()
