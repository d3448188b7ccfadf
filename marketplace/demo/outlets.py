"""Invented outlets with what stands on their shelves and what it sold day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.audit import service as audit
from marketplace.channels.models import Outlet, OutletSale, Placement, PlacementTerms
from marketplace.channels.placing import Terms, place_in_outlet
from marketplace.channels.selling import record_day
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.demo.acting import days_ago, deed, noon
from marketplace.demo.listings import get_option
from marketplace.demo.people import OFFICE_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.enterprises.models import Region

STOCKED_DAYS_AGO = 34  # when the older outlets' shelves were filled for the sales we show
SATURDAY = 5


def open_outlets(watcher: Watcher) -> None:
    """Open each outlet, fill its shelves and write down its days."""
    office = find_account(OFFICE_MAIL)
    for entry in watched(read("outlets")["outlet"], watcher, "숍인숍과 판매장"):
        outlet_id = _find(entry["slug"]) or _open(entry, office)
        for line in entry["placements"]:
            _place(outlet_id, line, office)
        for day in _days(entry):
            _sell(outlet_id, entry, day, office)


def _find(slug: str) -> int | None:
    return db.session.scalar(select(Outlet.id).filter_by(slug=slug))


def _open(entry: dict[str, Any], office: Account) -> int:
    opened_on, closes = days_ago(entry["opened_days_ago"]), entry.get("closes_in_days")
    closed_on = None if closes is None else days_ago(-closes)
    with deed(office, noon(opened_on)):
        outlet = Outlet(
            **{name: entry[name] for name in ("slug", "name", "kind", "host", "operator")},
            **{name: entry[name] for name in ("address", "opening_hours", "area_hundredths_m2")},
            region_id=db.session.scalars(select(Region.id).filter_by(code=entry["region"])).one(),
            opened_on=opened_on,
            closed_on=closed_on,
            source="이음장터 시연용으로 지어낸 판매장입니다",
        )
        db.session.add(outlet)
        db.session.flush()
        audit.record("outlet:opened", outlet, name=outlet.name)
        return outlet.id


def _place(outlet_id: int, line: dict[str, Any], office: Account) -> None:
    option = get_option(line["enterprise"], line["product"])
    query = select(Placement.id).filter_by(outlet_id=outlet_id, option_id=option.id)
    if db.session.scalar(query) is not None:
        return
    outlet, option_id = db.session.get_one(Outlet, outlet_id), option.id
    starts_on = max(outlet.opened_on or date.min, days_ago(STOCKED_DAYS_AGO))
    terms = Terms(
        PlacementTerms(line["terms"]), line["commission_basis_points"], starts_on, outlet.closed_on
    )
    with deed(office, noon(starts_on)):
        place_in_outlet(
            db.session.get_one(Outlet, outlet_id),
            db.session.get_one(type(option), option_id),
            line["moved_in"],
            terms,
        )


def _days(entry: dict[str, Any]) -> Iterator[date]:
    first = max(days_ago(entry["opened_days_ago"]), days_ago(STOCKED_DAYS_AGO - 1))
    weekdays_only = entry["opening_hours"].startswith("평일")
    for offset in range((clock.today() - first).days):
        day = first + timedelta(days=offset)
        if not (weekdays_only and day.weekday() >= SATURDAY):
            yield day


def _sell(outlet_id: int, entry: dict[str, Any], day: date, office: Account) -> None:
    placements = _placements(outlet_id)
    ids = [placement.id for placement in placements]
    told = select(OutletSale.id).where(OutletSale.placement_id.in_(ids), OutletSale.sold_on == day)
    if db.session.scalar(told.limit(1)) is not None:
        return
    chance = Random(f"{entry['slug']}:{day.toordinal()}")
    sold = {
        placement.id: min(_units(chance, line["daily"]), placement.on_hand - 1)
        for placement, line in zip(placements, entry["placements"], strict=True)
    }
    if any(count > 0 for count in sold.values()):
        with deed(office, noon(day) + timedelta(hours=7)):
            kept = {key: count for key, count in sold.items() if count > 0}
            record_day(db.session.get_one(Outlet, outlet_id), day, kept)


def _placements(outlet_id: int) -> list[Placement]:
    query = select(Placement).filter_by(outlet_id=outlet_id).order_by(Placement.id)
    return list(db.session.scalars(query))


def _units(chance: Random, usual: float) -> int:
    """A whole number about the usual one: now and then twice as many, now and then none."""
    return int(usual * chance.uniform(0.3, 1.7) + chance.random())
