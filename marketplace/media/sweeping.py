"""Bytes that were uploaded and never sent with their form: erased when they are some days old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from marketplace import config
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.media.models import Picture, StoredFile

# A form with photos lives a day (web/store/kept_photos.py); two more, for whoever sleeps on it.
UNSENT = timedelta(days=3)
AT_ONCE = 500


def sweep_unsent() -> int:
    """Erase originals and papers nothing in the database knows; returns how many files.

    A form that is sent writes its bytes again (`write_whole` marks them as new), so what is
    old here belongs to no form that can still be sent.
    """
    private = config.current().private_dir
    return _sweep(private / "originals", Picture) + _sweep(private / "files", StoredFile)


def _sweep(folder: Path, kind: type[Picture] | type[StoredFile]) -> int:
    until, swept = clock.now() - UNSENT, 0
    old = _older(folder, until)
    while some := list(islice(old, AT_ONCE)):
        names = [path.name for path in some]
        known = set(db.session.scalars(select(kind.digest).where(kind.digest.in_(names))))
        for path in some:
            if path.name not in known and _is_older(path, until):
                path.unlink(missing_ok=True)
                swept += 1
    return swept


def _older(folder: Path, until: datetime) -> Iterator[Path]:
    return (path for path in folder.glob("*/*") if path.is_file() and _is_older(path, until))


def _is_older(path: Path, until: datetime) -> bool:
    try:
        return path.stat().st_mtime < until.timestamp()
    except FileNotFoundError:
        return False
