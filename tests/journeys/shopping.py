"""What somebody does to buy in the shop, step by step, as journeys need it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.support.browser import Visitor

DETAILS = {
    "이름": "한결 하나",
    "휴대전화": "010-2345-6789",
    "메일 주소": "",
    "우편번호": "02708",
    "주소": "서울 성북구 보문로 168",
    "상세 주소": "3층",
}
CONSENTS = ("구매에 동의해요", "개인정보를 모으고 쓰는 데", "이름·연락처·주소를 알리는 데")


@dataclass(frozen=True, slots=True)
class Want:
    """A product by name, whose it is, which option and how many."""

    name: str
    maker: str
    option: str = ""
    quantity: int = 1


SOAP = Want("쑥과 어성초 숙성비누", "해솔비누협동조합", quantity=2)
SOCKS = Want("골목 무늬 양말", "양말골목협동조합", option="4켤레 묶음")


def text_field(page: Page, label: str) -> Locator:
    """The box with this label, needed or not."""
    return page.get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}( 필수)?$"))


def search(page: Page, words: str) -> None:
    """Type into the box on top and press Enter."""
    box = page.get_by_label("상품, 서비스, 기업 찾기")  # a combobox where scripts run
    box.fill(words)
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?"))


def find(visitor: Visitor, want: Want) -> None:
    """From the front page to the product's own page."""
    page = visitor.page
    visitor.open("/")
    search(page, want.name)
    page.get_by_role("main").get_by_role("link", name=want.name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(want.name)


def put_in_cart(visitor: Visitor, want: Want) -> None:
    """Find it, choose, and press the basket; the page stays (or is the cart without scripts)."""
    page = visitor.page
    find(visitor, want)
    if want.option:
        page.get_by_role("radio", name=re.compile(f"^{want.option}")).check()
    page.get_by_label("수량", exact=True).fill(str(want.quantity))
    page.get_by_role("main").get_by_role("button", name="장바구니").click()
    expect(page.get_by_role("main").get_by_text("장바구니에 담았어요.")).to_be_visible()


def share_of(page: Page, maker: str) -> Locator:
    """The part of a cart, checkout or order that one enterprise sends."""
    return page.locator(".cart-share").filter(has=page.get_by_role("heading", name=maker))


def write_address(page: Page, email: str) -> None:
    """Who orders and where to."""
    for label, text in DETAILS.items():
        text_field(page, label).fill(text or email)


def agree(page: Page) -> None:
    """What must be agreed to."""
    for words in CONSENTS:
        page.get_by_label(words).check()


def pay(page: Page) -> None:
    """On the payment page, to the shop's thanks."""
    expect(page.get_by_role("heading", level=1)).to_have_text("SANDBOX 결제창")
    page.get_by_role("button", name=re.compile("결제하기$")).click()
    expect_thanks(page)


def expect_thanks(page: Page) -> None:
    """By way of the page that waits until the shop has been told; on a busy machine that takes."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("주문과 결제가 끝났어요", timeout=20_000)


def order_number(page: Page) -> str:
    """The number as the page says it."""
    said = page.get_by_text(re.compile(r"^주문 번호 ")).first.inner_text()
    return said.removeprefix("주문 번호 ").strip()


def buy(visitor: Visitor, want: Want, email: str) -> str:
    """The whole way in one go; the order's page is open afterwards. Gives its number."""
    page = visitor.page
    find(visitor, want)
    page.get_by_label("수량", exact=True).fill(str(want.quantity))
    page.get_by_role("button", name="바로 구매").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("배송과 결제")
    write_address(page, email)
    agree(page)
    page.get_by_role("button", name=re.compile("결제하기$")).click()
    pay(page)
    page.get_by_role("link", name="주문 자세히 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("주문을 잘 받았어요")
    return order_number(page)
