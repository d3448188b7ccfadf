"""One year of an institution: what was promised, what was bought, how it was computed."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.permissions import Permission
from marketplace.procurement.disclosure import disclosed_year
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import Institution
from marketplace.procurement.publishing.live_year import LiveYear, live_year
from marketplace.procurement.publishing.mark_words import coverage_notes, quarter_absence
from marketplace.procurement.publishing.printed_departments import printed_departments
from marketplace.procurement.publishing.report import Table
from marketplace.procurement.publishing.reporting import result_sections, title_of
from marketplace.procurement.publishing.result_tables import decimal_of
from marketplace.procurement.standing import institution_standing
from marketplace.web.access import access
from marketplace.web.disclosure_figures import name_of, year_chart
from marketplace.web.downloads import csv_download
from marketplace.web.filters import in_korean
from marketplace.web.report_view import shown_sections, told
from marketplace.web.store.blueprint import store
from marketplace.web.store.disclosure_frame import KEPT_SECONDS, crumbs, path_of
from marketplace.web.store.disclosure_tables import DEPARTMENT_HEADING, department_rows
from marketplace.web.store.seo import breadcrumbs
from marketplace.web.store.shared import Head, Page, show


@store.get("/disclosures/<slug>/<int:year>")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def year_disclosure(slug: str, year: int) -> ResponseReturnValue:
    """One year, by quarter, department and month where it is kept here."""
    return show(lambda: _year_page(get_institution(slug), year))


@store.get("/disclosures/<slug>/<int:year>/departments.csv")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def year_departments_csv(slug: str, year: int) -> Response:
    """The departments of one year as a table to work with."""
    institution = get_institution(slug)
    disclosed_year(institution.id, year)
    rows = department_rows(institution_standing(institution.id, year))
    name = f"{institution.slug}-{year}-{_('의무구매-부서별')}"
    return csv_download(name, DEPARTMENT_HEADING, rows)


def _year_page(institution: Institution, year: int) -> Page:
    live = live_year(institution.id, year)
    title = str(_("%(name)s %(year)d년 의무구매 공시", name=name_of(institution), year=year))
    head = Head(
        title=title,
        description=str(
            _(
                "%(name)s %(year)d년 의무구매 목표와 부서별 실적",
                name=name_of(institution),
                year=year,
            )
        ),
        canonical=f"/disclosures/{institution.slug}/{year}",
        crumbs=crumbs(institution, year),
        structured=(breadcrumbs(crumbs(institution, year)),),
    )
    context = {
        "institution": institution,
        "disclosed": live.disclosed,
        "share": _share(live),
        "told": live,
        "departments": _departments(live) if live.disclosed.is_live else None,
        "sums": _sums(live),
        "printed_departments": printed_departments(institution.id, year),
        "sections": shown_sections(_sections(live)),
        "chart": _chart(live) if live.disclosed.is_live else None,
        "publications": _published(institution, live),
        "purchases": f"/disclosures/{institution.slug}/{year}/purchases",
    }
    return Page(head, "store/disclosures/year.html", context)


def _share(live: LiveYear) -> str:
    """counted ÷ total purchases (구매율 B/A), where the rule is told by it; else empty."""
    figures = live.content["figures"]
    return figures["share_percent"] or "" if figures["rate_is"] == "share" else ""


def _sections(live: LiveYear) -> Any:
    """All but what the page shows larger itself."""
    sections = result_sections(live.content, not in_korean())
    return tuple(
        section
        for section in sections
        if section.heading not in {"문서에 적힌 수치"}
        and not any(isinstance(b, Table) and b.name == "departments" for b in section.blocks)
    )


def _departments(live: LiveYear) -> list[dict[str, Any]]:
    return [
        {
            **each,
            "shown": each["name"] if in_korean() else (each["name_en"] or each["name"]),
            "rate": decimal_of(each["rate_percent"]),
            "quarter_absences": [
                quarter_absence(each["left_out"], n) if won is None else None
                for n, won in enumerate(each["quarters_won"], 1)
            ],
        }
        for each in live.content["departments"]
    ]


def _sums(live: LiveYear) -> dict[str, Any]:
    figures = live.content["figures"]
    return {
        "target_won": figures["target_won"],
        "actual_won": figures["actual_won"],
        "rate": live.disclosed.rate_percent,
        "quarters": [
            sum(each["quarters_won"][n] or 0 for each in live.content["departments"])
            for n in range(4)
        ],
        "absence": figures["absence"],
        "coverage": figures.get("coverage"),
        "notes": [told(each.words) for each in coverage_notes(figures)],
    }


def _chart(live: LiveYear) -> Any:
    months = [each["restated_won"] for each in live.content["months"]]
    return year_chart(live.disclosed.year, months, live.content["figures"]["target_won"])


def _published(institution: Institution, live: LiveYear) -> list[dict[str, Any]]:
    return [
        {
            "title": told(title_of(each.kind, name_of(institution), each.year, each.quarter)),
            "href": path_of(institution.slug, each),
            "version": each.version,
            "at": each.published_at,
        }
        for each in live.publications
    ]
