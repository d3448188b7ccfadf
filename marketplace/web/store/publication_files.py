"""A version as a file: PDF, HWPX, XLSX, CSV of each table, and the content itself as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

from flask import Response, request
from flask.typing import ResponseReturnValue

from marketplace.core.permissions import Permission
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import Publication
from marketplace.procurement.publishing.documents.hangul import report_hwpx
from marketplace.procurement.publishing.documents.papers import report_pdf
from marketplace.procurement.publishing.documents.sheets import report_xlsx, table_csv
from marketplace.procurement.publishing.publication_facts import publication_facts
from marketplace.procurement.publishing.publications import (
    PublicationNotFound,
    get_publication,
)
from marketplace.procurement.publishing.report import Report
from marketplace.procurement.publishing.reporting import report_of
from marketplace.web.access import access
from marketplace.web.downloads import file_download
from marketplace.web.store.blueprint import store
from marketplace.web.store.disclosure_frame import (
    KEPT_SECONDS,
    address_of,
    version_path,
)
from marketplace.web.store.publications import ROOT
from marketplace.web.store.seo import absolute

FORMATS = "any(pdf,hwpx,xlsx,csv,json)"
KEPT_BY_OTHERS = 86_400  # a version never changes
TYPES = {
    "pdf": "application/pdf",
    "hwpx": "application/hwp+zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}


@store.get(f"{ROOT}/v<int:version>.<{FORMATS}:form>")
@store.get(f"{ROOT}/q<int:quarter>/v<int:version>.<{FORMATS}:form>")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def publication_file(
    slug: str, year: int, kind: str, version: int, form: str, quarter: int = 0
) -> ResponseReturnValue:
    """One version as a file; asked again with its tag it costs nothing."""
    institution = get_institution(slug)
    published = get_publication(address_of(institution, year, kind, quarter), version)
    wanted = request.args.get("table", "")[:40]
    tag = f"{published.content_digest[:32]}-{version}-{form}-{_safe(wanted)}"
    answer = Response()
    if not request.if_none_match.contains(tag):
        name = f"{slug}-{year}-{kind}{f'-q{quarter}' if quarter else ''}-v{version}"
        answer = file_download(f"{name}.{form}", TYPES[form], _made(published, form, wanted))
    answer.set_etag(tag)
    answer.last_modified = published.published_at
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_BY_OTHERS}"
    return answer.make_conditional(request)


def _made(published: Publication, form: str, wanted: str) -> bytes:
    here = version_path(published.institution.slug, published)
    if form == "json":
        return json.dumps(publication_facts(published, here), ensure_ascii=False).encode()
    report = report_of(published, absolute(here))
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: report_pdf(report, published.published_at),
        "hwpx": lambda: report_hwpx(report),
        "xlsx": lambda: _workbook(report),
        "csv": lambda: _csv(report, wanted),
    }
    return makers[form]()


def _workbook(report: Report) -> bytes:
    out = BytesIO()
    report_xlsx(report, out)
    return out.getvalue()


def _csv(report: Report, wanted: str) -> bytes:
    """The table asked for, else departments, else the first; raises PublicationNotFound."""
    tables = {table.name: table for table in report.tables}
    found = (
        tables.get(wanted)
        if wanted
        else tables.get("departments", next(iter(tables.values()), None))
    )
    if found is None:
        raise PublicationNotFound
    return table_csv(found)


def _safe(wanted: str) -> str:
    return "".join(letter for letter in wanted if letter.isascii() and letter.isalnum())
