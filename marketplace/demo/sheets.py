"""Sheets the invented welfare department brings in: one recorded, one that waits."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.demo.acting import deed, passed
from marketplace.demo.people import COORDINATOR_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.public_bodies import get_department
from marketplace.media.models import StoredFile
from marketplace.procurement.models import PurchaseImport
from marketplace.procurement.sheets.files import prepare_sheet_file
from marketplace.procurement.sheets.jobs import check_import, read_import, record_import
from marketplace.procurement.sheets.judging import Choices, Scope
from marketplace.procurement.sheets.preparing import begin_recording, choose_mapping
from marketplace.procurement.sheets.recording import open_import

RECORDED, WAITING = "복지정책과 카드 사용 내역.xlsx", "복지정책과 분기 구매 목록.xlsx"
LATE = "카드 명세서를 뒤늦게 받음"


def bring_in(watcher: Watcher) -> None:
    """Bring both in, each once."""
    for name in watched((RECORDED, WAITING), watcher, "시트"):
        if db.session.scalar(select(StoredFile.id).filter_by(filename=name).limit(1)) is None:
            _bring(name, _drawn(name), is_recorded=name == RECORDED)


def _bring(name: str, data: bytes, *, is_recorded: bool) -> None:
    person = find_account(COORDINATOR_MAIL)
    account_id, person_name = person.id, person.name
    place = get_department("welfare-policy")
    scope = Scope(place.institution_id, place.id)
    checked = prepare_sheet_file(data, name)
    with deed(person, clock.now()):
        key = open_import(scope, checked).id
    read_import(key)
    if not is_recorded:
        return
    with deed(person, clock.now()):
        choose_mapping(key, _proposed(key), "카드 사용 내역", {})
    check_import(key)
    with deed(person, clock.now()):
        begin_recording(key, Choices(LATE, skip_bad=True))
    record_import(key, account_id, person_name)


def _proposed(import_id: int) -> dict[str, Any]:
    return db.session.get_one(PurchaseImport, import_id).mapping


def _drawn(name: str) -> bytes:
    """A sheet as departments keep them: title, unit, subtotals, a note, one wrong total."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "내역"
    sheet.append([f"{clock.today().year}년 {name.removesuffix('.xlsx')}"])
    sheet.merge_cells("A1:F1")
    sheet["F2"] = "(단위: 원)"
    sheet.append(["연번", "사용일", "가맹점명", "사용내역", "구분", "금액"])
    first = clock.seoul(passed(0.9 if name == RECORDED else 0.95)).date()
    said = [
        ("담은식품", "사례관리 회의 다과", "물품", 187_000),
        ("해솔비누협동조합", "자원봉사자 답례 비누", "물품", 462_000),
        ("동네문구(가상)", "사무용품", "물품", 96_800),
        ("㈜돈암살핌", "보호자 쉼 프로그램", "용역", 1_240_000),
    ]
    for number, (seller, item, kind, won) in enumerate(said, start=1):
        day = first - timedelta(days=number)
        told = won + (1 if name == RECORDED else 1_100)
        sheet.append([number, f"{day.month}/{day.day}", seller, item, kind, f"{told:,}"])
    sheet.append(["합계", None, None, None, None, "1,985,000"])
    sheet.append(["※ 카드 명세서 기준"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
