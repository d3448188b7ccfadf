"""Districts of a region with what is known of each; a district without figures is named too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from marketplace.core.database import db
from marketplace.enterprises.models import Region
from marketplace.procurement.models import Institution
from marketplace.procurement.publishing.comparing import Compared


@dataclass(frozen=True, slots=True)
class District:
    """One region below the chosen one, with its bodies' rows; none is *no data*, not zero."""

    region: Region
    rows: tuple[Compared, ...]


def regions_with_bodies() -> list[Region]:
    """Upper regions (cities, provinces) that hold an institution, by name, in one statement."""
    inside = select(Region.parent_id).join(Institution, Institution.region_id == Region.id)
    own = select(Institution.region_id)
    upper = Region.parent_id.is_(None)
    query = select(Region).where(upper, or_(Region.id.in_(inside), Region.id.in_(own)))
    return list(db.session.scalars(query.order_by(Region.name)))


def districts_of(region: Region) -> list[Region]:
    """The regions below one, by name."""
    query = select(Region).filter_by(parent_id=region.id).order_by(Region.name)
    return list(db.session.scalars(query))


def by_district(districts: Sequence[Region], rows: Sequence[Compared]) -> list[District]:
    """Each district with the bodies that sit in it."""
    return [
        District(each, tuple(row for row in rows if row.institution.region_id == each.id))
        for each in districts
    ]
