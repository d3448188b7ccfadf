"""An enterprise's morning: an order, a better picture, a file that is none, a parcel sent."""

from __future__ import annotations

import io
import re
import urllib.request

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, expect

from tests.journeys.selling import open_parcel, ship
from tests.journeys.shopping import SOAP, buy
from tests.journeys.waiting import reload_until
from tests.support.browser import Visitor, visiting
from tests.support.pictures import photo_from_a_phone

pytestmark = pytest.mark.browser

# Each width edits another listing, because both share one enterprise.
LISTING = {"wide": "마을비누 선물상자", "narrow": "고체 샴푸바 라벤더"}
SAYS = "나무 탁자에 놓인 비누"


def see_the_order(visitor: Visitor, number: str) -> None:
    page = visitor.page
    visitor.open("/seller")
    expect(page.get_by_role("heading", level=1)).to_have_text("오늘 할 일")
    visitor.look("today")
    open_parcel(visitor, number)
    main = page.get_by_role("main")
    for said in (SOAP.name, "한결 하나", "서울 성북구 보문로 168", "보낼 주문"):
        expect(main).to_contain_text(said)
    visitor.look("order")


def edit_the_listing(visitor: Visitor) -> str:
    """Change the sentence under the name; the listing's address in the shop."""
    page, summary = visitor.page, f"여섯 주 말려 순한 비누 ({visitor.size})"
    visitor.open("/seller/listings")
    visitor.look("listings")
    page.get_by_label("상품 이름으로 찾기").fill(LISTING[visitor.size])
    page.get_by_role("button", name="찾기", exact=True).click()
    page.get_by_role("link", name=LISTING[visitor.size], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LISTING[visitor.size])
    price = page.get_by_role("textbox", name=re.compile("^가격"))
    before = price.input_value()
    page.get_by_label("한 줄 소개").fill(summary)
    price.fill("만이천원쯤")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("가격")
    expect(page.get_by_label("한 줄 소개")).to_have_value(summary)
    visitor.look("listing-refused")
    price.fill(before)
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.get_by_role("main").get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("한 줄 소개")).to_have_value(summary)
    visitor.look("listing")
    address = page.get_by_role("link", name="장터에서 보기").get_attribute("href")
    assert address
    return address


def upload_a_picture(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("navigation", name="상품의 부분").get_by_role("link", name="사진").click()
    file = page.get_by_label("사진 파일")
    wrong: FilePayload = {
        "name": "비누.jpg",
        "mimeType": "image/jpeg",
        "buffer": b"MZ\x90 not a picture" * 99,
    }
    file.set_input_files(wrong)
    page.get_by_label("사진 설명").last.fill(SAYS)
    page.get_by_role("button", name="올리기", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("사진 파일")
    expect(page.get_by_label("사진 설명").last).to_have_value(SAYS)
    visitor.look("not-a-picture")
    right: FilePayload = {
        "name": "비누.jpg",
        "mimeType": "image/jpeg",
        "buffer": photo_from_a_phone(),
    }
    file.set_input_files(right)
    page.get_by_role("button", name="올리기", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("사진을 받았습니다.")
    tile = page.get_by_role("list", name="올린 사진").get_by_role("listitem").last
    expect(tile.get_by_role("img", name=SAYS)).to_be_visible(timeout=30_000)  # the page asks
    number = page.get_by_role("list", name="올린 사진").get_by_role("listitem").count()
    for place in range(number, 1, -1):
        page.get_by_role("button", name=f"{place}번 사진 앞으로").click()
        page.wait_for_load_state()
    first = page.get_by_role("list", name="올린 사진").get_by_role("listitem").first
    expect(first.get_by_role("img", name=SAYS)).to_be_visible()
    visitor.look("pictures")


def shown_in_the_shop(visitor: Visitor, address: str) -> None:
    page = visitor.page
    visitor.open(address)
    picture = page.get_by_role("main").get_by_role("img", name=SAYS).first
    reload_until(page, picture)
    source = str(picture.evaluate("image => image.currentSrc || image.src"))
    served = urllib.request.urlopen(source, timeout=10).read()
    with Image.open(io.BytesIO(served)) as shown:
        assert shown.format == "WEBP"
        assert max(shown.size) <= 1440
        assert shown.height > shown.width  # turned as the phone's EXIF said
        assert not shown.getexif()
        assert b"SecretCamera" not in served
    expect(page.get_by_role("main")).to_contain_text(f"여섯 주 말려 순한 비누 ({visitor.size})")
    visitor.look("in-the-shop")


def send_the_parcel(visitor: Visitor, number: str) -> None:
    page = visitor.page
    open_parcel(visitor, number)
    page.get_by_label("보내는 방법").select_option(label="우체국택배")
    page.get_by_label("운송장 번호").fill("12")
    page.get_by_role("button", name="발송했습니다").click()
    expect(page.get_by_role("alert")).to_contain_text("운송장 번호는 숫자와 영문 8~20자리입니다.")
    visitor.look("wrong-number")
    ship(visitor, "우체국택배", "6012-3456-78901")
    visitor.look("shipped")


def test_seller(visitor: Visitor, browser: Browser) -> None:
    with visiting(browser, visitor.url, visitor.size, "seller-guest") as guest:
        number = buy(guest, SOAP, f"waits-{visitor.size}@mail.example")
        visitor.sign_in("/seller", "seller@demo.example")
        see_the_order(visitor, number)
        address = edit_the_listing(visitor)
        upload_a_picture(visitor)
        shown_in_the_shop(visitor, address)
        send_the_parcel(visitor, number)
        guest.page.reload()
        parcel = guest.page.get_by_role("article").filter(has_text=SOAP.maker)
        expect(parcel).to_contain_text("보냈어요")
        expect(parcel).to_contain_text("우체국택배 6012345678901")
        guest.look("on-its-way")
