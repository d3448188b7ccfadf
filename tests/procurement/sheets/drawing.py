"""Sheets as districts keep them, drawn here: each of another shape, none a file from outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SOCIAL, OTHER = "120-81-47521", "220-81-62517"


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def drawn(draw: Callable[[Worksheet], None], name: str = "실적") -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    draw(sheet)
    return saved(book)


def table(rows: Sequence[Sequence[Any]], name: str = "실적") -> bytes:
    """Rows as they are, the first one in row 1."""

    def draw(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(list(row))

    return drawn(draw, name)


def two_row_head(sheet: Worksheet) -> None:
    """Title and unit above, merged two-row head, merged departments, 소계, 합계, a footnote."""
    sheet["A1"] = "2026년 1분기 사회적경제기업 구매실적"
    sheet.merge_cells("A1:H1")
    sheet["H2"] = "(단위: 천원)"
    for cell, word in {
        **{"A3": "연번", "B3": "부서명", "C3": "구매일자", "D3": "업체명", "E3": "구매내역"},
        **{"F3": "구매금액", "F4": "공급가액", "G4": "부가세", "H4": "계"},
    }.items():
        sheet[cell] = word
    for column in "ABCDE":
        sheet.merge_cells(f"{column}3:{column}4")
    sheet.merge_cells("F3:H3")
    rows = [
        [1, "복지정책과", "2026. 1. 5.", "㈜햇살", "복사용지", "1,000", "100", "1,100"],
        [2, None, "26.2.10", "햇살", "청소 용역", 2000, 200, 2200],
        ["소계", None, None, None, None, 3000, 300, 3300],
        [3, "총무과", "2026년 3월 5일", "먼 가게", "다과", 500, 50, 550],
        ["소계", None, None, None, None, 500, 50, 550],
        ["합 계", None, None, None, None, 3500, 350, 3850],
        ["※ 부가세 포함 금액임"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("B5:B6")
    sheet.merge_cells("A7:E7")
    sheet.merge_cells("A10:E10")


def total_on_top(sheet: Worksheet) -> None:
    """Head in row 2, the total above its rows, millions in a head cell, days without a year."""
    sheet.append(["'26년 구매 현황"])
    sheet.append(["날짜", "부서", "업체", "품목", "금액(백만원)", "구분", "계약방법", "비고"])
    sheet.append(["총계", None, None, None, 4.6])
    sheet.append(["3/5", "복지정책과", "햇살", "현수막", 1.1, "물품", "카드", None])
    sheet.append([None])
    sheet.append(["3. 6.", "총무과", "햇살", "방역", "3.3", "용역", "수의(2인)", "1차"])


def serials(sheet: Worksheet) -> None:
    """Excel days as dates and as bare serials, a hidden row, a note, a formula's error."""
    sheet.append(["사용일", "가맹점명", "사용내역", "사용금액", "부서"])
    sheet.append([date(2026, 4, 1), "햇살", "다과", 110_000, "복지정책과"])
    sheet.append([46_114, "햇살", "화분", 55_000, "복지정책과"])  # 2026-04-02
    moment = datetime(2026, 4, 3, 14, 5)  # noqa: DTZ001 - as Excel keeps it
    sheet.append([moment, "햇살", "비누", 33_000, "복지정책과"])
    sheet.row_dimensions[4].hidden = True
    sheet.append(["주) 카드 사용분"])


PLAIN = (
    ("일자", "부서", "업체명", "사업자번호", "품목", "구분", "금액", "계약방법", "인증"),
    ("2026-05-02", "복지정책과", "햇살", SOCIAL, "비누", "물품", "110000", "1인 견적", ""),
    ("2026-05-03", "총무과", "먼 가게", OTHER, "방역", "용역", "2,200,000원", "카드", "마을기업"),
    ("2026-05-04", "총무과", "동네 빵집", "", "다과", "물품", "3만 3천", "카드", "일반"),
)


def csv_of(rows: Sequence[Sequence[str]], encoding: str = "cp949", sign: str = ",") -> bytes:
    quoted = [sign.join(f'"{cell}"' if sign in cell else cell for cell in row) for row in rows]
    return "\r\n".join(quoted).encode(encoding)
