"""Outlets as people look for them: where, when open, what stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.channels.public import OutletRow
from marketplace.web.filters import in_korean


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """One outlet; `products` is how many products of this shop stand there today."""

    url: str
    name: str
    kind: str
    region_code: str
    region: str
    host: str
    address: str
    opening_hours: str
    products: int
    stated_firms: int | None
    stated_items: int | None


def place_cards(rows: Iterable[OutletRow]) -> list[PlaceCard]:
    """Cards of outlets."""
    korean = in_korean()
    return [
        PlaceCard(
            url=f"/outlets/{row.slug}",
            name=row.name,
            kind=row.kind,
            region_code=row.region_code,
            region=row.region_name if korean else row.region_name_en,
            host=row.host,
            address=row.address,
            opening_hours=row.opening_hours,
            products=row.products,
            stated_firms=row.stated_firms,
            stated_items=row.stated_items,
        )
        for row in rows
    ]
