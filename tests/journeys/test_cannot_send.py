"""A firm is one soap short, sends the other, notes the day; the buyer says that nothing came."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.selling import open_parcel, ship
from tests.journeys.shopping import SOAP, buy
from tests.support.browser import Visitor, visiting

pytestmark = pytest.mark.browser


def give_one_up(seller: Visitor, number: str) -> None:
    page = seller.page
    open_parcel(seller, number)
    page.get_by_role("link", name="보낼 수 없는 상품 빼기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보낼 수 없는 상품 빼기")
    page.get_by_role("button", name="돌려줄 금액 보기").click()
    expect(page.get_by_role("alert")).to_contain_text("상품과 수량을 골라 주세요.")
    page.get_by_label(f"{SOAP.name} 수량").fill("1")
    page.get_by_label("재고가 떨어졌어요").check()
    page.get_by_label("덧붙일 말").fill("한 개가 깨져 있었어요. 다음 주에 다시 들어와요.")
    seller.look("choose")
    page.get_by_role("button", name="돌려줄 금액 보기").click()
    expect(page.get_by_role("main")).to_contain_text("구매자에게 돌려줄 금액")
    expect(page.get_by_label("재고가 떨어졌어요")).to_be_checked()
    seller.look("told")
    page.get_by_role("button", name="빼고 환불하기").click()
    expect(page.get_by_role("main")).to_contain_text("1개 취소")


def note_the_day(seller: Visitor) -> None:
    page = seller.page
    ship(seller, "CJ대한통운", "1234-5678-9012")
    seller.look("sent")
    page.get_by_role("button", name="도착했습니다").click()
    expect(page.get_by_role("main")).to_contain_text("우리가 적음")
    seller.look("arrived")


def object_to_it(buyer: Visitor) -> None:
    page = buyer.page
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("받으신 것으로 적었어요")
    buyer.look("noted")
    page.get_by_role("button", name="아직 못 받았어요").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("주문하신 상품이 오고 있어요")
    expect(page.get_by_role("main")).to_contain_text("판매 기업에 알렸어요")
    buyer.look("missed")


def test_cannot_send(visitor: Visitor, browser: Browser) -> None:
    number = buy(visitor, SOAP, f"short-{visitor.size}@demo.example")
    with visiting(browser, visitor.url, visitor.size, "cannot_send_seller") as seller:
        seller.sign_in("/seller", "seller@demo.example")
        give_one_up(seller, number)
        note_the_day(seller)
        object_to_it(visitor)
        seller.page.reload()
        expect(seller.page.get_by_role("main")).to_contain_text(
            re.compile("아직 받지 못했다고 알렸습니다")
        )
        seller.look("missed")
