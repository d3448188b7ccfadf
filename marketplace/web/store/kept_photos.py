"""Photos already received while something else in their form was wrong: they need not be chosen
again, because a browser forgets chosen files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from marketplace import config
from marketplace.core.errors import MarketplaceError
from marketplace.media.checking import CheckedPicture, check_picture
from marketplace.media.storage import original_path, read_whole

LASTS = timedelta(days=1)
MOST = 5


def name_photos(pictures: Iterable[CheckedPicture]) -> str:
    """A signed note of photos whose originals lie with us; empty for none."""
    digests = list(dict.fromkeys(each.digest for each in pictures))[:MOST]
    return str(_signer().dumps(digests)) if digests else ""


def find_photos(note: str) -> list[CheckedPicture]:
    """The photos of a note; none when it was not ours, is too old, or the files are gone."""
    try:
        digests = _signer().loads(note, max_age=int(LASTS.total_seconds())) if note else []
        return [check_picture(read_whole(original_path(digest))) for digest in digests]
    except (BadSignature, MarketplaceError):
        return []


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(config.current().secret_key, salt="store.kept-photos")
