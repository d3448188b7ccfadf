"""Names behind codes: categories, regions, kinds of certificate, brands and outlets.

Small tables that change a few times a month and are named on every page, so each process
keeps them for a minute.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, g
from sqlalchemy import select

from marketplace.catalog.models import Category
from marketplace.catalog.queries import list_categories
from marketplace.channels.models import Brand, Outlet
from marketplace.core.database import db
from marketplace.enterprises.models import CertificationKind, Region
from marketplace.web.filters import in_korean

KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its names; `parent` is the code above it, empty at the top."""

    code: str
    korean: str
    english: str
    parent: str = ""
    short: str = ""
    icon: str = ""

    @property
    def name(self) -> str:
        """The name in the language of this page."""
        return self.korean if in_korean() else self.english

    @property
    def badge(self) -> str:
        """The short name, for a card."""
        return self.short if self.short and in_korean() else self.name


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that is named, each in the order it is shown."""

    categories: Mapping[str, Named]
    regions: Mapping[str, Named]
    certifications: Mapping[str, Named]
    brands: Mapping[str, Named]
    outlets: Mapping[str, Named]

    def tops(self) -> list[Named]:
        """The categories of the first level."""
        return [each for each in self.categories.values() if not each.parent]

    def under(self, code: str) -> list[Named]:
        """The categories below one."""
        return [each for each in self.categories.values() if each.parent == code]

    def top_of(self, code: str) -> str:
        """The code of the first level a category belongs to; its own when it is one."""
        found = self.categories.get(code)
        return (found.parent or found.code) if found else ""

    def has_districts(self, code: str) -> bool:
        """Whether a region is a city with districts in it."""
        return any(each.parent == code for each in self.regions.values())

    def badges(self, codes: tuple[str, ...], most: int = 2) -> list[str]:
        """Short names of held kinds in the order badges stand, each once."""
        held = (self.certifications[code] for code in self.certifications if code in codes)
        return list(dict.fromkeys(kind.badge for kind in held))[:most]


def directory() -> Directory:
    """The names as they are now, or were within the last minute; one reading for a request."""
    if "directory" not in g:
        g.directory = _kept()
    names: Directory = g.directory
    return names


def kind_name(korean: str) -> str:
    """The name of a kind of certificate as records keep it, in the language of this page.

    A name nobody lists (a local kind, a body's own word) stays as it was written.
    """
    if in_korean() or not korean:
        return korean
    kinds = directory().certifications.values()
    return next((kind.english for kind in kinds if kind.korean == korean), korean)


def _kept() -> Directory:
    kept: tuple[float, Directory] | None = current_app.extensions.get("directory")
    if kept and kept[0] > time.monotonic():
        return kept[1]
    read = _read()
    if not current_app.testing:
        current_app.extensions["directory"] = (time.monotonic() + KEPT_SECONDS, read)
    return read


def _read() -> Directory:
    return Directory(_categories(), _regions(), _certifications(), _brands(), _outlets())


def _categories() -> dict[str, Named]:
    rows = list_categories()
    codes = {row.id: row.code for row in rows}
    return {row.code: _category(row, codes.get(row.parent_id or 0, "")) for row in rows}


def _category(row: Category, parent: str) -> Named:
    return Named(row.code, row.name, row.name_en, parent, icon=row.icon)


def _regions() -> dict[str, Named]:
    rows = db.session.scalars(select(Region).order_by(Region.id)).all()
    codes = {row.id: row.code for row in rows}
    parents = {row.code: codes.get(row.parent_id or 0, "") for row in rows}
    return {row.code: Named(row.code, row.name, row.name_en, parents[row.code]) for row in rows}


def _certifications() -> dict[str, Named]:
    query = select(CertificationKind).order_by(CertificationKind.position, CertificationKind.id)
    return {
        row.code: Named(row.code, row.name, row.name_en, short=row.short_name)
        for row in db.session.scalars(query)
    }


def _brands() -> dict[str, Named]:
    rows = db.session.execute(select(Brand.slug, Brand.name).order_by(Brand.name))
    return {slug: Named(slug, name, name) for slug, name in rows}


def _outlets() -> dict[str, Named]:
    rows = db.session.execute(select(Outlet.slug, Outlet.name).order_by(Outlet.name))
    return {slug: Named(slug, name, name) for slug, name in rows}
