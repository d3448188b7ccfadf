"""What institutions must buy and what they bought: open to everybody, at addresses that stay."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.permissions import Permission
from marketplace.procurement.disclosure import disclosed_year, disclosed_years
from marketplace.procurement.institutions import get_institution, list_institutions
from marketplace.procurement.models import Institution
from marketplace.procurement.standing import InstitutionStanding, institution_standing
from marketplace.web.access import access
from marketplace.web.disclosure_figures import (
    exact_short,
    latest_figures,
    name_of,
    target_and_actual_chart,
    year_chart,
)
from marketplace.web.downloads import csv_download
from marketplace.web.store.blueprint import store
from marketplace.web.store.disclosure_tables import (
    DEPARTMENT_HEADING,
    YEAR_HEADING,
    department_rows,
    year_rows,
)
from marketplace.web.store.shared import Head, Page, show

KEPT_SECONDS = 60

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


@store.get("/disclosures/<slug>/<int:year>")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def year_disclosure(slug: str, year: int) -> ResponseReturnValue:
    """One year, by department where it is kept here."""
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


def _index_page() -> Page:
    bodies = list_institutions()
    head = Head(
        title=str(_("공공구매 공시")),
        description=str(
            _("기관마다 사회적경제기업에서 얼마를 사기로 했고 얼마를 샀는지 공개합니다.")
        ),
        canonical="/disclosures",
        crumbs=_crumbs(),
    )
    return Page(
        head,
        "store/disclosures/index.html",
        {"bodies": [(body, latest_figures(disclosed_years(body.id))) for body in bodies]},
    )


def _institution_page(institution: Institution) -> Page:
    years = disclosed_years(institution.id)
    head = Head(
        title=str(_("%(name)s 의무구매 공시", name=name_of(institution))),
        description=str(
            _("%(name)s의 연도별 의무구매 목표와 실적, 달성률", name=name_of(institution))
        ),
        canonical=f"/disclosures/{institution.slug}",
        crumbs=_crumbs(institution),
    )
    context = {
        "institution": institution,
        "years": years[::-1],
        "latest": latest_figures(years),
        "disagreeing": [each for each in years if each.rate_disagrees],
        "sources": list(dict.fromkeys(each.source for each in years if each.source)),
        "chart": target_and_actual_chart(years) if years else None,
    }
    return Page(head, "store/disclosures/institution.html", context)


def _year_page(institution: Institution, year: int) -> Page:
    disclosed = disclosed_year(institution.id, year)
    standing: InstitutionStanding | None = None
    if disclosed.is_live:
        standing = institution_standing(institution.id, year)
    head = Head(
        title=str(_("%(name)s %(year)d년 의무구매 공시", name=name_of(institution), year=year)),
        description=str(
            _(
                "%(name)s %(year)d년 의무구매 목표와 부서별 실적",
                name=name_of(institution),
                year=year,
            )
        ),
        canonical=f"/disclosures/{institution.slug}/{year}",
        crumbs=_crumbs(institution, year),
    )
    context = {
        "institution": institution,
        "disclosed": disclosed,
        "standing": standing,
        "chart": year_chart(standing) if standing else None,
    }
    return Page(head, "store/disclosures/year.html", context)


def _crumbs(
    institution: Institution | None = None, year: int | None = None
) -> tuple[tuple[str, str | None], ...]:
    trail: list[tuple[str, str | None]] = [(str(_("처음")), "/")]
    trail.append((str(_("공공구매 공시")), "/disclosures"))
    if institution is not None:
        trail.append((name_of(institution), f"/disclosures/{institution.slug}"))
    if year is not None:
        trail.append((str(_("%(year)d년", year=year)), None))
    return tuple(trail)
