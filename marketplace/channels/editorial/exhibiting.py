"""기획전: composed, given its products in order, taken to its period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.audit import service as audit
from marketplace.catalog.models import Product
from marketplace.channels.editorial.errors import AddressTaken, AlreadyShown
from marketplace.channels.models import Exhibition, ExhibitionEntry
from marketplace.channels.public import ExhibitionNotFound
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.media.pictures import CheckedPicture, keep_picture

MOST_LISTED, MOST_PRODUCTS = 100, 60


@dataclass(frozen=True, slots=True)
class ExhibitionDraft:
    """What an exhibition is called, where it stands and when."""

    slug: str
    title: str
    lead: str
    starts_on: date
    ends_on: date
    position: int = 0


def save_exhibition(
    draft: ExhibitionDraft,
    exhibition: Exhibition | None = None,
    picture: CheckedPicture | None = None,
    by: int | None = None,
) -> Exhibition:
    """Compose an exhibition or change one.

    Raises AddressTaken, and Invalid for a period that ends before it begins. The address of one
    that has begun stays, because people have it.
    """
    if draft.ends_on < draft.starts_on:
        raise Invalid(fields={"ends_on": [T("종료일은 시작일과 같거나 뒤여야 합니다.")]})
    shown = exhibition or Exhibition(slug=draft.slug)
    shown.title, shown.lead, shown.position = draft.title, draft.lead, draft.position
    shown.starts_on, shown.ends_on = draft.starts_on, draft.ends_on
    if picture is not None:
        shown.picture = keep_picture(picture, draft.title, by)
    try:
        with db.session.begin_nested():
            db.session.add(shown)
    except IntegrityError:
        raise AddressTaken from None
    action = "exhibition:composed" if exhibition is None else "exhibition:changed"
    audit.record(action, shown, title=shown.title)
    return shown


def get_exhibition(slug: str) -> Exhibition:
    """An exhibition, begun or not; raises ExhibitionNotFound."""
    query = select(Exhibition).filter_by(slug=slug).options(joinedload(Exhibition.picture))
    found: Exhibition | None = db.session.scalar(query)
    if found is None:
        raise ExhibitionNotFound
    return found


def list_exhibitions() -> Sequence[Exhibition]:
    """Every exhibition, the one that ends last first."""
    query = (
        select(Exhibition)
        .options(joinedload(Exhibition.picture))
        .order_by(Exhibition.ends_on.desc(), Exhibition.position, Exhibition.id)
        .limit(MOST_LISTED)
    )
    return db.session.scalars(query).all()


def list_exhibited(exhibition_id: int) -> Sequence[ExhibitionEntry]:
    """Its products in order, with their makers."""
    query = (
        select(ExhibitionEntry)
        .filter_by(exhibition_id=exhibition_id)
        .options(joinedload(ExhibitionEntry.product).joinedload(Product.enterprise))
        .order_by(ExhibitionEntry.position, ExhibitionEntry.id)
    )
    return db.session.scalars(query).all()


def exhibit(exhibition: Exhibition, product: Product) -> ExhibitionEntry:
    """Put a product at the end; raises AlreadyShown, or Invalid at sixty."""
    _hold(exhibition)
    entries = list_exhibited(exhibition.id)
    if any(each.product_id == product.id for each in entries):
        raise AlreadyShown
    if len(entries) >= MOST_PRODUCTS:
        said = T("한 기획전에는 상품을 %(n)d개까지 둘 수 있습니다.", n=MOST_PRODUCTS)
        raise Invalid(said, {"product_id": [said]})
    last = max((each.position for each in entries), default=-1)
    entry = ExhibitionEntry(exhibition_id=exhibition.id, product_id=product.id, position=last + 1)
    db.session.add(entry)
    db.session.flush()
    audit.record("exhibition:product_added", exhibition, product_id=product.id)
    return entry


def move_entry(exhibition: Exhibition, entry_id: int, to: int) -> None:
    """Put an entry at place `to`, 0 being the first; the others keep their order."""
    _hold(exhibition)
    moved = _entry(exhibition.id, entry_id)
    others = [each for each in list_exhibited(exhibition.id) if each.id != entry_id]
    place = max(0, min(to, len(others)))
    for position, each in enumerate([*others[:place], moved, *others[place:]]):
        each.position = position
    db.session.flush()
    audit.record("exhibition:reordered", exhibition, product_id=moved.product_id, to=place)


def take_out(exhibition: Exhibition, entry_id: int) -> None:
    """Take a product out; its page and everything sold stay as they are."""
    entry = _entry(exhibition.id, entry_id)
    audit.record("exhibition:product_removed", exhibition, product_id=entry.product_id)
    db.session.delete(entry)
    db.session.flush()


def _entry(exhibition_id: int, entry_id: int) -> ExhibitionEntry:
    query = select(ExhibitionEntry).filter_by(id=entry_id, exhibition_id=exhibition_id)
    entry: ExhibitionEntry | None = db.session.scalar(query)
    if entry is None:
        raise ExhibitionNotFound
    return entry


def _hold(exhibition: Exhibition) -> None:
    # Two people who arrange one exhibition wait for each other.
    db.session.execute(select(Exhibition.id).filter_by(id=exhibition.id).with_for_update())
