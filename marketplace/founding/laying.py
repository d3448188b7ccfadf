"""Adds what is missing of the ground everything else refers to; twice changes nothing.

What the office renamed, moved or hid stays as it is: rows are found by code and left alone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from marketplace.catalog.models import Category
from marketplace.core.database import db
from marketplace.enterprises.kinds import add_missing_kinds
from marketplace.enterprises.models import Region
from marketplace.founding.reading import read


def lay_ground() -> None:
    """Kinds of designation, the cities and provinces of Korea with some districts, categories."""
    add_missing_kinds()
    lay_regions(read("regions"))
    for position, top in enumerate(read("categories")["top"]):
        parent = _category(top, position, None)
        for place, leaf in enumerate(top["leaves"]):
            _category(leaf, place, parent.id)


def lay_regions(said: dict[str, Any]) -> None:
    """The cities of a file, and the districts it names below them."""
    for city in said["city"]:
        parent = _region(city["code"], city["name"], city["name_en"], None)
        for code, name, name_en in city.get("districts", ()):
            _region(code, name, name_en, parent.id)


def _region(code: str, name: str, name_en: str, parent_id: int | None) -> Region:
    known = (Region.code == code) | (Region.name == name)
    region: Region | None = db.session.scalar(select(Region).where(known))
    if region is None:
        region = Region(code=code, name=name, name_en=name_en, parent_id=parent_id)
        db.session.add(region)
        db.session.flush()
    return region


def _category(entry: dict[str, Any], position: int, parent_id: int | None) -> Category:
    category: Category | None = db.session.scalar(select(Category).filter_by(code=entry["code"]))
    if category is None:
        category = Category(
            code=entry["code"],
            name=entry["name"],
            name_en=entry["name_en"],
            icon=entry["icon"],
            notice_schema=entry.get("notice", "general/1"),
            position=position,
            parent_id=parent_id,
        )
        db.session.add(category)
        db.session.flush()
    return category
