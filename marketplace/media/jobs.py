"""Sizes made in the background; a picture whose job was lost is found again."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.jobs import enqueue, job
from marketplace.media import sweeping
from marketplace.media.errors import FileMissing, PictureRefused
from marketplace.media.models import Picture, PictureState
from marketplace.media.pictures import make_sizes, mark_ready, store_sizes
from marketplace.media.storage import original_path, read_whole

# Younger ones are still in the queue; older ones have failed to be made for a day.
LOST_AFTER = timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(days=1)


@job("media.resize")
def resize(picture_id: int) -> None:
    """Make a picture's sizes; a picture that cannot be read becomes FAILED. Safe to repeat."""
    picture = db.session.get(Picture, picture_id)
    if picture is None or picture.state is not PictureState.RECEIVED:
        return
    try:
        sizes = make_sizes(read_whole(original_path(picture.digest)))
    except (PictureRefused, FileMissing):
        _mark_failed(picture_id)
        return
    store_sizes(picture.digest, sizes, is_private=picture.is_private)
    with transaction():
        mark_ready(db.session.get_one(Picture, picture_id), sizes)


def _mark_failed(picture_id: int) -> None:
    with transaction():
        db.session.get_one(Picture, picture_id).state = PictureState.FAILED


@job("media.sweep_unsent", nightly_at=4)
def sweep_unsent() -> int:
    """Erase what was uploaded and never sent with its form; returns how many files."""
    return sweeping.sweep_unsent()


@job("media.find_lost", every_minutes=5)
def find_lost() -> int:
    """Ask again for sizes that were never made; returns how many were asked for."""
    waiting = db.session.scalars(
        select(Picture.id).where(
            Picture.state == PictureState.RECEIVED,
            Picture.created_at < clock.now() - LOST_AFTER,
            Picture.created_at > clock.now() - GIVEN_UP_AFTER,
        )
    ).all()
    for picture_id in waiting:
        enqueue("media.resize", picture_id)
    return len(waiting)
