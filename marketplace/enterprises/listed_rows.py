"""Reading one row of a public list of enterprises, before anything is changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from marketplace.core import clock
from marketplace.core.business_numbers import bare, is_business_number
from marketplace.core.cells import CellReader
from marketplace.core.importing import Row
from marketplace.core.text import T

REQUIRED_COLUMNS = ("name", "kind", "designated_on")
DAY = re.compile(r"(20\d\d|19\d\d)-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class ListedEnterprise:
    """One row of a public list, read; None is *not stated*."""

    name: str
    kind_code: str
    designated_on: date
    expires_on: date | None
    number: str
    issuer: str
    dong: str
    business: str
    business_number: str | None
    employees: int | None
    vulnerable_employees: int | None


def read_row(row: Row, kind_codes: Mapping[str, str]) -> ListedEnterprise:
    """Judge one row; raises RowRefused with every fault in it."""
    cells = CellReader(row)
    kind_code = cells.one_of("kind", dict(kind_codes))
    designated_on = cells.day("designated_on", required=True)
    expires_on = cells.day("expires_on")
    number = bare(row["business_number"]) or None
    employees, vulnerable = cells.whole("employees"), cells.whole("vulnerable_employees")
    listed = ListedEnterprise(
        name=cells.text("name", 120, required=True),
        kind_code=kind_code or "",
        designated_on=designated_on or clock.today(),
        expires_on=expires_on,
        number=cells.text("number", 80),
        issuer=cells.text("issuer", 120),
        dong=cells.text("dong", 60),
        business=cells.text("business", 200),
        business_number=number,
        employees=employees,
        vulnerable_employees=vulnerable,
    )
    if not row["kind"]:
        cells.fault("kind", T("빈칸입니다."), T("인증 종류를 적어 주세요."))
    _judge(listed, cells)
    cells.finish()
    return listed


def _judge(listed: ListedEnterprise, cells: CellReader) -> None:
    if listed.designated_on > clock.today():
        cells.fault("designated_on", T("오늘보다 뒤의 날짜입니다."), T("지정일을 확인해 주세요."))
    if listed.expires_on is not None and listed.expires_on < listed.designated_on:
        cells.fault("expires_on", T("지정일보다 앞선 날짜입니다."), T("유효기간을 확인해 주세요."))
    if listed.business_number and not is_business_number(listed.business_number):
        cells.fault(
            "business_number",
            T("사업자등록번호의 검증 숫자가 맞지 않습니다."),
            T("10자리 번호를 다시 확인하거나 비워 두세요."),
        )
    employees, vulnerable = listed.employees, listed.vulnerable_employees
    if employees is not None and vulnerable is not None and vulnerable > employees:
        cells.fault(
            "vulnerable_employees",
            T("전체 종사자보다 많습니다."),
            T("두 인원수를 확인해 주세요."),
        )


def date_of(source: str) -> date | None:
    """The day a list says it is of (`… on 2017-06-30`), None when it says none."""
    found = DAY.search(source)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
