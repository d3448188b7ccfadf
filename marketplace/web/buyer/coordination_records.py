"""The purchases behind any figure of the coordinator's pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.csv_writing import Cell
from marketplace.core.database import db
from marketplace.core.permissions import Permission
from marketplace.procurement.errors import DepartmentNotFound
from marketplace.procurement.models import Department, Institution
from marketplace.procurement.overview.rows import Row, each_row, page_rows, sum_rows
from marketplace.procurement.overview.selecting import Selection, Share
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordination_frame import (
    address,
    asked_institution,
    asked_year,
    kept,
)
from marketplace.web.buyer.coordination_shares import TITLES, name_of, share_names
from marketplace.web.buyer.verdicts import why
from marketplace.web.downloads import csv_stream
from marketplace.web.numbers import stored_number

NARROWED = ("department", "month", "counts", "share", "code")
LONGEST_CODE = 140


@buyer.get("/coordination/records")
@access(Permission.QUOTA_COORDINATE)
def coordination_records() -> ResponseReturnValue:
    """A page of purchases, latest first, with the sum of all of them."""
    institution = asked_institution()
    department = _department(institution)
    asked = _selection(institution, department)
    page = page_rows(asked, request.args.get("cursor"))
    here = kept(*NARROWED)
    return render_template(
        "buyer/coordination/records.html",
        institution=institution,
        year=asked.year,
        rows=page.items,
        sums=sum_rows(asked),
        said=_said(asked, department),
        why=why,
        words=words,
        next_href=address("/records", **here, cursor=page.next_cursor) if page.next_cursor else "",
        csv_href=address("/records.csv", **here),
        back_href=address("", **kept()),
    )


@buyer.get("/coordination/records.csv")
@access(Permission.QUOTA_COORDINATE)
def coordination_records_csv() -> ResponseReturnValue:
    """All of them, oldest first."""
    institution = asked_institution()
    asked = _selection(institution, _department(institution))
    heading = [
        *(_("실적 기준일"), _("부서"), _("판매 기업"), _("사업자등록번호"), _("품목")),
        *(_("계약 방법"), _("합계"), _("인정액"), _("인정 사유")),
    ]
    return csv_stream(
        f"{institution.slug}-{asked.year}-{_('구매실적')}",
        [str(each) for each in heading],
        _cells(each_row(asked)),
    )


def _cells(rows: Iterator[Row]) -> Iterator[list[Cell]]:
    for each in rows:
        record = each.record
        yield [
            record.counted_on.isoformat(),
            each.department.name,
            record.seller_name,
            record.seller_business_number,
            record.item,
            str(words.METHOD[record.method]),
            record.gross_won,
            record.counted_won,
            why(record),
        ]


def _department(institution: Institution) -> Department | None:
    """The department asked for; raises DepartmentNotFound for one of another institution."""
    wanted = request.args.get("department", type=stored_number)
    if wanted is None:
        return None
    found = db.session.get(Department, wanted)
    if found is None or found.institution_id != institution.id:
        raise DepartmentNotFound
    return found


def _selection(institution: Institution, department: Department | None) -> Selection:
    month = request.args.get("month", type=int)
    share = request.args.get("share", "")
    code = request.args.get("code", "")[:LONGEST_CODE].replace("\x00", "")
    within = ((Share(share), code),) if share in set(Share) and code else ()
    return Selection(
        institution.id,
        asked_year(),
        department.id if department else None,
        month if month in range(1, 13) else None,
        {"yes": True, "no": False}.get(request.args.get("counts", "")),
        within,
    )


def _said(asked: Selection, department: Department | None) -> list[Any]:
    """What the list is narrowed to, in words."""
    said: list[Any] = [department] if department else []
    if asked.month is not None:
        said.append(_("%(month)d월", month=asked.month))
    if asked.counts is not None:
        said.append(_("인정") if asked.counts else _("미인정"))
    for share, code in asked.within:
        if share is Share.SELLER:
            said.append(code.removeprefix("name:"))
        else:
            said.append(f"{TITLES[share]}: {name_of(share_names(), share, code)}")
    return said
