"""A department's purchase: target, request, approval, delivery, acceptance, record and papers."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.selling import open_parcel, ship
from tests.support.browser import Visitor, visiting
from tests.support.pictures import photo

pytestmark = pytest.mark.browser

GIFT_BOX, MAKER = "마을비누 선물상자", "해솔비누협동조합"
UNIT_WON = 24_000
LAPSED_MUG = "사무실 머그 열 개"
# Each width buys differently, because both work on one department's year.
QUANTITY = {"wide": 5, "narrow": 7}
OUTSIDE_WON = {"wide": 330_000, "narrow": 451_000}
PDF_PAGE = re.compile(rb"/Type\s*/Page\b")


def won_of(text: str) -> int:
    """The first amount in a text."""
    found = re.search(r"([\d,]+)원", text)
    assert found, text
    return int(found[1].replace(",", ""))


def stat(page: Page, label: str) -> Locator:
    """The figure under this label."""
    tile = page.locator(".stat").filter(has=page.get_by_text(label, exact=True))
    return tile.locator(".stat__value")


def counted(visitor: Visitor) -> int:
    """What counts for the department so far, as its front page says."""
    visitor.open("/buyer")
    return won_of(stat(visitor.page, "인정 실적").inner_text())


def read_the_year(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/buyer")
    expect(page.get_by_role("heading", level=1)).to_have_text("복지정책과")
    expect(page.locator(".target")).to_contain_text("목표")
    expect(page.get_by_role("main")).to_contain_text(re.compile("올해 실적은 .*까지 셉니다"))
    target = won_of(page.locator(".target dd").last.inner_text())
    missing = won_of(stat(page, "남은 금액").inner_text())
    assert missing == max(0, target - counted(visitor))
    expect(stat(page, "다음 월 마감")).to_be_visible()
    visitor.look("year")


def look_for(visitor: Visitor, words: str, name: str) -> None:
    page = visitor.page
    visitor.open("/buyer/products")
    page.get_by_label("찾는 말").fill(words)
    page.get_by_role("button", name="찾기", exact=True).click()
    card = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name))
    expect(card.last).to_be_visible()
    visitor.look("found")
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def warned_of_a_lapsed_seller(visitor: Visitor) -> None:
    page = visitor.page
    look_for(visitor, "머그", LAPSED_MUG)
    panel = page.get_by_role("region", name="실적으로 인정되지 않습니다")
    expect(panel).to_contain_text(re.compile("인증이 .*까지여서 실적에 들지 않습니다"))
    expect(panel).to_contain_text("구매는 할 수 있습니다. 실적에는 들지 않습니다.")
    visitor.look("lapsed")


def request(visitor: Visitor, title: str) -> str:
    """Ask for the gift boxes; the order's number."""
    page = visitor.page
    look_for(visitor, "비누 선물", GIFT_BOX)
    expect(page.get_by_role("region", name="오늘 사면 실적으로 인정됩니다")).to_be_visible()
    visitor.look("counts")
    page.get_by_label("수량", exact=True).fill(str(QUANTITY[visitor.size]))
    page.get_by_role("button", name="구매요청 목록에 담기").click()
    visitor.open("/buyer/request-list")
    visitor.look("request-list")
    page.get_by_role("link", name="구매요청서 쓰기").click()
    page.get_by_role("button", name="결재 올리기").click()
    expect(page.get_by_role("alert")).to_contain_text("제목을 적어 주세요.")
    page.get_by_label("제목").fill(title)
    page.get_by_label("구매 목적").fill("이웃돕기 자원봉사자 답례")
    visitor.look("request")
    page.get_by_role("button", name="결재 올리기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("main")).to_contain_text("결재 대기")
    visitor.look("submitted")
    return page.locator(".page-header__eyebrow").inner_text().split("·")[-1].strip()


def approve(browser: Browser, visitor: Visitor, title: str) -> None:
    with visiting(browser, visitor.url, visitor.size, "buyer-approver") as approver:
        page = approver.page
        approver.sign_in("/buyer", "approver@demo.example")
        approver.open("/buyer/approvals")
        approver.look("inbox")
        page.get_by_role("link", name=title).click()
        page.get_by_label("의견").fill("예산 범위 안입니다.")
        approver.look("decision")
        page.get_by_role("button", name="승인", exact=True).click()
        expect(page.get_by_role("main")).to_contain_text("승인했습니다. 판매 기업에 발주했습니다.")
        approver.look("approved")


def send(browser: Browser, visitor: Visitor, number: str) -> None:
    with visiting(browser, visitor.url, visitor.size, "buyer-seller") as seller:
        seller.sign_in("/seller", "seller@demo.example")
        open_parcel(seller, number)
        ship(seller, "한진택배", "412233445566")


def accept(visitor: Visitor, title: str) -> int:
    """Accept the delivery; what it said would count."""
    page = visitor.page
    visitor.open("/buyer/inspections")
    visitor.look("arrived")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=title))
    row.get_by_role("link", name=f"{MAKER} 검수하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{MAKER} 납품 검수")
    visitor.look("inspection")
    page.get_by_role("button", name="검수 완료").click()
    expect(page.get_by_role("alert")).to_contain_text("확인한 뒤 표시해 주세요.")
    page.get_by_label("수량과 규격, 상태를 확인했습니다.").check()
    page.get_by_role("button", name="검수 완료").click()
    said = page.get_by_text(re.compile("검수했습니다. 구매실적 [0-9,]+원이 인정되었습니다."))
    return won_of(said.first.inner_text())


def read_the_record(visitor: Visitor, amount: int) -> None:
    page = visitor.page
    table = page.get_by_role("table", name="구매실적")
    expect(table).to_contain_text(f"{amount:,}원")
    visitor.look("accepted")
    table.get_by_role("link", name=re.compile(GIFT_BOX)).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text(f"실적으로 인정됩니다: {amount:,}원")
    expect(main).to_contain_text("마을기업 제2016-서울-999호")
    visitor.look("record")


def print_papers(visitor: Visitor, title: str) -> None:
    page = visitor.page
    visitor.open("/buyer/files")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    file = page.url
    for paper, said in (("구매요청서", "예산 범위 안입니다."), ("검수조서", "검수자 이구매")):
        page.goto(file)
        page.get_by_role("link", name=paper).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(paper)
        expect(page.get_by_role("main")).to_contain_text(said)
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name="인쇄")).to_be_hidden()
        visitor.look(f"paper-{'request' if paper == '구매요청서' else 'inspection'}")
        assert len(PDF_PAGE.findall(page.pdf(format="A4"))) == 1
        page.emulate_media(media="screen")


def record_an_outside_purchase(visitor: Visitor) -> int:
    """Bought with the card elsewhere; what of it counts."""
    page = visitor.page
    visitor.open("/buyer/ledger/outside-purchases/new")
    maker = page.get_by_label("등록된 기업")
    choice = maker.locator("option").filter(has_text="돈암").first.get_attribute("value")
    maker.select_option(choice)
    item = f"어르신 나들이 돌봄 ({visitor.size})"
    page.get_by_label("품목").fill(item)
    page.get_by_label("구분", exact=True).select_option(label="용역")
    page.get_by_label("실적 기준일").fill(f"{datetime.now(ZoneInfo('Asia/Seoul')):%Y-%m-%d}")
    page.get_by_label("합계 금액").fill(f"{OUTSIDE_WON[visitor.size]:,}")
    page.get_by_role("button", name="기록하기").click()
    evidence = page.get_by_label("증빙 파일")
    expect(evidence).to_have_accessible_description(re.compile("영수증 파일을 골라 주세요"))
    expect(page.get_by_label("품목")).to_have_value(item)
    visitor.look("outside-missing")
    evidence.set_input_files({"name": "영수증.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.get_by_role("button", name="기록하기").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("외부 구매를 기록했습니다.")
    expect(main.get_by_role("link", name="영수증.jpg")).to_be_visible()
    visitor.look("outside-record")
    return won_of(main.get_by_text(re.compile("^실적으로 인정됩니다: ")).first.inner_text())


def coordinator_sees_all(browser: Browser, visitor: Visitor, figure: int) -> None:
    with visiting(browser, visitor.url, visitor.size, "buyer-coordinator") as coordinator:
        page = coordinator.page
        coordinator.sign_in("/buyer", "coordinator@demo.example")
        page.get_by_role("link", name="부서별 현황").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("부서별 현황")
        table = page.get_by_role("table")
        for column in ("부서", "목표", "실적", "달성률", "부족액", "마감"):
            expect(table.get_by_role("columnheader", name=column, exact=True)).to_be_visible()
        ours = table.get_by_role("row").filter(
            has=page.get_by_role("rowheader", name="복지정책과", exact=True)
        )
        expect(ours).to_contain_text(f"{figure:,}원")
        expect(ours).to_contain_text(re.compile(r"\d%"))
        late = int(re.sub(r"\D", "", stat(page, "마감이 늦은 부서").inner_text()))
        assert late > 0
        expect(table.get_by_text(re.compile(r"^\d+월 늦음$"))).to_have_count(late)
        coordinator.look("departments")


def test_buyer(visitor: Visitor, browser: Browser) -> None:
    title = f"자원봉사자 답례 비누 ({visitor.size})"
    visitor.sign_in("/buyer", "buyer@demo.example")
    read_the_year(visitor)
    before = counted(visitor)
    warned_of_a_lapsed_seller(visitor)
    number = request(visitor, title)
    approve(browser, visitor, title)
    send(browser, visitor, number)
    assert counted(visitor) == before
    amount = accept(visitor, title)
    assert amount == QUANTITY[visitor.size] * UNIT_WON  # the rule counts VAT in
    read_the_record(visitor, amount)
    assert counted(visitor) == before + amount
    print_papers(visitor, title)
    outside = record_an_outside_purchase(visitor)
    assert outside == OUTSIDE_WON[visitor.size]
    assert counted(visitor) == before + amount + outside
    coordinator_sees_all(browser, visitor, before + amount + outside)
