"""Is this really a picture, and one we can afford: asked of the content, never of the name.

Only the header is read before the number of pixels is known, because 40 kB of PNG can ask
for 700 MB of memory.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from marketplace.core.text import T
from marketplace.media.errors import PictureRefused

MAX_PIXELS = 24_000_000
MIN_SIDE_PX = 100
MAX_PICTURE_BYTES = 10 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF")
CONTENT_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SIDEWAYS = (5, 6, 7, 8)  # EXIF orientations that swap width and height
ORIENTATION = 0x0112

# What Pillow raises on bytes that are not what they claim to be.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS

NOT_A_PICTURE = T("JPEG, PNG, WebP 사진만 올릴 수 있어요. 다른 파일을 골라 주세요.")
TOO_MANY_PIXELS = T("사진이 너무 커요. 가로×세로가 2,400만 화소보다 작은 사진을 올려 주세요.")
TOO_MANY_BYTES = T("사진 파일이 너무 커요. 10MB보다 작은 사진을 올려 주세요.")
TOO_SMALL = T("사진이 너무 작아요. 가로와 세로가 100픽셀보다 큰 사진을 올려 주세요.")
CUT_SHORT = T("사진이 중간에 잘렸어요. 원본 사진을 다시 올려 주세요.")
MOVING = T("움직이는 사진은 올릴 수 없어요. 멈춰 있는 사진을 올려 주세요.")


@dataclass(frozen=True, slots=True)
class CheckedPicture:
    """A picture that may be kept: its bytes and what its header says, upright."""

    data: bytes
    digest: str
    content_type: str
    width: int
    height: int


def check_picture(data: bytes) -> CheckedPicture:
    """Examine bytes without believing them; raises PictureRefused saying what to change."""
    if len(data) > MAX_PICTURE_BYTES:
        raise PictureRefused(TOO_MANY_BYTES)
    with open_picture(data) as image:
        width, height = upright_size(image)
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        if min(width, height) < MIN_SIDE_PX:
            raise PictureRefused(TOO_SMALL)
        if kind != "JPEG" and getattr(image, "is_animated", False):
            raise PictureRefused(MOVING)
        _refuse_cut_short(image, data, kind)
    digest = hashlib.sha256(data).hexdigest()
    return CheckedPicture(data, digest, CONTENT_TYPES[kind], width, height)


@contextmanager
def open_picture(data: bytes) -> Iterator[Image.Image]:
    """The picture, header read and pixels not; raises PictureRefused for any other content."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise PictureRefused(TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, *UNREADABLE):
        raise PictureRefused(CUT_SHORT if data.startswith(SIGNATURES) else NOT_A_PICTURE) from None
    with image:
        if image.width * image.height > MAX_PIXELS:
            raise PictureRefused(TOO_MANY_PIXELS)
        yield image


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height after the camera's orientation is applied."""
    if image.format == "PNG":
        return image.size  # Pillow would decode all of it to look for EXIF at its end
    try:
        sideways = image.getexif().get(ORIENTATION) in SIDEWAYS
    except UNREADABLE:
        sideways = False  # a broken EXIF block says nothing about the pixels
    return (image.height, image.width) if sideways else image.size


def _refuse_cut_short(image: Image.Image, data: bytes, kind: str) -> None:
    """Read to the end as cheaply as each format allows: no full-size bitmap is made."""
    try:
        if kind == "JPEG":
            image.draft(None, (image.width // 8, image.height // 8))
            image.load()
        elif kind == "PNG":
            image.verify()
        elif int.from_bytes(data[4:8], "little") + 8 > len(data):
            raise OSError("fewer bytes than the RIFF header promises")
    except UNREADABLE:
        raise PictureRefused(CUT_SHORT) from None
