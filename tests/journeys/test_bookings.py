"""A date is booked and given back; a quote is asked, answered, accepted; a department compares."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.shopping import agree, pay, search, text_field
from tests.journeys.waiting import reload_until
from tests.support.browser import Visitor, visiting

pytestmark = pytest.mark.browser

WORKSHOP, FIRM = "비누 만들기 마을교실", "해솔비누협동조합"
GIFT = "마을비누 선물상자"


def write_contact(page: Page, email: str) -> None:
    text_field(page, "이름").first.fill("한결 하나")
    text_field(page, "휴대전화").first.fill("010-2345-6789")
    text_field(page, "메일 주소").first.fill(email)


def open_product(visitor: Visitor, name: str) -> None:
    page = visitor.page
    visitor.open("/")
    search(page, name)
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def book(visitor: Visitor, email: str) -> None:
    page = visitor.page
    open_product(visitor, WORKSHOP)
    expect(page.get_by_role("group", name="날짜 고르기")).to_contain_text("자리 남음")
    page.get_by_text("취소하면 얼마를 돌려받나요").click()
    page.get_by_role("radio", name=re.compile("10:00–12:00")).last.check()
    page.get_by_label("수량", exact=True).fill("4")
    page.get_by_role("button", name="바로 예약").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("배송과 결제")
    expect(page.get_by_text("보낼 물건이 없어 주소는 여쭙지 않아요.")).to_be_visible()
    expect(text_field(page, "우편번호")).to_have_count(0)
    expect(page.get_by_role("heading", name="예약 내용과 취소 조건")).to_be_visible()
    write_contact(page, email)
    agree(page)
    visitor.look("checkout")
    page.get_by_role("button", name=re.compile("결제하기$")).click()
    pay(page)
    page.get_by_role("link", name="주문 자세히 보기").click()
    expect(page.get_by_text("예약이 확정됐어요")).to_be_visible()
    visitor.look("order")


def calendar_and_back(visitor: Visitor) -> None:
    page = visitor.page
    with page.expect_download() as calendar:
        page.get_by_role("link", name="달력에 넣기").click()
    written = calendar.value.path().read_text()
    assert "BEGIN:VEVENT" in written
    page.get_by_role("link", name="예약 취소", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("지금 취소하면 돌려받을 금액")
    page.get_by_role("button", name="예약 취소하기").click()
    expect(page.get_by_role("alert")).to_contain_text("취소하는 까닭을 골라 주세요.")
    visitor.look("give-back")
    page.get_by_label("그날 갈 수 없게 되었어요").check()
    page.get_by_role("button", name="예약 취소하기").click()
    refunded = re.compile(r"예약을 취소했어요 · 1[\d,]+원 환불")
    expect(page.get_by_role("main")).to_contain_text(refunded)
    visitor.look("given-back")


def test_a_date_is_booked_and_given_back(visitor: Visitor, browser: Browser) -> None:
    book(visitor, f"booking-{visitor.size}@mail.example")
    with visiting(browser, visitor.url, visitor.size, "booking-seller") as firm:
        firm.sign_in("/seller", "seller@demo.example")
        firm.open("/seller/listings")
        firm.page.get_by_role("link", name=WORKSHOP, exact=True).first.click()
        firm.page.get_by_role("link", name="체험 날짜").click()
        rows = firm.page.get_by_role("row")
        rows.last.get_by_role("link").click()
        expect(firm.page.get_by_role("heading", level=1)).to_contain_text("10:00–12:00")
        expect(firm.page.get_by_role("main")).to_contain_text("한결 하나")
        firm.look("participants")
    calendar_and_back(visitor)


def ask(visitor: Visitor, email: str) -> str:
    page = visitor.page
    open_product(visitor, GIFT)
    page.get_by_role("link", name="많은 수량은 견적을 받아 보세요").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("견적 요청")
    page.get_by_role("button", name="견적 요청하기").click()
    expect(page.get_by_role("alert")).to_contain_text("수량이나 인원, 크기를 적어 주세요.")
    visitor.look("ask-wrong")
    text_field(page, "무엇이 필요한가요").fill(f"답례 비누 {visitor.size}")
    text_field(page, "얼마나 필요한가요").fill("100개")
    write_contact(page, email)
    page.get_by_label("판매자에게 이름과 연락처를 알리는 데 동의해요").check()
    page.get_by_role("button", name="견적 요청하기").click()
    expect(page.get_by_text("판매자의 답을 기다리고 있어요")).to_be_visible()
    visitor.look("asked")
    return page.url


def answer(browser: Browser, visitor: Visitor) -> None:
    with visiting(browser, visitor.url, visitor.size, "quote-seller") as firm:
        page = firm.page
        firm.sign_in("/seller", "seller@demo.example")
        firm.open("/seller/quotes")
        page.get_by_role("link", name=f"답례 비누 {visitor.size}").click()
        page.get_by_role("textbox", name="수량").first.fill("100")
        page.get_by_role("button", name="견적 보내기").click()
        expect(page.get_by_role("alert")).to_contain_text("단가를 적어 주세요.")
        firm.look("answer-wrong")
        expect(page.get_by_role("textbox", name="수량").first).to_have_value("100")
        page.get_by_role("textbox", name="단가(부가세 포함)").first.fill("20,000")
        page.get_by_role("button", name="견적 보내기").click()
        expect(page.get_by_role("main")).to_contain_text("견적을 보냈습니다.")
        expect(page.get_by_role("main")).to_contain_text("2,000,000원")
        firm.look("answered")
        page.get_by_role("link", name="견적서 보기·인쇄").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("견적서")
        expect(page.get_by_role("main")).to_contain_text("금 이백만원정")
        firm.look("paper")


def test_a_quote_is_asked_answered_accepted_and_paid(visitor: Visitor, browser: Browser) -> None:
    page = visitor.page
    at = ask(visitor, f"quote-{visitor.size}@mail.example")
    answer(browser, visitor)
    page.goto(at)
    accept = page.get_by_role("link", name="2,000,000원에 수락하고 주문하기")
    reload_until(page, accept)
    visitor.look("quoted")
    accept.click()
    text_field(page, "우편번호").fill("02708")
    text_field(page, "주소").fill("서울 성북구 보문로 168")
    agree(page)
    visitor.look("accept")
    page.get_by_role("button", name="2,000,000원 결제하기").click()
    pay(page)
    page.goto(at)
    expect(page.get_by_text("이 견적으로 주문했어요")).to_be_visible()
    visitor.look("accepted")


def test_a_department_compares_two_and_requests(visitor: Visitor) -> None:
    page, subject = visitor.page, f"기념 가방 {visitor.size}"
    visitor.sign_in("/buyer", "buyer@demo.example")
    visitor.open("/buyer/products?q=폐현수막")
    page.get_by_role("link", name="행사 폐현수막 되살림").first.click()
    page.get_by_role("link", name="견적 요청하기").click()
    text_field(page, "무엇이 필요한가요").fill(subject)
    text_field(page, "얼마나 필요한가요").fill("150개")
    page.get_by_role("checkbox").first.check()
    visitor.look("ask-several")
    page.get_by_role("button", name="견적 요청하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    expect(page.get_by_text("답을 기다리고 있습니다.")).to_have_count(2)
    visitor.look("waiting")
    # The firms of the demonstration answered an earlier request, each width takes one of its own.
    visitor.open("/buyer/quotes")
    page.get_by_role("link", name=f"복지 박람회 기념 가방 {NUMBER[visitor.size]}").click()
    expect(page.get_by_role("table", name="견적 비교")).to_contain_text("가장 낮은 금액")
    visitor.look("compare")
    page.get_by_role("link", name=re.compile("에 구매요청 쓰기")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("구매요청서")
    visitor.look("request")
    page.get_by_role("button", name="결재 올리기").click()
    expect(page.get_by_role("main")).to_contain_text("구매요청을 올렸습니다.")
    expect(page.get_by_role("main")).to_contain_text("2,")
    visitor.look("requested")


NUMBER = {"wide": "1", "narrow": "2"}
