"""The sides a listing can be narrowed by, in words and with counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.catalog.models import ProductKind
from marketplace.search.documents import Facet
from marketplace.search.request import SearchResult, Sort
from marketplace.web.buyer.finding import TICKED, Asked
from marketplace.web.directory import Named, directory

KINDS = {
    ProductKind.GOODS.value: _l("물품"),
    ProductKind.SERVICE.value: _l("용역"),
    ProductKind.EXPERIENCE.value: _l("체험"),
}
TITLES = {
    Facet.KIND: _l("구분"),
    Facet.CERTIFICATION: _l("인증"),
    Facet.REGION: _l("지역"),
}
SORTS = {
    Sort.RELEVANCE: _l("추천순"),
    Sort.PRICE_ASC: _l("낮은 가격순"),
    Sort.PRICE_DESC: _l("높은 가격순"),
    Sort.NEW: _l("새 상품순"),
    Sort.SALES: _l("판매순"),
}
MOST = 12


def groups(result: SearchResult) -> list[dict[str, Any]]:
    """Each side with its ticks; what nobody has is left out unless it is ticked."""
    return [
        {"title": TITLES[facet], "name": facet.value, "options": options}
        for facet in TICKED
        if (options := _options(facet, result))
    ]


def _options(facet: Facet, result: SearchResult) -> list[dict[str, Any]]:
    return [
        {
            "value": found.code,
            "label": name,
            "count": found.count,
            "checked": found.chosen,
        }
        for found in result.facets.get(facet, ())[:MOST]
        if (name := _name(facet, found.code))
    ]


def _name(facet: Facet, code: str) -> str:
    if facet is Facet.KIND:
        return str(KINDS.get(code, ""))
    known: Mapping[str, Named] = (
        directory().certifications if facet is Facet.CERTIFICATION else directory().regions
    )
    return known[code].name if code in known else ""


def chips(asked: Asked) -> list[dict[str, str]]:
    """What is ticked, each with the address that takes it off."""
    return [
        {"label": name, "href": asked.without(facet, code).address()}
        for facet, codes in asked.ticked
        for code in codes
        if (name := _name(facet, code))
    ]


def categories(asked: Asked) -> list[dict[str, Any]]:
    """The first level of categories as choices."""
    everything = {"value": "", "label": _("모든 갈래"), "checked": not asked.category}
    return [
        everything,
        *(
            {"value": each.code, "label": each.name, "checked": each.code == asked.category}
            for each in directory().tops()
        ),
    ]
