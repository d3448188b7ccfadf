"""Who makes things: everybody in a list, and one enterprise's own page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.queries import list_of_enterprise
from marketplace.channels.public import list_running_outlets
from marketplace.channels.taking_part import list_brands_of
from marketplace.core.permissions import Permission
from marketplace.enterprises.models import Enterprise, EnterpriseStatus
from marketplace.enterprises.public import (
    EnterpriseFilter,
    get_public_enterprise,
    list_enterprises,
)
from marketplace.web.access import access
from marketplace.web.cards import product_cards
from marketplace.web.directory import directory
from marketplace.web.filters import won
from marketplace.web.store import makers, seo
from marketplace.web.store.asking import CODE, clean_text
from marketplace.web.store.blueprint import store
from marketplace.web.store.places import place_cards
from marketplace.web.store.sellers import seller_facts
from marketplace.web.store.shared import Head, Page, show

PAGE_SIZE = 24
PRODUCTS = 60
Rows = list[list[str]]


@store.get("/enterprises")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def enterprises() -> ResponseReturnValue:
    """Enterprises by place, by certificate, by words."""
    return show(_list_page)


@store.get("/enterprises/<slug>")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def enterprise(slug: str) -> ResponseReturnValue:
    """One enterprise: what it makes, why, what it is certified as, what it declared."""
    return show(lambda: _page(get_public_enterprise(slug)))


def _list_page() -> Page:
    wanted, cursor = _wanted(), request.args.get("cursor")
    found = list_enterprises(wanted, cursor, PAGE_SIZE)
    title = str(_("참여 기업"))
    crumbs = ((str(_("처음")), "/"), (title, None))
    head = Head(
        title=title,
        description=str(
            _(
                "이음장터와 함께하는 사회적경제기업 %(n)d곳을 지역과 인증으로 찾아보세요.",
                n=found.total,
            )
        ),
        canonical=_address(wanted, cursor) if not wanted.text else "",
        crumbs=crumbs,
        structured=(seo.breadcrumbs(crumbs),),
        is_indexed=not wanted.text,
    )
    return Page(
        head,
        "store/enterprises/index.html",
        {
            "wanted": wanted,
            "makers": makers.maker_cards(found.items),
            "total": found.total,
            "regions": directory().regions.values(),
            "kinds": directory().certifications.values(),
            "next_href": found.next_cursor and _address(wanted, found.next_cursor),
            "first_href": _address(wanted, None) if cursor else "",
        },
    )


def _wanted() -> EnterpriseFilter:
    args = request.args
    region, kind = args.get("region", ""), args.get("certification", "")
    return EnterpriseFilter(
        region=region if CODE.fullmatch(region) else "",
        certification=kind if CODE.fullmatch(kind) else "",
        text=clean_text(args.get("q", "")),
    )


def _address(wanted: EnterpriseFilter, cursor: str | None) -> str:
    asked = {
        "q": wanted.text,
        "region": wanted.region,
        "certification": wanted.certification,
        "cursor": cursor or "",
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/enterprises?{query}" if query else "/enterprises"


def _page(shown: Enterprise) -> Page:
    maker = makers.maker_card(shown)
    crumbs = (
        (str(_("처음")), "/"),
        (str(_("참여 기업")), "/enterprises"),
        (shown.name, None),
    )
    head = Head(
        title=shown.name,
        description=f"{maker.region} · {shown.tagline or shown.business or shown.name}",
        canonical=f"/enterprises/{shown.slug}",
        crumbs=crumbs,
        image=maker.emblem,
        structured=(seo.organization(shown), seo.breadcrumbs(crumbs)),
    )
    return Page(head, "store/enterprises/enterprise.html", _context(shown, maker))


def _context(shown: Enterprise, maker: makers.MakerCard) -> dict[str, Any]:
    sells = shown.status is EnterpriseStatus.ACTIVE
    return {
        "enterprise": shown,
        "maker": maker,
        "source": makers.source_said(shown.source),
        "papers": makers.papers(shown.certifications, is_listed=not maker.sells_here),
        "years": _declared_years(shown),
        "brands": [(each.name, f"/brands/{each.slug}") for each in list_brands_of(shown.id)],
        "outlets": place_cards(list_running_outlets(enterprise_id=shown.id)),
        "seller": seller_facts(shown) if sells else [],
        "cards": product_cards(list_of_enterprise(shown.id, PRODUCTS)) if sells else [],
    }


def _declared_years(shown: Enterprise) -> Rows:
    """What was declared year by year; what was not stated is said to be so, never zero."""
    silent = str(_("밝히지 않음"))
    return [
        [
            str(report.year),
            _people(report.employees) or silent,
            _people(report.vulnerable_employees) or silent,
            silent if report.community_return_won is None else won(report.community_return_won),
        ]
        for report in shown.social_values
    ]


def _people(count: int | None) -> str:
    return "" if count is None else str(_("%(n)s명", n=f"{count:,}"))
