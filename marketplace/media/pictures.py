"""Pictures on their way from an upload to the sizes that pages show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.core.jobs import enqueue_after_commit
from marketplace.media.checking import CheckedPicture, check_picture
from marketplace.media.errors import FileMissing
from marketplace.media.models import Picture, PictureSize, PictureState
from marketplace.media.resizing import RECIPE, fit, make_sizes, widths_of
from marketplace.media.storage import media_path, original_path, private_picture_path, write_whole

PUBLIC_MODE = 0o644  # a web server of another user may serve these
PRIVATE_MODE = 0o600
MAX_ALT = 300

Size = tuple[int, int, bytes]


def prepare_picture(data: bytes) -> CheckedPicture:
    """Check bytes and lay the original down; raises PictureRefused. Done before a transaction."""
    checked = check_picture(data)
    write_whole(original_path(checked.digest), checked.data)
    return checked


def receive_picture(data: bytes, alt: str, uploaded_by: int | None) -> Picture:
    """Check and keep in one go, where no lock is waited for; raises PictureRefused."""
    return keep_picture(check_picture(data), alt, uploaded_by)


def keep_picture(
    checked: CheckedPicture, alt: str, uploaded_by: int | None, *, is_private: bool = False
) -> Picture:
    """A row for a checked picture, its original kept, its sizes asked of the job worker.

    A private picture's sizes are made like any other's and lie where no web server looks.
    """
    write_whole(original_path(checked.digest), checked.data)
    picture = _new_picture(checked, alt, uploaded_by, is_private)
    enqueue_after_commit("media.resize", picture.id)
    return picture


def add_ready_picture(
    checked: CheckedPicture, sizes: Sequence[Size], alt: str, uploaded_by: int | None = None
) -> Picture:
    """A picture whose sizes were made beforehand, as when many are loaded at once."""
    write_whole(original_path(checked.digest), checked.data)
    store_sizes(checked.digest, sizes)
    picture = _new_picture(checked, alt, uploaded_by)
    mark_ready(picture, sizes)
    return picture


def _new_picture(
    checked: CheckedPicture, alt: str, uploaded_by: int | None, is_private: bool = False
) -> Picture:
    width, height = fit(checked.width, checked.height)
    picture = Picture(
        digest=checked.digest,
        content_type=checked.content_type,
        width=width,
        height=height,
        alt=alt.strip()[:MAX_ALT],
        is_private=is_private,
        uploaded_by=uploaded_by,
    )
    db.session.add(picture)
    db.session.flush()
    audit.record("picture:received", picture, width=checked.width, height=checked.height)
    return picture


def size_path(digest: str, width: int) -> str:
    """Where one size lies below the media folder; it never holds anything else."""
    return f"{RECIPE}/{digest[:2]}/{digest[:32]}-{width}.webp"


def size_paths(digest: str, largest: int) -> list[tuple[int, str]]:
    """(width, path) of every size of a ready picture, narrowest first, without a query."""
    return [(width, size_path(digest, width)) for width in widths_of(largest)]


def store_sizes(digest: str, sizes: Sequence[Size], *, is_private: bool = False) -> None:
    """Write the files of a picture, each whole or not at all."""
    for width, _height, data in sizes:
        path = size_path(digest, width)
        if is_private:
            write_whole(private_picture_path(path), data, PRIVATE_MODE)
        else:
            write_whole(media_path(path), data, PUBLIC_MODE)


def private_file_of(picture: Picture, least_width: int) -> Path:
    """The smallest size of a private picture at least so wide, or its largest.

    Raises FileMissing while the sizes are not made, or when their bytes are gone.
    """
    if picture.state is not PictureState.READY or not picture.is_private:
        raise FileMissing
    widths = widths_of(picture.width)
    width = next((each for each in widths if each >= least_width), widths[-1])
    path = private_picture_path(size_path(picture.digest, width))
    if not path.is_file():
        raise FileMissing
    return path


def mark_ready(picture: Picture, sizes: Sequence[Size]) -> None:
    """Say that the files are there; done twice, it says the same."""
    db.session.execute(delete(PictureSize).where(PictureSize.picture_id == picture.id))
    for width, height, data in sizes:
        path = size_path(picture.digest, width)
        db.session.add(
            PictureSize(
                picture_id=picture.id, width=width, height=height, byte_count=len(data), path=path
            )
        )
    picture.width, picture.height, _ = sizes[-1]
    picture.state = PictureState.READY
    db.session.flush()
    db.session.expire(picture, ["sizes"])


__all__ = [
    "CheckedPicture",
    "add_ready_picture",
    "check_picture",
    "keep_picture",
    "make_sizes",
    "mark_ready",
    "prepare_picture",
    "private_file_of",
    "receive_picture",
    "size_path",
    "size_paths",
    "store_sizes",
]
