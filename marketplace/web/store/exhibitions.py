"""Exhibitions: products shown together for a while; a past one stays and says so."""

from __future__ import annotations

from dataclasses import replace

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.queries import read_cards
from marketplace.channels import public
from marketplace.channels.models import Exhibition
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.cards import product_cards
from marketplace.web.filters import date_ko
from marketplace.web.images import image_of
from marketplace.web.store.blueprint import store
from marketplace.web.store.heads import BANNER_SIZES, head_under_home
from marketplace.web.store.home import Poster, exhibition_poster
from marketplace.web.store.shared import Page, show


@store.get("/exhibitions")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def exhibitions() -> ResponseReturnValue:
    """Exhibitions that run, then those that are over."""
    return show(_list_page)


@store.get("/exhibitions/<slug>")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def exhibition(slug: str) -> ResponseReturnValue:
    """One exhibition; a past one stays to be looked at and says that it is over."""
    return show(lambda: _page(public.get_exhibition(slug)))


def _list_page() -> Page:
    lead = str(_("철마다, 쓸모마다 모아 본 상품들이에요."))
    head = head_under_home(str(_("기획전")), lead, "/exhibitions")
    posters = [_dated_poster(each) for each in public.list_started_exhibitions()]
    return Page(head, "store/channels/posters.html", {"posters": posters, "lead": lead})


def _dated_poster(shown: Exhibition) -> Poster:
    period = _period(shown)
    note = str(_("%(period)s · 끝났어요", period=period)) if _is_over(shown) else period
    return replace(exhibition_poster(shown), note=note)


def _page(shown: Exhibition) -> Page:
    banner = image_of(shown.picture, BANNER_SIZES)
    head = head_under_home(
        shown.title,
        shown.lead or shown.title,
        f"/exhibitions/{shown.slug}",
        above=(str(_("기획전")), "/exhibitions"),
        image=banner,
    )
    context = {
        "exhibition": shown,
        "banner": banner,
        "period": _period(shown),
        "is_over": _is_over(shown),
        "cards": product_cards(read_cards(public.exhibited_ids(shown.id))),
    }
    return Page(head, "store/channels/exhibition.html", context)


def _period(shown: Exhibition) -> str:
    return f"{date_ko(shown.starts_on)} – {date_ko(shown.ends_on)}"


def _is_over(shown: Exhibition) -> bool:
    return shown.ends_on < clock.today()
