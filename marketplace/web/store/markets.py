"""The market calendar: where to meet makers, by month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from babel.dates import format_skeleton
from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from icalendar import Calendar, Event

from marketplace.channels.editorial import markets as calendar
from marketplace.channels.editorial.models import MarketEvent
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.store import seo
from marketplace.web.store.blueprint import store
from marketplace.web.store.heads import head_under_home
from marketplace.web.store.market_cards import MarketCard, market_card, market_cards
from marketplace.web.store.shared import Page, show


@store.get("/markets")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def markets() -> ResponseReturnValue:
    """What comes, month by month; what was stands last."""
    return show(_list_page)


@store.get("/markets/<slug>")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def market(slug: str) -> ResponseReturnValue:
    """One market: when, where, by whom; a cancelled one says why."""
    return show(lambda: _page(calendar.get_market(slug)))


@store.get("/markets/<slug>/calendar.ics")
@access(Permission.SHOP_BROWSE, cache_seconds=60)
def market_ics(slug: str) -> ResponseReturnValue:
    """The same for somebody's own calendar."""
    shown = calendar.get_market(slug)
    return Response(
        _ics(shown),
        mimetype="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{shown.slug}.ics"'},
    )


def _list_page() -> Page:
    lead = str(_("만든 사람을 직접 만날 수 있는 장터와 박람회, 체험 행사를 모았어요."))
    head = head_under_home(str(_("장터 달력")), lead, "/markets")
    context = {
        "lead": lead,
        "months": _by_month(calendar.list_coming()),
        "past": market_cards(calendar.list_past()),
    }
    return Page(head, "store/channels/markets.html", context)


def _by_month(coming: Iterable[MarketEvent]) -> list[tuple[str, list[MarketCard]]]:
    """(month in words, its markets); one that has begun stands in this month."""
    first = clock.today().replace(day=1)
    grouped = groupby(coming, key=lambda each: max(each.starts_on.replace(day=1), first))
    return [
        (format_skeleton("yMMMM", month, locale=get_locale()), market_cards(found))
        for month, found in grouped
    ]


def _page(shown: MarketEvent) -> Page:
    card = market_card(shown)
    head = head_under_home(
        shown.title,
        " · ".join(filter(None, (card.period, card.region, shown.place))),
        card.url,
        above=(str(_("장터 달력")), "/markets"),
        structured=(seo.event(shown),),
    )
    said = [
        (_("언제"), " ".join(filter(None, (card.period, shown.hours)))),
        (_("어디"), " ".join(filter(None, (card.region, shown.place)))),
        (_("주소"), shown.address),
        (_("여는 곳"), shown.host),
    ]
    context = {
        "market": card,
        "description": shown.description,
        "reason": shown.cancelled_reason,
        "is_over": shown.ends_on < clock.today(),
        "facts": [(str(label), value) for label, value in said if value],
    }
    return Page(head, "store/channels/market.html", context)


def _ics(shown: MarketEvent) -> bytes:
    event = Event()
    event.add("uid", f"{shown.slug}@ieum-market")
    event.add("summary", shown.title)
    event.add("dtstamp", shown.created_at)
    event.add("dtstart", shown.starts_on)
    event.add("dtend", shown.ends_on + timedelta(days=1))  # the standard's end is not included
    event.add("location", " ".join(filter(None, (shown.place, shown.address))))
    event.add("url", seo.absolute(f"/markets/{shown.slug}"))
    if shown.is_cancelled:
        event.add("status", "CANCELLED")
    whole = Calendar()
    whole.add("prodid", "-//ieum-market//markets//KO")
    whole.add("version", "2.0")
    whole.add_component(event)
    said: bytes = whole.to_ical()
    return said
