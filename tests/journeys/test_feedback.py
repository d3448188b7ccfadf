"""Bought, come, spoken of with a photo, answered, reported, hidden; asked and answered by mail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.journeys.selling import open_parcel, ship
from tests.journeys.shopping import SOAP, buy, find, text_field
from tests.journeys.waiting import reload_until
from tests.support.browser import Visitor, visiting
from tests.support.pictures import photo_from_a_phone

pytestmark = pytest.mark.browser


def send(browser: Browser, visitor: Visitor, number: str) -> None:
    with visiting(browser, visitor.url, visitor.size, "feedback-seller") as seller:
        seller.sign_in("/seller", "seller@demo.example")
        open_parcel(seller, number)
        ship(seller, "우체국택배", "6012345678901")


def write_a_review(visitor: Visitor, said: str) -> None:
    page = visitor.page
    reload_until(page, page.get_by_role("button", name="받았어요"))
    page.get_by_role("button", name="받았어요").click()
    page.get_by_role("link", name=f"후기 쓰기 {SOAP.name}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("후기 쓰기")
    visitor.look("empty-form")
    text_field(page, "후기").fill(said)
    photo: FilePayload = {
        "name": "비누.jpg",
        "mimeType": "image/jpeg",
        "buffer": photo_from_a_phone(),
    }
    page.get_by_label("사진", exact=True).set_input_files(photo)
    page.get_by_role("button", name="후기 남기기").click()
    expect(page.get_by_role("alert")).to_contain_text("별점을 골라 주세요.")
    expect(text_field(page, "후기")).to_have_value(said)
    expect(page.get_by_role("status").filter(has_text="사진 1장은 받아 두었어요")).to_be_visible()
    visitor.look("missing-stars")
    first = page.get_by_role("radio", name="아쉬워요")
    first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="좋아요", exact=True)).to_be_checked()
    visitor.look("chosen-stars")
    page.get_by_role("button", name="후기 남기기").click()
    expect(page.get_by_role("main")).to_contain_text("후기를 남겼어요. 고마워요.")
    expect(page.get_by_role("link", name=f"내 후기 보기 {SOAP.name}")).to_be_visible()
    visitor.look("order-reviewed")


def review_of(page: Page, said: str) -> Locator:
    """One review on a product's page; the page itself is an article too."""
    return page.locator("article.review").filter(has_text=said)


def read_it(visitor: Visitor, said: str) -> None:
    page = visitor.page
    find(visitor, SOAP)
    review = review_of(page, said)
    reload_until(page, review.get_by_role("img", name=re.compile("올린 사진")))
    expect(review).to_contain_text("한**나")
    expect(page.get_by_role("region", name="후기")).to_contain_text("/ 5")
    visitor.look("product")


def answer_it(browser: Browser, visitor: Visitor, said: str) -> None:
    with visiting(browser, visitor.url, visitor.size, "feedback-seller-answer") as seller:
        page = seller.page
        seller.sign_in("/seller", "seller@demo.example")
        seller.open("/seller/reviews")
        seller.look("reviews")
        page.get_by_role("listitem").filter(has_text=said).get_by_role("link").click()
        page.get_by_label("답글").fill(f"고맙습니다. 잘 전하겠습니다. ({visitor.size})")
        seller.look("answer")
        page.get_by_role("button", name="답글 남기기").click()
        expect(page.get_by_role("main")).to_contain_text("답글을 남기고 글쓴이에게 알렸습니다.")


def report_it(visitor: Visitor, said: str) -> None:
    page = visitor.page
    find(visitor, SOAP)
    review = review_of(page, said)
    reload_until(page, review.get_by_text(f"잘 전하겠습니다. ({visitor.size})"))
    visitor.look("answered")
    review.get_by_role("link", name=re.compile("^신고")).click()
    page.get_by_label("산 사람이 아니거나 사실이 아님").check()
    visitor.look("report")
    page.get_by_role("button", name="신고하기").click()
    expect(page.get_by_role("main")).to_contain_text("알려 주셔서 고마워요.")


def hide_it(browser: Browser, visitor: Visitor, said: str) -> None:
    with visiting(browser, visitor.url, visitor.size, "feedback-office") as office:
        page = office.page
        office.sign_in("/office", "office@demo.example")
        office.open("/office/reviews")
        office.look("reported")
        page.get_by_role("row").filter(has_text=said[:20]).get_by_role("link").click()
        page.get_by_label("가리는 까닭").fill("사지 않은 분이 쓴 것으로 확인했습니다.")
        office.look("review")
        page.get_by_role("button", name="가리기").click()
        expect(page.get_by_role("main")).to_contain_text("결정을 기록했습니다.")
        letters(office, "남기신 후기를 가렸어요")


def letters(office: Visitor, subject: str) -> None:
    office.open("/office/letters")
    row = office.page.get_by_role("row").filter(has_text=subject)
    reload_until(office.page, row.filter(has_text="보냄"))


def test_feedback(visitor: Visitor, browser: Browser) -> None:
    said = f"거품이 곱고 향이 은은해요 ({visitor.size})"
    number = buy(visitor, SOAP, f"review-{visitor.size}@mail.example")
    send(browser, visitor, number)
    write_a_review(visitor, said)
    read_it(visitor, said)
    answer_it(browser, visitor, said)
    report_it(visitor, said)
    hide_it(browser, visitor, said)
    find(visitor, SOAP)
    gone(visitor.page, said)


def gone(page: Page, said: str) -> None:
    for _ in range(20):
        if not page.get_by_text(said).count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(f"still there: {said}")


def test_question(visitor: Visitor, browser: Browser) -> None:
    page, asked = visitor.page, f"민감한 피부에도 괜찮은가요? ({visitor.size})"
    find(visitor, SOAP)
    page.get_by_role("region", name="문의").get_by_role("link", name="판매자에게 문의").click()
    text_field(page, "무엇이 궁금하세요?").fill(asked)
    page.get_by_role("button", name="묻기").click()
    expect(page.get_by_role("alert")).to_contain_text("메일 주소")
    expect(text_field(page, "무엇이 궁금하세요?")).to_have_value(asked)
    visitor.look("ask")
    text_field(page, "답변을 받을 메일 주소").fill(f"ask-{visitor.size}@mail.example")
    page.get_by_role("button", name="묻기").click()
    expect(page.get_by_role("main")).to_contain_text("판매자에게 전했어요.")
    visitor.look("asked")
    with visiting(browser, visitor.url, visitor.size, "question-seller") as seller:
        seller.sign_in("/seller", "seller@demo.example")
        seller.open("/seller/questions")
        seller.look("questions")
        item = seller.page.get_by_role("listitem").filter(has_text=asked)
        item.get_by_role("link").click()
        seller.page.get_by_label("답변").fill("무향이라 괜찮습니다.")
        seller.look("answer")
        seller.page.get_by_role("button", name="답변 보내기").click()
        expect(seller.page.get_by_role("main")).to_contain_text("답변을 보냈습니다.")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("무향이라 괜찮습니다.")
    visitor.look("answered")
    with visiting(browser, visitor.url, visitor.size, "question-office") as office:
        office.sign_in("/office", "office@demo.example")
        office.open("/office/questions")
        office.look("questions")
        letters(office, "문의에 답변이 왔어요")


def test_what_was_seen_and_what_it_did(visitor: Visitor) -> None:
    page = visitor.page
    find(visitor, SOAP)
    shelf = page.locator("[data-seen-shelf]")
    visitor.open("/")
    shelf.get_by_role("link", name=SOAP.name).wait_for()
    visitor.look("home")
    visitor.open("/seen")
    visitor.look("seen")
    page.get_by_role("button", name="모두 지우기").click()
    expect(page.get_by_role("main")).to_contain_text("최근 본 상품이 없어요")
    visitor.sign_in("", "citizen@demo.example")
    for address, name in (
        *(("/account/value", "value"), ("/account/reviews", "reviews"), ("/account", "account")),
        ("/account/questions", "questions"),
    ):
        visitor.open(address)
        visitor.look(name)
