"""A member turns the second factor on, signs in with it, uses a coupon, pays, cancels a part."""

from __future__ import annotations

import re
import time

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.shopping import (
    SOAP,
    SOCKS,
    agree,
    pay,
    put_in_cart,
    share_of,
    text_field,
    write_address,
)
from tests.journeys.test_guest_purchase import tab_to
from tests.journeys.waiting import reload_until
from tests.support.browser import SIZES, Stack, Visitor, visiting

pytestmark = pytest.mark.browser

PASSWORD = "a-long-enough-password"
CODE = "NEIGHBOUR"  # 3,000 won off, by code
WHOLE, REDUCED = "33,500원", "30,500원"
# Of 3,000 won on 13,000 and 15,000: 1,392.86 and 1,607.14. So 15,000 - 1,607 + 2,500 go back.
BACK = "15,893원"


def join(visitor: Visitor, email: str) -> None:
    page = visitor.page
    visitor.open("/sign-up")
    text_field(page, "메일 주소").fill(email)
    page.get_by_label(re.compile("^비밀번호")).first.fill(PASSWORD)
    text_field(page, "이름").fill("한결 하나")
    for words in ("만 14세 이상이에요", "이용약관에 동의해요", "개인정보를 모으고"):
        page.get_by_label(re.compile(words)).check()
    page.get_by_role("main").get_by_role("button", name=re.compile("가입")).click()
    expect(page.get_by_text("반가워요, 한결 하나님.")).to_be_visible()


def turn_on(visitor: Visitor) -> pyotp.TOTP:
    page = visitor.page
    visitor.open("/account/second-factor")
    visitor.look("factor-off")
    page.get_by_label("지금 비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="시작하기").click()
    expect(page.get_by_role("img", name="인증 앱으로 찍는 QR 코드")).to_be_visible()
    visitor.look("factor-setup")
    totp = pyotp.TOTP(page.locator(".factor__secret").inner_text().replace(" ", ""))
    text_field(page, "인증 코드").fill(totp.now())
    page.get_by_role("button", name="확인하고 켜기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("복구 코드")
    expect(page.locator(".factor__codes li")).to_have_count(10)
    visitor.look("recovery-codes")
    page.get_by_role("link", name="적어 두었어요").click()
    expect(page.get_by_text("지금 10개 남았어요", exact=False)).to_be_visible()
    visitor.look("factor-on")
    return totp


def come_back(visitor: Visitor, email: str, totp: pyotp.TOTP) -> None:
    page = visitor.page
    page.context.clear_cookies()
    visitor.sign_in("", email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("2단계 인증")
    visitor.look("second-step")
    # The code that turned it on is spent; the next one counts already.
    text_field(page, "인증 코드").fill(totp.at(int(time.time()) + 30))
    page.get_by_role("button", name="로그인", exact=True).click()
    page.wait_for_url(re.compile(r"/$"))


def use_the_code(visitor: Visitor, email: str) -> None:
    page = visitor.page
    put_in_cart(visitor, SOAP)
    put_in_cart(visitor, SOCKS)
    visitor.open("/checkout")
    write_address(page, email)
    text_field(page, "쿠폰 코드").fill("WRONG-CODE")
    page.get_by_role("button", name="적용").click()
    expect(text_field(page, "쿠폰 코드")).to_have_accessible_description(
        re.compile("쿠폰 코드를 찾지 못했어요")
    )
    visitor.look("wrong-code")
    text_field(page, "쿠폰 코드").fill(CODE)
    page.get_by_role("button", name="적용").click()
    expect(page.get_by_role("button", name=f"{REDUCED} 결제하기")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("이웃 마을 응원 쿠폰 −1,607원")
    visitor.look("coupon")
    agree(page)
    page.get_by_role("button", name=f"{REDUCED} 결제하기").click()
    expect(page.get_by_role("main")).to_contain_text(REDUCED)
    pay(page)
    visitor.look("thanks")


def cancel_a_part(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="주문 자세히 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("주문을 잘 받았어요")
    visitor.look("order")
    share_of(page, SOCKS.maker).get_by_role("link", name="골라서 취소").click()
    page.get_by_label("마음이 바뀌었어요").check()
    page.get_by_role("main").get_by_role("button", name=re.compile("취소")).click()
    expect(share_of(page, SOCKS.maker)).to_contain_text("취소됐어요")
    reload_until(page, page.locator(".order__refunds").get_by_text(BACK))
    visitor.look("part-cancelled")


def test_member_coupon(visitor: Visitor) -> None:
    email = f"coupon-{visitor.size}@mail.example"
    join(visitor, email)
    totp = turn_on(visitor)
    come_back(visitor, email, totp)
    use_the_code(visitor, email)
    cancel_a_part(visitor)


def test_coupon_by_keyboard(visitor: Visitor) -> None:
    page = visitor.page
    put_in_cart(visitor, SOAP)
    put_in_cart(visitor, SOCKS)
    visitor.open("/checkout")
    write_address(page, f"coupon-keys-{visitor.size}@mail.example")
    tab_to(page, text_field(page, "쿠폰 코드"))
    page.keyboard.type(CODE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"{REDUCED} 결제하기")).to_be_visible()
    agree(page)
    tab_to(page, page.get_by_role("button", name=f"{REDUCED} 결제하기"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("SANDBOX 결제창")


@pytest.mark.parametrize("size", SIZES)
def test_coupon_without_scripts(stack: Stack, browser: Browser, size: str) -> None:
    with visiting(browser, stack.url, size, "coupon-plain", java_script_enabled=False) as guest:
        page = guest.page
        put_in_cart(guest, SOAP)
        put_in_cart(guest, SOCKS)
        page.get_by_role("button", name="2가지 주문하기").click()
        write_address(page, f"coupon-plain-{size}@mail.example")
        text_field(page, "쿠폰 코드").fill(CODE)
        page.get_by_role("button", name=f"{WHOLE} 결제하기").click()
        # A code in its field is counted and shown first, never paid unseen.
        agree(page)
        page.get_by_role("button", name=f"{REDUCED} 결제하기").click()
        pay(page)
