"""What institutions must buy and what they bought: open to everybody, at addresses that stay."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.permissions import Permission
from marketplace.procurement.disclosure import DisclosedYear, disclosed_years, disclosed_years_of
from marketplace.procurement.institutions import get_institution, list_institutions
from marketplace.procurement.models import Institution
from marketplace.procurement.span import Span, span_of
from marketplace.web.access import access
from marketplace.web.disclosure_figures import (
    exact_short,
    latest_figures,
    name_of,
    target_and_actual_chart,
)
from marketplace.web.downloads import csv_download
from marketplace.web.numbers import calendar_year
from marketplace.web.store.blueprint import store
from marketplace.web.store.disclosure_frame import KEPT_SECONDS, crumbs
from marketplace.web.store.disclosure_tables import (
    YEAR_HEADING,
    year_rows,
)
from marketplace.web.store.seo import breadcrumbs
from marketplace.web.store.shared import Head, Page, show

store.add_app_template_filter(name_of, "body_name")
store.add_app_template_filter(exact_short, "exact_short")


@store.get("/disclosures")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def disclosures() -> ResponseReturnValue:
    """Every institution that discloses, with its latest year that has a rate."""
    return show(_index_page)


@store.get("/disclosures/<slug>")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def institution_disclosures(slug: str) -> ResponseReturnValue:
    """All years of one institution."""
    return show(lambda: _institution_page(get_institution(slug)))


@store.get("/disclosures/<slug>/years.csv")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def institution_years_csv(slug: str) -> Response:
    """All years of one institution as a table to work with."""
    institution = get_institution(slug)
    rows = year_rows(disclosed_years(institution.id))
    return csv_download(f"{institution.slug}-{_('의무구매-연도별')}", YEAR_HEADING, rows)


def _index_page() -> Page:
    bodies = list_institutions()
    years = disclosed_years_of([body.id for body in bodies])
    head = Head(
        title=str(_("공공구매 공시")),
        description=str(
            _("기관마다 사회적경제기업에서 얼마를 사기로 했고 얼마를 샀는지 공개합니다.")
        ),
        canonical="/disclosures",
        feed="/disclosures/feed.atom",
        crumbs=crumbs(),
        structured=(breadcrumbs(crumbs()),),
    )
    return Page(
        head,
        "store/disclosures/index.html",
        {"bodies": [(body, latest_figures(years[body.id])) for body in bodies]},
    )


def _institution_page(institution: Institution) -> Page:
    years = disclosed_years(institution.id)
    head = Head(
        title=str(_("%(name)s 의무구매 공시", name=name_of(institution))),
        description=str(
            _("%(name)s의 연도별 의무구매 목표와 실적, 달성률", name=name_of(institution))
        ),
        canonical=f"/disclosures/{institution.slug}",
        feed=f"/disclosures/{institution.slug}/feed.atom",
        crumbs=crumbs(institution),
        structured=(breadcrumbs(crumbs(institution)),),
    )
    context = {
        "institution": institution,
        "years": years[::-1],
        "span": _span(years),
        "latest": latest_figures(years),
        "disagreeing": [each for each in years if each.rate_disagrees],
        "sources": list(dict.fromkeys(each.source for each in years if each.source)),
        "chart": target_and_actual_chart(years) if years else None,
    }
    return Page(head, "store/disclosures/institution.html", context)


def _span(years: list[DisclosedYear]) -> Span | None:
    """The years the address asks for; what cannot be read of it asks for all."""
    first, last = (request.args.get(name, type=calendar_year) for name in ("from", "to"))
    return span_of(years, first, last)
