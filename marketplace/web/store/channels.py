"""Shared brands, exhibitions and outlets as citizens see them."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.catalog.queries import read_cards
from marketplace.channels import public
from marketplace.channels.models import Brand, BrandOwner, BrandProductKind, Exhibition, Outlet
from marketplace.channels.queries import get_brand, list_brands
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.cards import product_cards
from marketplace.web.directory import directory
from marketplace.web.filters import date_ko, in_korean
from marketplace.web.images import image_of
from marketplace.web.store import seo
from marketplace.web.store.blueprint import store
from marketplace.web.store.home import brand_poster, exhibition_poster
from marketplace.web.store.places import PlaceCard, place_cards
from marketplace.web.store.shared import Head, Page, show

BANNER_SIZES = "(min-width: 80rem) 76rem, 94vw"
OWNERS = {
    BrandOwner.COOPERATIVE: _l("협동조합이 가진 브랜드"),
    BrandOwner.COMMITTEE: _l("운영위원회가 함께 정하는 브랜드"),
    BrandOwner.DISTRICT: _l("자치구가 함께 쓰는 브랜드"),
}
KINDS = {
    BrandProductKind.OWN: _l("독자상품"),
    BrandProductKind.PARTNER: _l("제휴상품"),
}


def _head(title: str, lead: str, path: str, above: tuple[str, str] | None = None) -> Head:
    up = (above,) if above else ()
    crumbs: tuple[tuple[str, str | None], ...] = ((str(_("처음")), "/"), *up, (title, None))
    return Head(
        title=title,
        description=lead,
        canonical=path,
        crumbs=crumbs,
        structured=(seo.breadcrumbs(crumbs),),
    )


@store.get("/brands")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def brands() -> ResponseReturnValue:
    """Every shared brand."""
    lead = str(_("작은 기업들이 한 이름으로 모였어요. 상품마다 진짜 만든 곳을 밝혀요."))

    def build() -> Page:
        posters = [brand_poster(each) for each in list_brands()]
        head = _head(str(_("공동브랜드")), lead, "/brands")
        return Page(head, "store/channels/posters.html", {"posters": posters, "lead": lead})

    return show(build)


@store.get("/brands/<slug>")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def brand(slug: str) -> ResponseReturnValue:
    """One brand with its members and products; every card names the real maker."""
    return show(lambda: _brand_page(get_brand(slug)))


def _brand_page(shown: Brand) -> Page:
    by_kind = public.brand_product_ids(shown.id)
    cards = {
        card.id: card
        for card in product_cards(read_cards([each for ids in by_kind.values() for each in ids]))
    }
    groups = [
        (str(KINDS[kind]), [cards[each] for each in ids if each in cards])
        for kind, ids in by_kind.items()
    ]
    head = _head(
        shown.name,
        shown.tagline or shown.name,
        f"/brands/{shown.slug}",
        (str(_("공동브랜드")), "/brands"),
    )
    context: dict[str, Any] = {
        "brand": shown,
        "banner": image_of(shown.picture, BANNER_SIZES),
        "owner": str(OWNERS[shown.owner_kind]),
        "members": _members(shown),
        "groups": [(title, found) for title, found in groups if found],
    }
    return Page(head, "store/channels/brand.html", context)


def _members(shown: Brand) -> list[tuple[str, str]]:
    today = clock.today()
    return [
        (member.enterprise.name, f"/enterprises/{member.enterprise.slug}")
        for member in shown.members
        if member.until is None or member.until >= today
    ]


@store.get("/exhibitions")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def exhibitions() -> ResponseReturnValue:
    """Exhibitions that run, and those that are over."""
    lead = str(_("철마다, 쓸모마다 모아 본 상품들이에요."))

    def build() -> Page:
        posters = [exhibition_poster(each) for each in public.list_started_exhibitions()]
        head = _head(str(_("기획전")), lead, "/exhibitions")
        return Page(head, "store/channels/posters.html", {"posters": posters, "lead": lead})

    return show(build)


@store.get("/exhibitions/<slug>")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def exhibition(slug: str) -> ResponseReturnValue:
    """One exhibition; a past one stays to be looked at and says that it is over."""
    return show(lambda: _exhibition_page(public.get_exhibition(slug)))


def _exhibition_page(shown: Exhibition) -> Page:
    head = _head(
        shown.title,
        shown.lead or shown.title,
        f"/exhibitions/{shown.slug}",
        (str(_("기획전")), "/exhibitions"),
    )
    context: dict[str, Any] = {
        "exhibition": shown,
        "banner": image_of(shown.picture, BANNER_SIZES),
        "period": f"{date_ko(shown.starts_on)} – {date_ko(shown.ends_on)}",
        "is_over": shown.ends_on < clock.today(),
        "cards": product_cards(read_cards(public.exhibited_ids(shown.id))),
    }
    return Page(head, "store/channels/exhibition.html", context)


@store.get("/outlets")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def outlets() -> ResponseReturnValue:
    """Where things can be seen, by region."""

    def build() -> Page:
        lead = str(_("마트와 구청, 주민센터, 도서관 안의 작은 판매대를 모았어요."))
        head = _head(str(_("직접 볼 수 있는 곳")), lead, "/outlets")
        places = place_cards(public.list_running_outlets())
        return Page(
            head, "store/channels/outlets.html", {"lead": lead, "regions": _by_city(places)}
        )

    return show(build)


def _by_city(places: list[PlaceCard]) -> list[tuple[str, str, list[PlaceCard]]]:
    """(code, name, outlets) of each city that has any, in the directory's order."""
    regions = directory().regions
    found: dict[str, list[PlaceCard]] = {}
    for place in places:
        code = place.region_code
        found.setdefault((regions[code].parent or code) if code in regions else code, []).append(
            place
        )
    return [(code, regions[code].name, found[code]) for code in regions if code in found]


@store.get("/outlets/<slug>")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def outlet(slug: str) -> ResponseReturnValue:
    """One outlet: where, when open, what stands there today."""
    return show(lambda: _outlet_page(public.get_outlet(slug)))


def _outlet_page(shown: Outlet) -> Page:
    head = _head(
        shown.name,
        f"{shown.region.name} · {shown.kind} · {shown.host}",
        f"/outlets/{shown.slug}",
        (str(_("직접 볼 수 있는 곳")), "/outlets"),
    )
    context: dict[str, Any] = {
        "outlet": shown,
        "region": shown.region.name if in_korean() else shown.region.name_en,
        "facts": _outlet_facts(shown),
        "is_closed": bool(shown.closed_on and shown.closed_on < clock.today()),
        "cards": product_cards(read_cards(public.placed_ids(shown.id))),
    }
    return Page(head, "store/channels/outlet.html", context)


def _outlet_facts(shown: Outlet) -> list[tuple[str, str]]:
    said = [
        (_("어디"), shown.address),
        (_("있는 곳"), shown.host),
        (_("꾸리는 곳"), shown.operator),
        (_("여는 시간"), shown.opening_hours),
        (
            _("넓이"),
            f"{shown.area_hundredths_m2 / 100:,.0f} ㎡" if shown.area_hundredths_m2 else "",
        ),
        (_("문 연 날"), date_ko(shown.opened_on) if shown.opened_on else ""),
        (_("문 닫은 날"), date_ko(shown.closed_on) if shown.closed_on else ""),
        (_("참여 기업(문서)"), _("%(n)d곳", n=shown.stated_firms) if shown.stated_firms else ""),
        (_("품목(문서)"), _("%(n)d가지", n=shown.stated_items) if shown.stated_items else ""),
        (_("출처"), shown.source),
    ]
    return [(str(label), str(value)) for label, value in said if value]
