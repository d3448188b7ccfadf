"""Bringing in a list of outlets: one row, one place, as its document states it.

An outlet is known by name, region and opening day; what is blank in the list is not stated,
never zero, and never wipes what is here already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.channels.models import Outlet
from marketplace.core.cells import CellReader
from marketplace.core.database import db
from marketplace.core.importing import Importer, Outcome, Row
from marketplace.core.romanize import slug_of
from marketplace.core.text import T
from marketplace.enterprises.regions import add_region, find_region

REQUIRED_COLUMNS = ("name", "kind", "region")
LARGEST_AREA_M2 = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class ListedOutlet:
    """One row of a list, read; None and '' are *not stated*."""

    name: str
    kind: str
    region: str
    host: str
    operator: str
    address: str
    area_hundredths_m2: int | None
    opened_on: date | None
    closed_on: date | None
    stated_firms: int | None
    stated_items: int | None
    source: str

    def stated(self) -> dict[str, object]:
        """What the row says, by column of the model."""
        named = ("kind", "host", "operator", "address", "area_hundredths_m2", "closed_on")
        counted = ("stated_firms", "stated_items", "source")
        said = {name: getattr(self, name) for name in (*named, *counted)}
        return {name: value for name, value in said.items() if value not in (None, "")}


def read_row(row: Row, file_source: str) -> ListedOutlet:
    """Judge one row; raises RowRefused with every fault in it."""
    cells = CellReader(row)
    listed = ListedOutlet(
        name=cells.text("name", 120, required=True),
        kind=cells.text("kind", 30, required=True),
        region=cells.text("region", 60, required=True),
        host=cells.text("host", 120),
        operator=cells.text("operator", 120),
        address=cells.text("address", 200),
        area_hundredths_m2=_area(cells, row["area_m2"]),
        opened_on=cells.day("opened_on"),
        closed_on=cells.day("closed_on"),
        stated_firms=cells.whole("firms"),
        stated_items=cells.whole("items"),
        source=cells.text("source", 300) or file_source[:300],
    )
    if listed.opened_on and listed.closed_on and listed.closed_on < listed.opened_on:
        cells.fault("closed_on", T("여는 날보다 앞섭니다."), T("두 날짜를 확인해 주세요."))
    cells.finish()
    return listed


def _area(cells: CellReader, said: str) -> int | None:
    if not said:
        return None
    try:
        area = Decimal(said.replace(",", "").removesuffix("㎡").strip())
    except InvalidOperation:
        area = Decimal(-1)
    if not (area.is_finite() and 0 < area <= LARGEST_AREA_M2):
        cells.fault("area_m2", T("면적이 아닙니다."), T("제곱미터를 숫자로 적거나 비워 두세요."))
        return None
    return int(area * 100)


def apply_row(listed: ListedOutlet) -> Outcome:
    """Add the outlet or what the list states anew; says UNCHANGED when nothing is new."""
    region = find_region(listed.region) or add_region(listed.region)
    outlet = db.session.scalar(
        select(Outlet).filter_by(name=listed.name, region_id=region.id, opened_on=listed.opened_on)
    )
    if outlet is None:
        outlet = Outlet(
            slug=_free_slug(listed.name),
            name=listed.name,
            region_id=region.id,
            opened_on=listed.opened_on,
            **listed.stated(),
        )
        db.session.add(outlet)
        db.session.flush()
        audit.record("outlet:imported", outlet, source=outlet.source)
        return Outcome.CREATED
    changed = {k: v for k, v in listed.stated().items() if getattr(outlet, k) != v}
    for name, value in changed.items():
        setattr(outlet, name, value)
    if not changed:
        return Outcome.UNCHANGED
    db.session.flush()
    audit.record("outlet:completed_from_list", outlet, columns=sorted(changed))
    return Outcome.UPDATED


def _free_slug(name: str) -> str:
    wanted = slug_of(name)
    alike = Outlet.slug.startswith(wanted, autoescape=True)
    taken = set(db.session.scalars(select(Outlet.slug).where(alike)))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def outlet_importer(file_source: str) -> Importer[ListedOutlet]:
    """How a row of an outlet list is read and applied."""
    return Importer(
        lambda row: read_row(row, file_source),
        apply_row,
        key=lambda listed: (listed.name, listed.region, listed.opened_on),
    )
