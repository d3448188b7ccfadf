"""Pictures and papers as people upload them, made in memory."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image

GPS = 0x8825
ORIENTATION = 0x0112


def photo(
    width: int = 1600,
    height: int = 1200,
    kind: str = "JPEG",
    colour: str | tuple[int, ...] = (180, 90, 40),
    mode: str = "RGB",
    **options: object,
) -> bytes:
    """A plain picture of one colour."""
    out = BytesIO()
    Image.new(mode, (width, height), colour).save(out, kind, **options)
    return out.getvalue()


def photo_from_a_phone(orientation: int = 6) -> bytes:
    """1600 × 1200 with the left half red, told to be turned, and saying where it was taken."""
    image = Image.new("RGB", (1600, 1200), "blue")
    image.paste("red", (0, 0, 800, 1200))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (37.0, 35.0, 22.0)
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def declared_png(width: int, height: int) -> bytes:
    """A few bytes of PNG whose header promises width × height pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def animation(kind: str) -> bytes:
    """Three frames of PNG or WebP."""
    out = BytesIO()
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def pdf(pages: bytes = b"") -> bytes:
    """The smallest thing that is a PDF."""
    return b"%PDF-1.7\n" + pages + b"\n%%EOF\n"


def hwpx(mimetype: str = "application/hwp+zip") -> bytes:
    """A zip as 한글 writes it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("Contents/section0.xml", "<sec/>")
    return out.getvalue()
