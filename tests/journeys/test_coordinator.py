"""The coordinator's year on the board: survey, targets, plans, closings, reports, evaluation."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Visitor, visiting

pytestmark = pytest.mark.browser

PHONE = 390
PDF = b"%PDF-"


def within_sight(page: Page, text: re.Pattern[str]) -> None:
    """What must be seen on a phone is not beyond the edge of a table that scrolls."""
    width = page.viewport_size["width"] if page.viewport_size else PHONE
    shown = page.get_by_role("table").get_by_text(text).first
    expect(shown).to_be_visible()
    box = shown.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def see_the_departments(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/buyer/coordination")
    within_sight(page, re.compile(r"^\d+\.\d%$"))
    within_sight(page, re.compile(r"^\d+월 늦음$"))
    visitor.look("departments")


def see_the_board(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/buyer/coordination/year")
    expect(page.get_by_role("heading", level=1)).to_have_text("연간 단계")
    first = page.get_by_role("listitem").filter(has_text="공공구매 수요조사").first
    expect(first).to_contain_text("정총괄 마침")
    visitor.look("board")
    first.get_by_role("link", name="수요조사 현황").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("수요조사 현황")
    expect(page.get_by_role("main")).to_contain_text("14/14곳")
    expect(page.get_by_text("기한 뒤").first).to_be_visible()
    visitor.look("survey")


def change_targets(visitor: Visitor) -> None:
    """A won too many is refused with everything typed; without a reason nothing changes."""
    page = visitor.page
    visitor.open("/buyer/coordination/targets")
    visitor.look("targets")
    first = page.get_by_role("table").get_by_role("textbox").first
    typed = f"{int(first.input_value().replace(',', '')) + 1:,}"
    first.fill(typed)
    page.get_by_role("button", name="차이 다시 보기").click()
    expect(page.get_by_text("전체 목표와 +1원 다릅니다")).to_be_visible()
    expect(page.get_by_role("table").get_by_role("textbox").first).to_have_value(typed)
    page.get_by_role("button", name="부서 목표 저장").click()
    expect(page.get_by_text("부서 목표의 합이 전체 목표와 +1원 다릅니다.")).to_be_visible()
    expect(page.get_by_label("통보한 목표를 바꾸는 사유")).to_be_visible()
    visitor.look("targets-refused")
    page.get_by_label("나누는 기준").select_option(label="제출한 구매가능액 비율")
    page.get_by_label("자르는 단위").select_option(value="10000")
    page.get_by_role("button", name="제안 보기").click()
    expect(page.get_by_text("원 단위까지 같습니다")).to_be_visible()


def read_the_papers(visitor: Visitor) -> None:
    page = visitor.page
    quarter = max(1, (datetime.now(ZoneInfo("Asia/Seoul")).month - 1) // 3)
    for path, name in (
        ("/buyer/coordination/plan", "plan"),
        (f"/buyer/coordination/quarter-plans?quarter={quarter}", "quarter-plans"),
        (f"/buyer/coordination/quarter-reports?quarter={quarter}", "report"),
    ):
        visitor.open(path)
        visitor.look(name)
        address = page.get_by_role("link", name="PDF 내려받기").get_attribute("href")
        answer = page.request.get(visitor.url + (address or ""))
        assert answer.ok, path
        assert answer.body().startswith(PDF)
        page.get_by_role("link", name="인쇄용으로 보기").click()
        expect(page.get_by_role("button", name="인쇄")).to_be_visible()
        visitor.look(f"{name}-paper")
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name="인쇄")).to_be_hidden()
        page.emulate_media(media="screen")


def see_who_lacks_what(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/buyer/coordination/closings")
    expect(page.get_by_role("heading", level=1)).to_have_text("월 마감 현황")
    visitor.look("closings")


def evaluate(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/buyer/coordination/evaluation")
    expect(page.get_by_text("1위").first).to_be_visible()
    visitor.look("evaluation")
    page.get_by_role("button", name="평가 확정하기").click()
    expect(page.get_by_text("해가 끝난 뒤에 평가를 확정할 수 있습니다.")).to_be_visible()
    page.get_by_role("link", name="평가 기준과 미측정").click()
    weight = page.get_by_label("목표 달성률 배점")
    weight.fill("41")
    page.get_by_role("button", name="평가 기준 저장").click()
    expect(page.get_by_text("지금 101점입니다.")).to_be_visible()
    expect(page.get_by_label("목표 달성률 배점")).to_have_value("41")
    visitor.look("scheme-refused")


def a_department_answers(browser: Browser, visitor: Visitor) -> None:
    """What a department sees of the year: its answer, its plan, what waits for its paper."""
    with visiting(browser, visitor.url, visitor.size, "coordinator-department") as official:
        page = official.page
        official.sign_in("/buyer", "buyer@demo.example")
        for path, title in (
            ("/buyer/survey", "공공구매 수요조사"),
            ("/buyer/quarter-plan", "분기 구매계획"),
        ):
            official.open(path)
            expect(page.get_by_role("heading", level=1)).to_have_text(title)
            official.look(path.rsplit("/", 1)[1])
        official.open("/buyer/announced-purchases")
        page.get_by_label("합계 금액").fill("165,000")
        page.get_by_label("판매 기업").fill("가상현수막")
        page.get_by_label("품목").fill(f"현수막 ({visitor.size})")
        page.get_by_role("button", name="적어 두기").click()
        expect(page.get_by_text("알린 구매에 더했습니다.")).to_be_visible()
        official.look("announced")
        page.get_by_role("link", name="증빙 붙여 기록하기").first.click()
        expect(page.get_by_label("상호")).to_have_value("가상현수막")
        official.open("/buyer/closings")
        official.look("closings")


def test_coordinator(visitor: Visitor, browser: Browser) -> None:
    visitor.sign_in("/buyer", "coordinator@demo.example")
    see_the_departments(visitor)
    see_the_board(visitor)
    change_targets(visitor)
    read_the_papers(visitor)
    see_who_lacks_what(visitor)
    evaluate(visitor)
    a_department_answers(browser, visitor)
