"""Market days as people look for them: when, what, where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import format_date

from marketplace.channels.editorial.models import MarketEvent
from marketplace.web.filters import date_ko, in_korean
from marketplace.web.market_words import KINDS


@dataclass(frozen=True, slots=True)
class MarketCard:
    """One market; `period` is one day or from–to."""

    url: str
    title: str
    kind: str
    region: str
    place: str
    hours: str
    period: str
    month_text: str
    day_text: str
    weekday_text: str
    is_cancelled: bool


def market_cards(markets: Iterable[MarketEvent]) -> list[MarketCard]:
    """Cards of markets."""
    return [market_card(each) for each in markets]


def market_card(market: MarketEvent) -> MarketCard:
    """The card of one market."""
    begins = market.starts_on
    return MarketCard(
        url=f"/markets/{market.slug}",
        title=market.title,
        kind=str(KINDS[market.kind]),
        region=market.region.name if in_korean() else market.region.name_en,
        place=market.place,
        hours=market.hours,
        period=_period(market),
        month_text=format_date(begins, "LLL"),
        day_text=str(begins.day),
        weekday_text=format_date(begins, "EEE"),
        is_cancelled=market.is_cancelled,
    )


def _period(market: MarketEvent) -> str:
    begins = date_ko(market.starts_on)
    if market.ends_on == market.starts_on:
        return begins
    return f"{begins} – {date_ko(market.ends_on)}"
