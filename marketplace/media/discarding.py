"""Pictures and papers that are taken back: the row, and the bytes nobody else shows."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core.database import after_commit, db
from marketplace.media.models import Picture, StoredFile
from marketplace.media.pictures import size_paths
from marketplace.media.storage import (
    media_path,
    original_path,
    private_path,
    private_picture_path,
)


def discard_picture(picture: Picture) -> None:
    """Delete a picture; its files go after the commit, unless another one has the same content.

    Whoever shows it takes it out of their list first.
    """
    digest, width, is_private = picture.digest, picture.width, picture.is_private
    audit.record("picture:discarded", picture)
    db.session.delete(picture)
    db.session.flush()
    after_commit(lambda: _sweep(digest, width, is_private=is_private))


def _sweep(digest: str, width: int, *, is_private: bool) -> None:
    others = set(db.session.scalars(select(Picture.is_private).filter_by(digest=digest)))
    if is_private not in others:
        place = private_picture_path if is_private else media_path
        for _, path in size_paths(digest, width):
            place(path).unlink(missing_ok=True)
    if not others:
        original_path(digest).unlink(missing_ok=True)


def discard_file(stored: StoredFile) -> None:
    """Delete a private paper; its bytes go after the commit, unless another one has the same.

    Whoever shows it lets go of it first.
    """
    digest, path = stored.digest, stored.path
    audit.record("file:discarded", stored)
    db.session.delete(stored)
    db.session.flush()
    after_commit(lambda: _sweep_file(digest, path))


def _sweep_file(digest: str, path: str) -> None:
    if db.session.scalar(select(StoredFile.id).filter_by(digest=digest).limit(1)) is None:
        private_path(path).unlink(missing_ok=True)
