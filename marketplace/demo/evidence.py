"""Drawn papers as files that the product keeps privately."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from marketplace.demo.artwork.papers import draw_certificate, draw_receipt
from marketplace.media.files import CheckedFile, check_file


def certificate(palette: str, seed: str) -> CheckedFile:
    """A copy of a certificate."""
    return _as_file(draw_certificate(palette, seed), "지정서-사본")


def receipt(seed: str) -> CheckedFile:
    """A copy of what proves a purchase."""
    return _as_file(draw_receipt(seed), "지출증빙")


def _as_file(image: Image.Image, name: str) -> CheckedFile:
    out = BytesIO()
    image.quantize(64).save(out, "PNG", optimize=False)
    return check_file(out.getvalue(), f"{name}.png")
