"""Outlets: where things can be seen and touched, and what papers say of each place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.queries import read_cards
from marketplace.channels import public
from marketplace.channels.models import Outlet
from marketplace.channels.taking_part import MakerHere, list_makers_here, stated_doubts
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.cards import product_cards
from marketplace.web.directory import directory
from marketplace.web.filters import date_ko, in_korean
from marketplace.web.store import seo
from marketplace.web.store.blueprint import store
from marketplace.web.store.heads import head_under_home
from marketplace.web.store.places import PlaceCard, place_cards
from marketplace.web.store.shared import Page, show
from marketplace.web.translation import translate

Facts = list[tuple[str, str]]


@store.get("/outlets")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def outlets() -> ResponseReturnValue:
    """Where things can be seen, by region; places that are over stand last."""
    return show(_list_page)


@store.get("/outlets/<slug>")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def outlet(slug: str) -> ResponseReturnValue:
    """One outlet: where, when open, whose things stand there today, what papers say."""
    return show(lambda: _page(public.get_outlet(slug)))


def _list_page() -> Page:
    lead = str(_("마트와 구청, 주민센터, 도서관 안의 작은 판매대를 모았어요."))
    head = head_under_home(str(_("직접 볼 수 있는 곳")), lead, "/outlets")
    context = {
        "lead": lead,
        "regions": _by_city(place_cards(public.list_running_outlets())),
        "closed": place_cards(public.list_closed_outlets()),
    }
    return Page(head, "store/channels/outlets.html", context)


def _by_city(places: Iterable[PlaceCard]) -> list[tuple[str, str, list[PlaceCard]]]:
    """(code, name, outlets) of each city that has any, in the directory's order."""
    regions = directory().regions
    found: dict[str, list[PlaceCard]] = {}
    for place in places:
        region = regions.get(place.region_code)
        code = (region.parent if region else "") or place.region_code
        found.setdefault(code, []).append(place)
    return [(code, regions[code].name, found[code]) for code in regions if code in found]


def _page(shown: Outlet) -> Page:
    region = shown.region.name if in_korean() else shown.region.name_en
    cards = product_cards(read_cards(public.placed_ids(shown.id)))
    makers = list_makers_here(shown.id)
    items = sum(maker.products for maker in makers)
    head = head_under_home(
        shown.name,
        " · ".join(filter(None, (region, translate(shown.kind), shown.host))),
        f"/outlets/{shown.slug}",
        above=(str(_("직접 볼 수 있는 곳")), "/outlets"),
        structured=(seo.outlet(shown),),
    )
    context = {
        "outlet": shown,
        "region": region,
        "facts": _facts(shown),
        "stated": _stated(shown, makers, items),
        "doubts": [translate(each) for each in stated_doubts(shown, items)],
        "is_closed": bool(shown.closed_on and shown.closed_on < clock.today()),
        "makers": makers,
        "cards": cards,
    }
    return Page(head, "store/channels/outlet.html", context)


def _facts(shown: Outlet) -> Facts:
    area = shown.area_hundredths_m2
    said = [
        (_("어디"), shown.address),
        (_("있는 곳"), shown.host),
        (_("꾸리는 곳"), shown.operator),
        (_("여는 시간"), shown.opening_hours),
        (_("기간"), _period(shown)),
        (_("넓이"), f"{area / 100:,.0f} m²" if area else ""),
        (_("출처"), shown.source),
    ]
    return [(str(label), value) for label, value in said if value]


def _period(shown: Outlet) -> str:
    """From when to when; empty where papers are silent."""
    if shown.opened_on is None:
        return str(_("%(day)s까지", day=date_ko(shown.closed_on))) if shown.closed_on else ""
    if shown.closed_on is None:
        return str(_("%(day)s부터", day=date_ko(shown.opened_on)))
    return f"{date_ko(shown.opened_on)} – {date_ko(shown.closed_on)}"


def _stated(shown: Outlet, makers: Sequence[MakerHere], items: int) -> list[list[str]]:
    """What a paper says beside what stands there today; nothing where no paper says anything."""
    said = [
        (_("참여 기업 수"), shown.stated_firms, len(makers)),
        (_("품목 수"), shown.stated_items, items),
    ]
    if all(stated is None for _label, stated, _here in said):
        return []
    silent = str(_("밝히지 않음"))
    return [
        [str(label), silent if stated is None else f"{stated:,}", f"{here:,}"]
        for label, stated, here in said
    ]
