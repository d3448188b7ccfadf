"""Where bytes lie: named by their digest, written beside and moved into place.

A reader sees a whole file or none, and writing the same bytes twice changes nothing.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from marketplace import config
from marketplace.media.errors import FileMissing


def original_path(digest: str) -> Path:
    """A picture as it was uploaded; private, because it still says where it was taken."""
    return config.current().private_dir / "originals" / digest[:2] / digest


def private_path(relative: str) -> Path:
    """The place of a private file, given its row's `path`."""
    return config.current().private_dir / relative


def private_picture_path(relative: str) -> Path:
    """The place of one size of a private picture."""
    return config.current().private_dir / "pictures" / relative


def media_path(relative: str) -> Path:
    """The place of a public file below the media folder."""
    return config.current().media_dir / relative


def write_whole(path: Path, data: bytes, mode: int = 0o640) -> None:
    """Put `data` at `path` all at once; an interrupted write leaves nothing there.

    Bytes that lie there already are marked as come in now, so that nobody sweeps them away as
    left behind.
    """
    if path.is_file() and path.stat().st_size == len(data):
        path.touch()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".incoming-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_whole(path: Path) -> bytes:
    """The bytes at `path`; raises FileMissing when they are not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FileMissing from None
