"""Institutions and what they disclose: targets, actuals, computed and printed rates."""

from __future__ import annotations

from typing import Any

from marketplace.procurement.disclosure import DisclosedYear, disclosed_year, disclosed_years
from marketplace.procurement.institutions import get_institution, page_institutions
from marketplace.procurement.models import Institution
from marketplace.procurement.standing import institution_standing
from marketplace.procurement.year_facts import departments_facts, year_facts
from marketplace.web.api.blueprint import api, may_be_missing, public
from marketplace.web.api.institution_schemas import InstitutionList, YearList, YearShape
from marketplace.web.api.schemas import PageQuery

SLUG = {
    "name": "slug",
    "in": "path",
    "required": True,
    "description": "기관의 주소 이름 · The institution's name in addresses.",
    "schema": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 40},
}


@api.route("/institutions")
@public
@api.arguments(PageQuery, location="query")
@api.response(200, InstitutionList)
def list_disclosing(asked: dict[str, Any]) -> dict[str, Any]:
    """공시하는 기관 · Institutions that disclose."""
    page = page_institutions(asked["cursor"], asked["limit"])
    return {"items": [_institution(each) for each in page.items], "next_cursor": page.next_cursor}


@api.route("/institutions/<slug>/disclosures", parameters=[SLUG])
@may_be_missing
@public
@api.response(200, YearList)
def list_disclosures(slug: str) -> dict[str, Any]:
    """한 기관의 모든 해 · Every year of one institution."""
    institution = get_institution(slug)
    return {
        "institution": _institution(institution),
        "items": [_year(institution, each) for each in disclosed_years(institution.id)],
    }


@api.route("/institutions/<slug>/disclosures/<int:year>", parameters=[SLUG])
@may_be_missing
@public
@api.response(200, YearShape)
def show_disclosure(slug: str, year: int) -> dict[str, Any]:
    """한 기관의 한 해, 부서별 · One year of one institution, by department."""
    institution = get_institution(slug)
    disclosed = disclosed_year(institution.id, year)
    standing = institution_standing(institution.id, year) if disclosed.is_live else None
    return {
        **_year(institution, disclosed),
        "institution": _institution(institution),
        "departments": departments_facts(standing),
    }


def _institution(body: Institution) -> dict[str, Any]:
    return {
        "slug": body.slug,
        "name": body.name,
        "name_en": body.name_en,
        "kind": body.kind.value,
        "url": f"/disclosures/{body.slug}",
    }


def _year(institution: Institution, disclosed: DisclosedYear) -> dict[str, Any]:
    url = f"/disclosures/{institution.slug}/{disclosed.year}"
    return {**year_facts(disclosed), "url": url}
