"""Several years added up, what is left out in words, a link copied, a printed sum kept."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.procurement.sheets.drawing import table
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_reader_adds_up_years_and_sees_what_is_left_out(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.open("/disclosures/seongbuk")
    page.get_by_label("처음 해").select_option("2017")
    page.get_by_label("마지막 해").select_option("2020")
    page.get_by_role("button", name="더해 보기").click()
    expect(main).to_contain_text("320억 원")
    expect(main).to_contain_text("4개 해 가운데 실적이 적힌 0개 해")
    visitor.look("years-added-up")
    visitor.open("/disclosures/gaon")
    page.get_by_role("link", name=re.compile(r"^20\d\d년$")).first.click()
    expect(main).to_contain_text("집계에서 뺀 기간이 있어요")
    expect(main.get_by_text("1월 사업 변경").first).to_be_visible()
    visitor.look("year-left-out")


def test_a_coordinator_sees_marks_and_copies_a_permanent_link(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.sign_in("/buyer", "coordinator@demo.example")
    visitor.open("/buyer/coordination?show=left_out")
    expect(main).to_contain_text("1월 사업 변경")
    visitor.look("coordination-left-out")
    visitor.open("/buyer/coordination/months")
    expect(main.get_by_text("사업 변경").first).to_be_visible()
    visitor.look("months-left-out")
    visitor.open("/buyer/coordination/publication")
    page.get_by_role("button", name="링크 복사 제2판").press("Enter")
    expect(main.get_by_role("status").filter(has_text="복사했습니다")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/disclosures/gaon/\d{4}/results/v2$", copied)
    visitor.look("permanent-links")
    visitor.open("/buyer/coordination/plan")
    expect(main.get_by_role("button", name=re.compile("링크 복사")).first).to_be_visible()
    visitor.look("plan-links")


def test_a_coordinator_keeps_what_a_sheet_prints(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    today = datetime.now(ZoneInfo("Asia/Seoul"))
    day, won = f"{today:%Y-%m-%d}", {"wide": 731_000, "narrow": 843_000}[visitor.size]
    rows = [
        ["날짜", "부서", "업체명", "품목", "금액"],
        [day, "복지정책과", "먼 가게", f"다과 {visitor.size}", won],
        ["소계", None, None, None, won],
        [day, "재무과", "먼 가게", f"현수막 {visitor.size}", won + 1_000],
        ["소계", None, None, None, won + 1_000],
        ["합계", None, None, None, 2 * won + 5_000],
    ]
    visitor.sign_in("/buyer", "coordinator@demo.example")
    visitor.open("/buyer/imports/new")
    sheet = {"name": f"전체 {visitor.size}.xlsx", "mimeType": XLSX, "buffer": table(rows)}
    page.get_by_label("파일").set_input_files(sheet)
    page.get_by_label(re.compile("여러 부서의 구매")).check()
    page.get_by_role("button", name="올리고 읽기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("열 연결")
    page.get_by_role("button", name="이대로 읽어 미리보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("미리보기")
    page.get_by_role("button", name=re.compile("기록하기")).click()
    panel = main.locator("#printed")
    expect(panel).to_contain_text("공표한 수치로 남기기")
    visitor.look("printed-totals")
    boxes = panel.get_by_role("checkbox")
    for n in range(boxes.count()):
        boxes.nth(n).check()
    panel.get_by_role("button", name="고른 합계 남기기").click()
    expect(panel.get_by_text("남겨 두었습니다").first).to_be_visible()
    visitor.look("printed-totals-kept")
    # The public page is kept a minute, by address: nobody has asked for this one yet.
    visitor.open(f"/disclosures/gaon/{today.year}?kept-for={visitor.size}")
    expect(main).to_contain_text("공표한 실적이 구매 기록과 달라요")
    expect(main).to_contain_text(f"{2 * won + 5_000:,}원")
    visitor.look("computed-beside-printed")
