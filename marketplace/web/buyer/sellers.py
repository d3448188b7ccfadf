"""Enterprises an outside purchase may name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.enterprises.models import Enterprise, Region
from marketplace.enterprises.public import PUBLIC

MOST = 1_000


@dataclass(frozen=True, slots=True)
class KnownSeller:
    """An enterprise in a list of choices."""

    id: int
    label: str


def known_sellers() -> list[KnownSeller]:
    """Public enterprises by name, with their region, in one statement."""
    query = (
        select(Enterprise.id, Enterprise.name, Region.name)
        .join(Region, Region.id == Enterprise.region_id)
        .where(Enterprise.status.in_(PUBLIC))
        .order_by(Enterprise.name, Enterprise.id)
        .limit(MOST)
    )
    return [
        KnownSeller(key, f"{name} ({region})") for key, name, region in db.session.execute(query)
    ]
