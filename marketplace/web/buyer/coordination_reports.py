"""Quarterly reports on screen: composed, remarked on, printed, filed."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.pdf import render_pdf
from marketplace.core.permissions import Permission
from marketplace.procurement.models import TextSubject, YearStep
from marketplace.procurement.year.report_paper import report_content, report_paper
from marketplace.procurement.year.reports import (
    compose_quarter_report,
    file_quarter_report,
    get_filed,
    list_filed,
)
from marketplace.procurement.year.steps import step_state
from marketplace.procurement.year.texts import find_text, write_text
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.people_names import names_of
from marketplace.web.buyer.place import me
from marketplace.web.buyer.year_place import YearPlace, asked_quarter
from marketplace.web.buyer.year_words import MEETING_PARTS, REPORT_PARTS, Parts, typed_words
from marketplace.web.downloads import file_download
from marketplace.web.translation import translate


@buyer.get("/coordination/quarter-reports")
@access(Permission.QUOTA_COORDINATE)
def coordination_reports() -> ResponseReturnValue:
    """A quarter's report as it is composed now, and what was filed."""
    return _page(asked_quarter())


@buyer.post("/coordination/quarter-reports")
@access(Permission.QUOTA_COORDINATE)
def coordination_report_words() -> ResponseReturnValue:
    """Keep the remarks."""
    here = asked_quarter()
    typed = typed_words(_parts(here))
    try:
        with transaction():
            write_text(
                here.institution.id,
                here.year,
                TextSubject.QUARTER_REPORT,
                typed,
                quarter=here.quarter,
                seen_version=request.form.get("seen_version", 0, type=int),
                by=me().id,
            )
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
        return _page(here, typed), 422
    flash(_("보고서의 글을 저장했습니다."), "good")
    return redirect(here.address("quarter-reports"))


@buyer.post("/coordination/quarter-reports/filings")
@access(Permission.QUOTA_COORDINATE)
def coordination_report_filing() -> ResponseReturnValue:
    """File the report as it is composed now; the step is done with it."""
    here = asked_quarter()
    try:
        with transaction():
            report = compose_quarter_report(here.institution.id, here.year, here.quarter)
            content = report_content(report)
            file_quarter_report(here.institution.id, here.year, here.quarter, content, me().id)
        flash(_("%(n)d분기 보고를 마쳤습니다.", n=here.quarter), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
    return redirect(here.address("quarter-reports"))


@buyer.get("/coordination/quarter-reports/paper")
@access(Permission.QUOTA_COORDINATE)
def coordination_report_paper() -> ResponseReturnValue:
    """The report to read and print: composed now, or as it was filed."""
    here = asked_quarter()
    version = _version()
    return render_template(
        "documents/year_paper.html",
        paper=_paper(here, version),
        back=here.address("quarter-reports"),
        pdf=here.address("quarter-reports.pdf", **({"version": version} if version else {})),
    )


@buyer.get("/coordination/quarter-reports.pdf")
@access(Permission.QUOTA_COORDINATE)
def coordination_report_pdf() -> Response:
    """The same as a file."""
    made = _paper(asked_quarter(), _version())
    return file_download(f"{made['title']}.pdf", "application/pdf", render_pdf("report.typ", made))


def _version() -> int:
    return request.args.get("version", 0, type=int) % 10**6


def _paper(here: YearPlace, version: int) -> dict[str, Any]:
    body = here.institution.id
    if version:
        filed: dict[str, Any] = get_filed(body, here.year, here.quarter, version).content["paper"]
        return filed
    return report_paper(compose_quarter_report(body, here.year, here.quarter))


def _parts(here: YearPlace) -> Parts:
    return MEETING_PARTS if here.quarter in {2, 4} else REPORT_PARTS


def _page(here: YearPlace, typed: dict[str, str] | None = None) -> str:
    body, year, quarter = here.institution.id, here.year, here.quarter
    kept = find_text(body, year, TextSubject.QUARTER_REPORT, quarter)
    filed = list_filed(body, year, quarter)
    return render_template(
        "buyer/coordination/quarter_reports.html",
        **here.surroundings(),
        report=compose_quarter_report(body, year, quarter),
        state=step_state(body, year, YearStep.QUARTER_REPORT, quarter),
        parts=_parts(here),
        words=typed or (kept.words if kept else {}),
        seen_version=kept.version if kept else 0,
        filed=filed,
        names=names_of(each.filed_by for each in filed),
    )
