"""A guest buys of two enterprises: told what is missing, declined, undecided, and then paid."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.shopping import (
    CONSENTS,
    DETAILS,
    SOAP,
    SOCKS,
    agree,
    expect_thanks,
    find,
    order_number,
    pay,
    put_in_cart,
    share_of,
    text_field,
    write_address,
)
from tests.journeys.waiting import reload_until
from tests.support.browser import SIZES, Stack, Visitor, visiting

pytestmark = pytest.mark.browser

TOTAL = "33,500원"  # 2 × 6,500 + 3,000 of delivery, 15,000 + 2,500 of delivery
IS_FOCUSED = "element => element === document.activeElement"
SHOWS_FOCUS = """() => [document.activeElement, ...document.querySelectorAll(':focus-within')]
  .map(element => getComputedStyle(element))
  .some(style => style.outlineStyle !== 'none' || style.boxShadow !== 'none')"""


def fill_the_cart(visitor: Visitor) -> None:
    page = visitor.page
    put_in_cart(visitor, SOAP)
    visitor.look("product")
    put_in_cart(visitor, SOCKS)
    page.get_by_role("link", name="장바구니 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("장바구니")
    expect(share_of(page, SOAP.maker)).to_contain_text("배송비 3,000원")
    expect(share_of(page, SOCKS.maker)).to_contain_text("배송비 2,500원")
    expect(page.get_by_role("form", name="주문할 금액")).to_contain_text(TOTAL)
    visitor.look("cart")
    page.get_by_role("button", name="2가지 주문하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("배송과 결제")


def forget_a_consent(visitor: Visitor, email: str) -> None:
    page = visitor.page
    for maker, fee in ((SOAP.maker, "3,000원"), (SOCKS.maker, "2,500원")):
        expect(share_of(page, maker)).to_contain_text(fee)
    expect(page.get_by_text("통신판매중개자로, 거래의 당사자가 아니에요").first).to_be_visible()
    visitor.look("checkout")
    write_address(page, email)
    page.get_by_label(CONSENTS[0]).check()
    page.get_by_label(CONSENTS[1]).check()
    page.get_by_role("button", name=f"{TOTAL} 결제하기").click()
    summary = page.get_by_role("alert").filter(has_text="확인이 필요한 곳이 있어요")
    expect(summary).to_be_focused()
    said = "동의해 주셔야 판매자가 상품을 보낼 수 있어요."
    consent = page.get_by_label(CONSENTS[2])
    expect(consent).to_have_accessible_description(re.compile(said))
    expect(consent).not_to_be_checked()
    expect(page.get_by_label(CONSENTS[0])).to_be_checked()
    for label, text in DETAILS.items():
        expect(text_field(page, label)).to_have_value(text or email)
    visitor.look("missing-consent")
    one_box_for_what_is_needed(page)
    page.get_by_role("button", name=f"{TOTAL} 결제하기").click()


def one_box_for_what_is_needed(page: Page) -> None:
    """It ticks what an order needs, and leaves alone what is a matter of choice."""
    whole = page.get_by_label("꼭 필요한 동의 세 가지에 모두 동의해요.")
    expect(whole).to_be_checked(indeterminate=True)
    whole.check()
    for words in CONSENTS:
        expect(page.get_by_label(words)).to_be_checked()
    expect(page.get_by_label("기획전과 새 소식을 메일로 받을게요.")).not_to_be_checked()
    page.get_by_label(CONSENTS[0]).uncheck()
    expect(whole).not_to_be_checked()
    page.get_by_label(CONSENTS[0]).check()
    expect(whole).to_be_checked()


def decline_leave_and_pay(visitor: Visitor) -> None:
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text("SANDBOX 결제창")
    expect(page.get_by_role("main")).to_contain_text(TOTAL)
    visitor.look("payment-page")
    page.get_by_role("button", name="결제 거절").click()
    expect(page.get_by_role("alert")).to_contain_text("결제가 거절되었습니다")
    visitor.look("declined")
    page.get_by_role("button", name="그만두기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("결제를 멈추셨어요")
    expect(page.get_by_role("main")).to_contain_text("다른 분께 팔지 않고 맡아 둘게요")
    visitor.look("stopped")
    page.get_by_role("button", name="이어서 결제하기").click()
    pay(page)
    visitor.look("thanks")


def read_the_order(visitor: Visitor) -> str:
    page = visitor.page
    page.get_by_role("link", name="주문 자세히 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("주문을 잘 받았어요")
    expect(page.get_by_role("article")).to_have_count(2)
    for want in (SOAP, SOCKS):
        parcel = share_of(page, want.maker)
        expect(parcel).to_contain_text("상품을 준비하고 있어요")
        expect(parcel).to_contain_text(want.name)
    expect(page.get_by_text("결제를 확인했어요")).to_be_visible()
    visitor.look("order")
    return order_number(page)


def webhook_was_taken(visitor: Visitor) -> None:
    visitor.open("/sandbox/events")
    newest = visitor.page.get_by_role("row").nth(1)
    expect(newest).to_contain_text("checkout.session.completed")
    expect(newest).to_contain_text("받음 (200)")
    visitor.look("webhooks")


def letter_can_be_read(browser: Browser, visitor: Visitor, number: str, email: str) -> None:
    with visiting(browser, visitor.url, visitor.size, "guest_purchase-office") as office:
        office.sign_in("/office", "office@demo.example")
        office.open("/office/letters")
        page = office.page
        row = page.get_by_role("row").filter(has_text=f"주문이 확정되었어요 ({number})")
        reload_until(page, row.filter(has_text="보냄"))
        expect(row).to_contain_text(email)
        office.look("letters")
        row.get_by_role("link").click()
        for said in (SOAP.maker, SOCKS.maker, TOTAL, f"{visitor.url}/orders/"):
            expect(page.get_by_role("main")).to_contain_text(said)
        office.look("letter")


def test_guest_purchase(visitor: Visitor, browser: Browser) -> None:
    email = f"guest-{visitor.size}@mail.example"
    fill_the_cart(visitor)
    forget_a_consent(visitor, email)
    decline_leave_and_pay(visitor)
    number = read_the_order(visitor)
    webhook_was_taken(visitor)
    letter_can_be_read(browser, visitor, number, email)


@pytest.mark.parametrize("size", SIZES)
def test_guest_purchase_without_scripts(stack: Stack, browser: Browser, size: str) -> None:
    with visiting(browser, stack.url, size, "no-scripts", java_script_enabled=False) as guest:
        page = guest.page
        put_in_cart(guest, SOAP)
        put_in_cart(guest, SOCKS)
        expect(page.get_by_role("heading", level=1)).to_have_text("장바구니")
        page.get_by_role("button", name="2가지 주문하기").click()
        write_address(page, f"plain-{size}@mail.example")
        page.get_by_role("button", name=f"{TOTAL} 결제하기").click()
        expect(page.get_by_role("alert")).to_contain_text("구매에 동의해 주셔야")
        expect(text_field(page, "주소")).to_have_value(DETAILS["주소"])
        agree(page)
        page.get_by_role("button", name=f"{TOTAL} 결제하기").click()
        pay(page)
        read_the_order_plainly(page)


def read_the_order_plainly(page: Page) -> None:
    page.get_by_role("link", name="주문 자세히 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("주문을 잘 받았어요")
    expect(page.get_by_role("article")).to_have_count(2)


def tab_to(page: Page, target: Locator) -> None:
    """Tab until there, seeing at every stop where one is."""
    for _ in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS_FOCUS), page.evaluate(
            "document.activeElement.outerHTML.slice(0, 200)"
        )
        if target.evaluate(IS_FOCUSED):
            return
    raise AssertionError(f"the keyboard does not reach {target}")


def test_guest_purchase_by_keyboard(visitor: Visitor) -> None:
    page, email = visitor.page, f"keys-{visitor.size}@mail.example"
    find(visitor, SOAP)
    tab_to(page, page.get_by_role("button", name="바로 구매"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("배송과 결제")
    for label, text in DETAILS.items():
        tab_to(page, text_field(page, label))
        page.keyboard.type(text or email)
    for words in CONSENTS:
        tab_to(page, page.get_by_label(words))
        page.keyboard.press("Space")
    visitor.look("checkout")
    tab_to(page, page.get_by_role("button", name=re.compile("결제하기$")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("SANDBOX 결제창")
    tab_to(page, page.get_by_role("radio", checked=True))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name=re.compile("결제하기$")))
    page.keyboard.press("Enter")
    expect_thanks(page)
    tab_to(page, page.get_by_role("link", name="주문 자세히 보기"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("주문을 잘 받았어요")
