"""How the front page stands: which parts, in which order, under which words, with which picks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.audit import service as audit
from marketplace.channels.editorial.errors import NotOnOffer
from marketplace.channels.editorial.models import HomePart, HomeSection
from marketplace.channels.editorial.offers import PICKABLE, named
from marketplace.core.database import db

MOST_PICKS = 12


@dataclass(frozen=True, slots=True)
class Section:
    """One part as it stands; `picks` are slugs, empty lets the part choose."""

    part: HomePart
    position: int
    is_shown: bool = True
    title: str = ""
    picks: tuple[str, ...] = ()


def read_front_page() -> list[Section]:
    """Every part in its order, those nobody ever moved in their first place. One statement."""
    rows = {row.part: row for row in db.session.scalars(select(HomeSection))}
    sections = [_section(part, first, rows.get(part)) for first, part in enumerate(HomePart, 1)]
    return sorted(sections, key=lambda each: (each.position, list(HomePart).index(each.part)))


def _section(part: HomePart, first_position: int, row: HomeSection | None) -> Section:
    if row is None:
        return Section(part, first_position)
    return Section(part, row.position, row.is_shown, row.title, tuple(row.picks))


def arrange(sections: Mapping[HomePart, Section]) -> None:
    """Keep order, visibility and titles of all parts at once; picks stay as they are.

    What is not mentioned stands as it stood. Told once to the audit trail, with what changed.
    """
    before = {each.part: each for each in read_front_page()}
    changed = []
    for part, wanted in sections.items():
        was = before[part]
        if (wanted.position, wanted.is_shown, wanted.title) != (
            was.position,
            was.is_shown,
            was.title,
        ):
            row = _row(part)
            row.position, row.is_shown, row.title = wanted.position, wanted.is_shown, wanted.title
            changed.append(part.value)
            db.session.flush()
            audit.record(
                "home_section:arranged",
                row,
                part=part.value,
                position=row.position,
                is_shown=row.is_shown,
                title=row.title,
            )


def pick(part: HomePart, slugs: Sequence[str]) -> HomeSection:
    """Choose what a part shows, in this order; none lets the part choose by its own rule.

    Raises NotOnOffer for a slug that names nothing, and for a part nothing is chosen for.
    """
    chosen = list(dict.fromkeys(slugs))[:MOST_PICKS]
    known = named(part, chosen) if part in PICKABLE else {}
    for slug in chosen:
        if slug not in known:
            raise NotOnOffer(slug)
    row = _row(part)
    if row.picks != chosen:
        row.picks = chosen
        db.session.flush()
        audit.record("home_section:picked", row, part=part.value, picks=", ".join(chosen))
    return row


def _row(part: HomePart) -> HomeSection:
    """The part's row, held; made in its first place when nobody ever touched it."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else None
    making = (insert or sqlite.insert)(HomeSection).values(
        part=part, position=list(HomePart).index(part) + 1, is_shown=True, title="", picks=[]
    )
    db.session.execute(making.on_conflict_do_nothing(index_elements=["part"]))
    query = select(HomeSection).filter_by(part=part).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
