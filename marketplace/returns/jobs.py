"""Background work of this package."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit.service import Actor, acting_as
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.jobs import job
from marketplace.media.discarding import discard_picture
from marketplace.media.models import Picture
from marketplace.media.sweeping import UNSENT
from marketplace.returns.models import ReturnPhoto

AT_ONCE = 200


@job("returns.erase_unsent_photos", nightly_at=4)
def erase_unsent_photos() -> int:
    """Erase photos of requests that were begun and never sent; returns how many."""
    erased = last = 0
    with acting_as(Actor(None, "job:returns")):
        while ids := _unsent(last):
            for picture_id in ids:
                last = picture_id
                erased += _erase(picture_id)
    return erased


def _unsent(after_id: int) -> list[int]:
    query = (
        select(Picture.id)
        .where(
            Picture.id > after_id,
            Picture.is_private,
            Picture.created_at < clock.now() - UNSENT,
            Picture.id.not_in(select(ReturnPhoto.picture_id)),
        )
        .order_by(Picture.id)
        .limit(AT_ONCE)
    )
    return list(db.session.scalars(query))


def _erase(picture_id: int) -> bool:
    """One transaction each; False when its form was sent in the same moment."""
    try:
        with transaction():
            discard_picture(db.session.get_one(Picture, picture_id))
    except IntegrityError:
        return False
    return True
