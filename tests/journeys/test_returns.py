"""A member sends one of two lines back with a photo, and takes one unit off another order."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.journeys.selling import open_parcel, ship
from tests.journeys.shopping import Want, agree, order_number, pay, put_in_cart, write_address
from tests.journeys.waiting import reload_until
from tests.support.browser import Visitor, visiting
from tests.support.pictures import photo_from_a_phone

pytestmark = pytest.mark.browser

SOAP = Want("쑥과 어성초 숙성비누", "해솔비누협동조합", quantity=2)
BAR = Want("되살림 주방비누", "해솔비누협동조합")


def buy_two(visitor: Visitor, email: str) -> str:
    page = visitor.page
    put_in_cart(visitor, SOAP)
    find_bar(visitor)
    visitor.open("/cart")
    page.get_by_role("button", name=re.compile("주문하기$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("배송과 결제")
    write_address(page, email)
    agree(page)
    page.get_by_role("button", name=re.compile("결제하기$")).click()
    pay(page)
    page.get_by_role("link", name="주문 자세히 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("주문을 잘 받았어요")
    return order_number(page)


def find_bar(visitor: Visitor) -> None:
    put_in_cart(visitor, Want(BAR.name, BAR.maker, option="5개 묶음"))


def take_one_off(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="골라서 취소").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("상품 취소")
    page.get_by_label(f"{SOAP.name} 수량").fill("1")
    page.get_by_label(f"{BAR.name} 수량").fill("0")
    page.get_by_role("button", name="돌려받을 금액 다시 보기").click()
    expect(page.get_by_role("main")).to_contain_text("돌려드릴 금액")
    visitor.look("cancel-one")
    page.get_by_label("옵션이나 수량을 잘못 골랐어요").check()
    page.get_by_role("button", name="취소하기").click()
    expect(page.get_by_role("main")).to_contain_text("1개 취소")
    visitor.look("one-cancelled")


def ask_back(visitor: Visitor) -> None:
    page = visitor.page
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("주문하신 상품이 오고 있어요")
    page.get_by_role("button", name="받았어요").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("모두 받으셨어요")
    page.get_by_role("link", name="반품·교환 신청").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("반품·교환 신청")
    page.get_by_label(f"{SOAP.name} 수량").fill("1")
    page.get_by_label("마음이 바뀜").check()
    page.get_by_label("자세한 이야기").fill("향이 저와 맞지 않아요.")
    shot: FilePayload = {
        "name": "비누.jpg",
        "mimeType": "image/jpeg",
        "buffer": photo_from_a_phone(),
    }
    page.get_by_label(re.compile("^사진")).set_input_files(shot)
    visitor.look("ask")
    page.get_by_role("button", name="돌려받을 금액 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("신청하기 전에 확인해 주세요")
    expect(page.get_by_role("main")).to_contain_text("배송비는 사는 분이 내요.")
    visitor.look("review")
    page.get_by_role("button", name="이대로 신청하기").click()
    expect(page.get_by_role("main")).to_contain_text("판매 기업의 답을 기다리고 있어요.")
    reload_until(page, page.get_by_role("img", name="사진 1"))
    visitor.look("asked")


def answer(seller: Visitor, number: str) -> None:
    page = seller.page
    seller.open("/seller/returns")
    seller.look("list")
    page.get_by_role("link", name=re.compile(number)).click()
    expect(page.get_by_role("img", name="사진 1")).to_be_visible()
    seller.look("request")
    page.get_by_role("button", name="승인합니다").click()
    said(page, "승인했습니다.")
    page.get_by_label(re.compile("^다시 팔 수 있음")).check()
    page.get_by_role("button", name="도착했습니다").click()
    said(page, "도착을 기록했습니다.")
    expect(page.get_by_role("main")).to_contain_text("까지 환불해야 해요")
    seller.look("arrived")
    page.get_by_role("button", name="환불합니다").click()
    said(page, "환불을 시작했습니다.")
    seller.look("refunded")


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


def test_returns(visitor: Visitor, browser: Browser) -> None:
    visitor.sign_in("", "citizen@demo.example")
    number = buy_two(visitor, f"returns-{visitor.size}@mail.example")
    take_one_off(visitor)
    address = visitor.page.url.removeprefix(visitor.url)
    with visiting(browser, visitor.url, visitor.size, "returns-seller") as seller:
        seller.sign_in("/seller", "seller@demo.example")
        open_parcel(seller, number)
        expect(seller.page.get_by_role("main")).to_contain_text("1개 취소")
        ship(seller, "우체국택배", "6012-3456-78901")
        ask_back(visitor)
        answer(seller, number)
    visitor.open(address)
    expect(visitor.page.get_by_role("main")).to_contain_text("1개 반품")
    expect(visitor.page.get_by_role("main")).to_contain_text("반품한 상품의 환불을 시작했어요")
    visitor.look("returned")
    visitor.page.get_by_role("link", name="구매영수증").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("구매영수증")
    visitor.look("receipt")
