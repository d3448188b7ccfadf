"""A department's own spreadsheet, as it is: uploaded, confirmed, previewed, recorded, undone."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.procurement.sheets.drawing import saved
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

WON = {"wide": 71, "narrow": 83}  # thousands; each width brings in purchases of its own
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(size: str, *, broken: bool) -> bytes:
    """Title, unit, two-row head, a bad day if wanted, a total that is wrong by a thousand."""
    today = datetime.now(ZoneInfo("Asia/Seoul"))
    book = Workbook()
    page = book.worksheets[0]
    page.append([f"{today.year}년 복지정책과 구매실적"])
    page.merge_cells("A1:F1")
    page["F2"] = "(단위: 천원)"
    page.append(["구매일", "업체", "내역", "구매금액"])
    page.append([None, None, None, "공급가액", "부가세", "합계"])
    page.merge_cells("D3:F3")
    for column in "ABC":
        page.merge_cells(f"{column}3:{column}4")
    day = f"{today.month}/{today.day}"
    net = WON[size] * 10
    page.append([day, "해솔비누협동조합", f"행사 답례 비누 {size}", net, net / 10, net * 1.1])
    page.append(["어제" if broken else day, "먼 가게", f"현수막 {size}", 100, 10, 110])
    page.append(["합계", None, None, net + 100, net / 10 + 10, net * 1.1 + 111])
    return saved(book)


def upload(visitor: Visitor, name: str, data: bytes) -> None:
    page = visitor.page
    visitor.open("/buyer/imports/new")
    page.get_by_label("파일").set_input_files({"name": name, "mimeType": XLSX, "buffer": data})
    page.get_by_role("button", name="올리고 읽기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("열 연결")


def test_imports(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.sign_in("/buyer", "buyer@demo.example")
    visitor.open("/buyer/imports")
    visitor.look("list")
    visitor.open("/buyer/imports/new")
    page.get_by_role("button", name="올리고 읽기").click()
    expect(page.get_by_role("alert")).to_contain_text("엑셀이나 CSV 파일을 골라 주세요.")
    visitor.look("no-file")

    upload(visitor, f"구매실적 {visitor.size}.xlsx", sheet(visitor.size, broken=True))
    expect(main).to_contain_text("머리글 3, 4행, 구매 2행")
    expect(main).to_contain_text("천원")
    visitor.look("columns")
    page.get_by_label("이 연결의 이름").fill("분기 구매실적")
    page.get_by_role("button", name="이대로 읽어 미리보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("미리보기")
    expect(main).to_contain_text("날짜가 아닙니다: 어제")
    expect(main).to_contain_text("1,000원")
    visitor.look("faults")

    upload(visitor, f"구매실적 {visitor.size} 고침.xlsx", sheet(visitor.size, broken=False))
    expect(page.get_by_label("이 연결의 이름")).to_have_value("분기 구매실적")
    page.get_by_role("button", name="이대로 읽어 미리보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("미리보기")
    page.reload()
    visitor.look("preview")
    distinct = page.get_by_label("다른 구매, 기록함")
    if distinct.count():  # the other width's banner costs the same
        distinct.first.check()
        page.get_by_role("button", name="고른 대로 다시 확인").click()
        expect(page.get_by_role("button", name="2건 기록하기")).to_be_visible()
    page.get_by_role("button", name="2건 기록하기").click()
    expect(main).to_contain_text("구매 2건을 기록했습니다.")
    visitor.look("recorded")
    visitor.open("/buyer/ledger?origin=outside")
    expect(main).to_contain_text(f"행사 답례 비누 {visitor.size}")

    visitor.open("/buyer/imports")
    page.get_by_role("link", name=re.compile(f"{visitor.size} 고침")).click()
    page.get_by_label("되돌리는 사유").fill("시험으로 올림")
    page.get_by_role("button", name="모두 되돌리기").click()
    expect(main).to_contain_text("기록 2건을 정정 기록으로 되돌렸습니다.")
    visitor.look("undone")
