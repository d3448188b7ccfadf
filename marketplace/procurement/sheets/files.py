"""The sheet itself as evidence: kept privately, as it was, under its digest."""

from __future__ import annotations

import hashlib

from marketplace.core.grids import EMPTY, MAX_FILE_BYTES, TOO_LARGE
from marketplace.core.tables import TableRefused
from marketplace.media.files import PRIVATE_MODE, CheckedFile, path_of, safe_name
from marketplace.media.models import StoredFile
from marketplace.media.storage import private_path, write_whole

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def check_sheet_file(data: bytes, filename: str) -> CheckedFile:
    """The bytes under a safe name; raises TableRefused when there are none or too many."""
    if not data:
        raise TableRefused(EMPTY)
    if len(data) > MAX_FILE_BYTES:
        raise TableRefused(TOO_LARGE)
    is_book = data.startswith(b"PK")
    digest = hashlib.sha256(data).hexdigest()
    suffix, kind = (".xlsx", XLSX) if is_book else (".csv", "text/csv")
    return CheckedFile(data, digest, safe_name(filename, suffix), kind)


def prepare_sheet_file(data: bytes, filename: str) -> CheckedFile:
    """Check and lay down, before any transaction; raises TableRefused."""
    checked = check_sheet_file(data, filename)
    place = f"files/{checked.digest[:2]}/{checked.digest}"
    write_whole(private_path(place), checked.data, PRIVATE_MODE)
    return checked


def read_sheet_file(stored: StoredFile) -> bytes:
    """The bytes of a kept sheet; raises FileMissing."""
    return path_of(stored).read_bytes()
