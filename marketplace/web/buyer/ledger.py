"""The ledger of purchases: by month, each row with why it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core import clock
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.media.models import StoredFile
from marketplace.procurement.errors import RecordNotFound
from marketplace.procurement.ledger import (
    LedgerFilter,
    find_evidence,
    get_record,
    iterate_records,
    list_records,
    list_years,
    sum_records,
)
from marketplace.procurement.models import Department, RecordOrigin
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.ledger_rows import ledger_rows
from marketplace.web.buyer.place import departments_where, has_role, here
from marketplace.web.buyer.verdicts import why
from marketplace.web.downloads import csv_stream
from marketplace.web.media import send_private_file
from marketplace.web.numbers import calendar_year

LEDGER = "/buyer/ledger"
CSV_HEADING = (
    _l("실적 기준일"),
    _l("실적 월"),
    _l("구분"),
    _l("판매 기업"),
    _l("사업자등록번호"),
    _l("품목"),
    _l("계약 방법"),
    _l("공급가액"),
    _l("부가세"),
    _l("합계"),
    _l("인정액"),
    _l("인정 사유"),
    _l("정정 사유"),
)
REPORTERS = (DepartmentRole.PURCHASER, DepartmentRole.ACCOUNTANT)


@buyer.get("/ledger")
@access(Permission.DEPARTMENT_VIEW)
def ledger() -> ResponseReturnValue:
    """The department's records of a year, or of a month of it."""
    department, wanted = here(), _wanted()
    page = list_records(department.id, wanted, request.args.get("cursor"))
    return render_template(
        "buyer/ledger.html",
        wanted=wanted,
        rows=ledger_rows(page.items),
        sums=sum_records(department.id, wanted),
        years=_years(department),
        next_href=_address(wanted, page.next_cursor) if page.next_cursor else "",
        csv_href=_address(wanted).replace(LEDGER, f"{LEDGER}.csv", 1),
        may_record=has_role(department.id, *REPORTERS),
        words=words,
    )


def _wanted() -> LedgerFilter:
    """The year asked for (this one by default), narrowed by what can be read of the rest."""
    month = request.args.get("month", type=int)
    origin = request.args.get("origin", "")
    return LedgerFilter(
        year=request.args.get("year", clock.today().year, type=calendar_year),
        month=month if month in range(1, 13) else None,
        origin=RecordOrigin(origin) if origin in set(RecordOrigin) else None,
        counts={"yes": True, "no": False}.get(request.args.get("counts", "")),
    )


def _address(wanted: LedgerFilter, cursor: str | None = None) -> str:
    query: dict[str, Any] = {"year": wanted.year}
    if wanted.month is not None:
        query["month"] = wanted.month
    if wanted.origin is not None:
        query["origin"] = wanted.origin.value
    if wanted.counts is not None:
        query["counts"] = "yes" if wanted.counts else "no"
    if cursor:
        query["cursor"] = cursor
    return f"{LEDGER}?{urlencode(query)}"


def _years(department: Department) -> list[int]:
    return sorted({clock.today().year, *list_years(department.id)}, reverse=True)


@buyer.get("/ledger.csv")
@access(Permission.DEPARTMENT_VIEW)
def ledger_csv() -> ResponseReturnValue:
    """The same selection as a table for a spreadsheet, oldest first."""
    department, wanted = here(), _wanted()
    heading = [str(each) for each in CSV_HEADING]
    name = f"{department.name}-{_('구매실적')}-{wanted.year}"
    return csv_stream(name, heading, _cells(department, wanted))


def _cells(department: Department, wanted: LedgerFilter) -> Iterator[list[str | int]]:
    for record in iterate_records(department.id, wanted):
        yield [
            record.counted_on.isoformat(),
            f"{record.year}-{record.month:02}",
            str(words.ORIGIN[record.origin][0]),
            record.seller_name,
            record.seller_business_number,
            record.item,
            str(words.METHOD[record.method]),
            record.net_won,
            record.vat_won,
            record.gross_won,
            record.counted_won,
            why(record),
            record.reason,
        ]


@buyer.get("/ledger/<record_id>")
@access(Permission.DEPARTMENT_VIEW)
def record(record_id: str) -> ResponseReturnValue:
    """One record: what it is, why it counts, and what corrects it."""
    whole = get_record(record_id, departments_where())
    return render_template(
        "buyer/record.html",
        whole=whole,
        record=whole.record,
        why=why(whole.record),
        may_correct=whole.is_correctable and has_role(whole.record.department_id, *REPORTERS),
        words=words,
    )


@buyer.get("/ledger/<record_id>/evidence")
@access(Permission.DEPARTMENT_VIEW)
def record_evidence(record_id: str) -> ResponseReturnValue:
    """The paper behind a record."""
    stored: StoredFile | None = find_evidence(record_id, departments_where())
    if stored is None:
        raise RecordNotFound
    return send_private_file(stored)
