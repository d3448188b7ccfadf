"""Exhibitions whose periods lie about the day of loading."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.channels.models import Exhibition, ExhibitionEntry
from marketplace.core.database import db
from marketplace.demo.acting import days_ago, deed, noon
from marketplace.demo.listings import get_product
from marketplace.demo.people import OFFICE_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read


def compose(watcher: Watcher) -> None:
    """Compose every exhibition that is not there."""
    office = find_account(OFFICE_MAIL)
    entries = list(enumerate(read("exhibitions")["exhibition"]))
    for position, entry in watched(entries, watcher, "기획전"):
        query = select(Exhibition.id).filter_by(slug=entry["slug"])
        if db.session.scalar(query) is None:
            period = days_ago(-entry["starts_in_days"]), days_ago(-entry["ends_in_days"])
            with deed(office, noon(days_ago(28))):
                _compose_one(entry, period, position)


def _compose_one(entry: dict[str, Any], period: tuple[date, date], position: int) -> None:
    exhibition = Exhibition(
        slug=entry["slug"],
        title=entry["title"],
        lead=entry["lead"],
        starts_on=period[0],
        ends_on=period[1],
        position=position,
    )
    db.session.add(exhibition)
    db.session.flush()
    for place, (slug, name) in enumerate(entry["products"]):
        product = get_product(slug, name)
        db.session.add(
            ExhibitionEntry(exhibition_id=exhibition.id, product_id=product.id, position=place)
        )
    audit.record("exhibition:composed", exhibition, title=exhibition.title)
