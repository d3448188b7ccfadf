"""A market calendar about the day of loading."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.channels.editorial.markets import MarketDraft, cancel_market, save_market
from marketplace.channels.editorial.models import MarketEvent, MarketKind
from marketplace.core.database import db
from marketplace.core.romanize import slug_of
from marketplace.demo.acting import days_ago, deed, noon
from marketplace.demo.people import OFFICE_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.enterprises.regions import find_region


def announce(watcher: Watcher) -> None:
    """Announce every market that is not in the calendar."""
    office = find_account(OFFICE_MAIL)
    for entry in watched(read("editorial")["market"], watcher, "장터 달력"):
        query = select(MarketEvent.id).filter_by(slug=slug_of(entry["title"]))
        if db.session.scalar(query) is None:
            begins = -entry["starts_in_days"]
            period = days_ago(begins), days_ago(begins - entry["days"] + 1)
            with deed(office, noon(days_ago(30))):
                _announce_one(entry, period)


def _announce_one(entry: dict[str, Any], period: tuple[date, date]) -> None:
    region = find_region(entry["region"])
    if region is None:
        raise LookupError(entry["region"])
    market = save_market(
        MarketDraft(
            slug=slug_of(entry["title"]),
            kind=MarketKind(entry["kind"]),
            region_id=region.id,
            description=entry["description"].strip(),
            starts_on=period[0],
            ends_on=period[1],
            **{name: entry[name] for name in ("title", "place", "address", "host", "hours")},
        )
    )
    if entry.get("cancelled"):
        cancel_market(market, entry["cancelled"])
