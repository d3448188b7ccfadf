"""What the office can choose from for each part of the front page, by slug and name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from marketplace.channels.editorial.models import HomePart
from marketplace.channels.models import Brand, Exhibition, Outlet
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.enterprises.models import Enterprise, EnterpriseStatus

MOST_FOUND = 20


def _enterprises() -> Select[str, str]:
    told = (Enterprise.status == EnterpriseStatus.ACTIVE) & (Enterprise.story != "")
    return select(Enterprise.slug, Enterprise.name).where(told).order_by(Enterprise.name)


def _brands() -> Select[str, str]:
    return select(Brand.slug, Brand.name).order_by(Brand.name)


def _outlets() -> Select[str, str]:
    running = Outlet.closed_on.is_(None) | (Outlet.closed_on >= clock.today())
    return select(Outlet.slug, Outlet.name).where(running).order_by(Outlet.name)


def _exhibitions() -> Select[str, str]:
    not_over = Exhibition.ends_on >= clock.today()
    return select(Exhibition.slug, Exhibition.title).where(not_over).order_by(Exhibition.title)


PICKABLE = {
    HomePart.STORIES: (_enterprises, Enterprise.slug, Enterprise.name),
    HomePart.BRANDS: (_brands, Brand.slug, Brand.name),
    HomePart.OUTLETS: (_outlets, Outlet.slug, Outlet.name),
    HomePart.EXHIBITIONS: (_exhibitions, Exhibition.slug, Exhibition.title),
}


def find(part: HomePart, words: str) -> list[tuple[str, str]]:
    """(slug, name) of what a part could show, by a piece of its name; twenty at most."""
    offered, _slug, name = PICKABLE[part]
    query = offered().where(name.icontains(words, autoescape=True)).limit(MOST_FOUND)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def named(part: HomePart, slugs: Sequence[str]) -> dict[str, str]:
    """Names by slug of those that can be shown today."""
    offered, slug, _name = PICKABLE[part]
    query = offered().where(slug.in_(list(slugs)))
    return {row[0]: row[1] for row in db.session.execute(query)}
