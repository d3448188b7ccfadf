"""Regions by whatever people call them: code, name, with or without 광역시."""

from __future__ import annotations

import re

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.core.romanize import romanize, slug_of
from marketplace.enterprises.models import Region

RANKS = re.compile(r"(?:특별자치|특별|광역)?(?:시|도)(?=\s|$)")
CODE_RANKS = re.compile(r"-?(?:gu|si|gun)$")


def find_region(said: str) -> Region | None:
    """The region that `said` names (`울산 중구`, `울산광역시 중구`, `ulsan-junggu`), if any."""
    wanted = _loose(said)
    for region in db.session.scalars(select(Region).order_by(Region.id)):
        if wanted in (_loose(region.name), _loose(region.code)):
            return region
    return None


def add_region(name: str) -> Region:
    """A region not known before, under its city if that is known."""
    city = name.split(maxsplit=1)[0] if " " in name else ""
    parent = find_region(city) if city else None
    region = Region(
        code=slug_of(name, 40),
        name=name,
        name_en=romanize(name).title()[:60],
        parent_id=parent.id if parent else None,
    )
    db.session.add(region)
    db.session.flush()
    return region


def _loose(said: str) -> str:
    plain = RANKS.sub("", said.strip().lower())
    return re.sub(r"[\s_-]", "", CODE_RANKS.sub("", plain))
