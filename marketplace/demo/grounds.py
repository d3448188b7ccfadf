"""What everything else refers to: kinds of designation, regions, categories."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from marketplace.catalog.models import Category
from marketplace.core.database import db, transaction
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.enterprises.kinds import add_missing_kinds
from marketplace.enterprises.models import Region


def lay(watcher: Watcher) -> None:
    """Add what is missing of kinds, regions and categories."""
    acts = (_lay_kinds, _lay_regions, _lay_categories)
    for act in watched(acts, watcher, "기초 자료"):
        with transaction():
            act()


def _lay_kinds() -> None:
    add_missing_kinds()


def _lay_regions() -> None:
    for city in read("regions")["city"]:
        parent = _region(city["code"], city["name"], city["name_en"], None)
        for code, name, name_en in city["districts"]:
            _region(code, name, name_en, parent.id)


def _region(code: str, name: str, name_en: str, parent_id: int | None) -> Region:
    region: Region | None = db.session.scalar(select(Region).filter_by(name=name))
    if region is None:
        region = Region(code=code, name=name, name_en=name_en, parent_id=parent_id)
        db.session.add(region)
        db.session.flush()
    return region


def _lay_categories() -> None:
    for position, top in enumerate(read("categories")["top"]):
        parent = _category(top, position, None)
        for place, leaf in enumerate(top["leaves"]):
            _category(leaf, place, parent.id)


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
