"""Private papers (evidence, certificate copies): known by content, opened by few."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.media.checking import open_picture
from marketplace.media.errors import FileMissing, FileRefused, PictureRefused
from marketplace.media.models import StoredFile
from marketplace.media.storage import private_path, write_whole

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_NAME = 100
PRIVATE_MODE = 0o600

EMPTY = T("빈 파일입니다. 내용이 있는 파일을 골라 주세요.")
TOO_LARGE = T("파일이 너무 큽니다. 10MB보다 작은 파일을 올려 주세요.")
UNKNOWN_KIND = T("PDF, JPEG, PNG, HWPX 파일만 올릴 수 있습니다. 파일 내용을 확인해 주세요.")
CUT_SHORT = T("파일이 중간에 잘렸습니다. 원본 파일을 다시 올려 주세요.")

NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper we keep: what it is served as and how its name ends."""

    content_type: str
    suffix: str


PDF = Kind("application/pdf", ".pdf")
HWPX = Kind("application/hwp+zip", ".hwpx")
PICTURES = {"JPEG": Kind("image/jpeg", ".jpg"), "PNG": Kind("image/png", ".png")}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept, under a name that is safe to give back."""

    data: bytes
    digest: str
    filename: str
    content_type: str


def check_file(data: bytes, filename: str) -> CheckedFile:
    """Examine bytes by content; raises FileRefused saying what to change."""
    if not data:
        raise FileRefused(EMPTY)
    if len(data) > MAX_FILE_BYTES:
        raise FileRefused(TOO_LARGE)
    kind = _kind_of(data)
    digest = hashlib.sha256(data).hexdigest()
    return CheckedFile(data, digest, safe_name(filename, kind.suffix), kind.content_type)


def prepare_file(data: bytes, filename: str) -> CheckedFile:
    """Check bytes and lay them down; raises FileRefused. Done before a transaction."""
    checked = check_file(data, filename)
    write_whole(private_path(_place(checked.digest)), checked.data, PRIVATE_MODE)
    return checked


def receive_file(data: bytes, filename: str, uploaded_by: int | None) -> StoredFile:
    """Check and keep; raises FileRefused."""
    return keep_file(check_file(data, filename), uploaded_by)


def keep_file(checked: CheckedFile, uploaded_by: int | None) -> StoredFile:
    """Store a checked file privately and give it a row."""
    path = _place(checked.digest)
    write_whole(private_path(path), checked.data, PRIVATE_MODE)
    stored = StoredFile(
        digest=checked.digest,
        filename=checked.filename,
        content_type=checked.content_type,
        byte_count=len(checked.data),
        path=path,
        uploaded_by=uploaded_by,
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def _place(digest: str) -> str:
    return f"files/{digest[:2]}/{digest}"


def path_of(stored: StoredFile) -> Path:
    """Where a stored file lies; raises FileMissing when its bytes are gone."""
    path = private_path(stored.path)
    if not path.is_file():
        raise FileMissing
    return path


def safe_name(filename: str, suffix: str) -> str:
    """The person's own name for a file without its path, ending as its content says."""
    base = filename.replace("\\", "/").rsplit("/", 1)[-1]
    stem = NOT_IN_NAMES.sub("", base.rsplit(".", 1)[0]).strip(". ")[:MAX_NAME]
    return (stem or "file") + suffix


def _kind_of(data: bytes) -> Kind:
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-2048:]:
            raise FileRefused(CUT_SHORT)
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _hwpx(data)
    try:
        with open_picture(data) as image:
            return PICTURES["JPEG" if image.format == "MPO" else str(image.format)]
    except (PictureRefused, KeyError):
        raise FileRefused(UNKNOWN_KIND) from None


def _hwpx(data: bytes) -> Kind:
    """A zip whose `mimetype` entry says HWPX (한글); no other archive is taken."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("mimetype") as entry:
            said = entry.read(64)
    except zipfile.BadZipFile:
        raise FileRefused(CUT_SHORT) from None
    except (KeyError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise FileRefused(UNKNOWN_KIND) from None
    if said.strip() != HWPX.content_type.encode():
        raise FileRefused(UNKNOWN_KIND)
    return HWPX
