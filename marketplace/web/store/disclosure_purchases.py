"""The purchases behind a figure: everybody may open it down to them, and take them along."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlencode

from flask import request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.permissions import Permission
from marketplace.core.text import T
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import Institution
from marketplace.procurement.publishing.documents.sheets import rows_xlsx
from marketplace.procurement.publishing.known_year import known_year
from marketplace.procurement.publishing.public_purchases import (
    Chosen,
    iterate_public_purchases,
    list_public_purchases,
)
from marketplace.procurement.publishing.rule_words import KINDS, REASONS
from marketplace.web.access import access
from marketplace.web.disclosure_figures import name_of
from marketplace.web.downloads import begun, csv_stream, named_file
from marketplace.web.numbers import stored_number
from marketplace.web.report_view import told
from marketplace.web.store.blueprint import store
from marketplace.web.store.disclosure_frame import KEPT_SECONDS, crumbs
from marketplace.web.store.purchase_words import (
    COLUMNS,
    CSV_HEADING,
    METHODS,
    csv_rows,
    sheet_rows,
)
from marketplace.web.store.seo import absolute
from marketplace.web.store.shared import Head, Page, show

ROOT = "/disclosures/<slug>/<int:year>/purchases"
MOST_IN_A_SHEET = 50_000  # rows that are written well within a worker's patience
SPOOLED_BYTES = 2 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TooLongForASheet(Conflict):
    """A year this long is handed out as CSV only."""

    code = "too_long_for_a_sheet"


@store.get(ROOT)
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def year_purchases(slug: str, year: int) -> ResponseReturnValue:
    """Purchases of a year, a quarter, a month or a department, latest first."""
    return show(lambda: _page(get_institution(slug), year))


@store.get(f"{ROOT}.csv")
@access(Permission.DISCLOSURE_READ)
def year_purchases_csv(slug: str, year: int) -> ResponseReturnValue:
    """All of them, sent as they are read."""
    institution = get_institution(slug)
    chosen = _chosen(institution, year)
    purchases = begun(iterate_public_purchases(chosen))
    return csv_stream(_file_name(chosen, slug), CSV_HEADING, csv_rows(purchases))


@store.get(f"{ROOT}.xlsx")
@access(Permission.DISCLOSURE_READ)
def year_purchases_xlsx(slug: str, year: int) -> ResponseReturnValue:
    """All of them as a workbook, written row by row into a file that is then sent."""
    institution = get_institution(slug)
    chosen = _chosen(institution, year)
    if known_year(institution.id, year).record_count > MOST_IN_A_SHEET:
        raise TooLongForASheet(
            T("구매가 많아 엑셀 파일로는 만들지 않아요."), action=T("CSV를 내려받아 주세요.")
        )
    purchases = begun(iterate_public_purchases(chosen))
    out = SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115 - closed once it is sent
    about = [
        ("기관", institution.name),
        ("연도", str(year)),
        ("주소", absolute(request.full_path.rstrip("?"))),
    ]
    rows_xlsx("구매", COLUMNS, sheet_rows(purchases), about, out)
    out.seek(0)
    answer = send_file(out, mimetype=XLSX)
    answer.call_on_close(out.close)
    return named_file(answer, f"{_file_name(chosen, slug)}.xlsx")


def _page(institution: Institution, year: int) -> Page:
    chosen = _chosen(institution, year)
    known = known_year(institution.id, year)
    page = list_public_purchases(chosen, request.args.get("cursor") or None)
    departments = known.departments
    title = str(_("%(name)s %(year)d년 구매 목록", name=name_of(institution), year=year))
    kept = _kept(chosen)
    here = f"/disclosures/{institution.slug}/{year}/purchases"
    head = Head(
        title=title,
        description=str(_("공표한 실적을 이루는 구매를 하나하나 볼 수 있어요.")),
        canonical=here,
        crumbs=crumbs(institution, year, str(_("구매 목록"))),
        is_indexed=False,
    )
    context: dict[str, Any] = {
        "institution": institution,
        "year": year,
        "chosen": chosen,
        "departments": departments,
        "purchases": page.items,
        "sums": _sums(chosen, known.rows, departments),
        "words": {"kinds": KINDS, "methods": METHODS, "reasons": REASONS},
        "told": told,
        "here": here,
        "query": urlencode(kept),
        "next_href": (
            f"{here}?{urlencode({**kept, 'cursor': page.next_cursor})}"
            if page.next_cursor
            else None
        ),
        "may_sheet": known.record_count <= MOST_IN_A_SHEET,
    }
    return Page(head, "store/disclosures/purchases.html", context)


def _sums(chosen: Chosen, rows: Any, departments: Any) -> dict[str, int]:
    """Rows and won of the whole choice, from the kept totals."""
    wanted = {each.id for each in departments if chosen.department in ("", each.code)}
    first = chosen.month or chosen.quarter * 3 - 2 if chosen.quarter or chosen.month else 1
    last = chosen.month or chosen.quarter * 3 if chosen.quarter or chosen.month else 12
    mine = [e for e in rows if e.department_id in wanted and first <= e.month <= last]
    return {
        "rows": sum(each.record_count for each in mine),
        "gross_won": sum(each.gross_won for each in mine),
        "counted_won": sum(each.counted_won for each in mine),
    }


def _chosen(institution: Institution, year: int) -> Chosen:
    """What the address asks for; a period that cannot be is not found."""
    try:
        return Chosen(
            institution.id,
            year,
            quarter=request.args.get("quarter", 0, type=stored_number),
            month=request.args.get("month", 0, type=stored_number),
            department=request.args.get("department", "")[:40],
        )
    except Invalid as error:
        raise NotFound(error.message) from error


def _kept(chosen: Chosen) -> dict[str, str]:
    said = {"department": chosen.department, "quarter": chosen.quarter, "month": chosen.month}
    return {name: str(value) for name, value in said.items() if value}


def _file_name(chosen: Chosen, slug: str) -> str:
    parts = [slug, str(chosen.year), *_kept(chosen).values()]
    return "-".join([*parts, str(_("구매"))])
