"""Draws one picture and makes its sizes: pure, so that a pool of processes can do many at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass
from io import BytesIO
from multiprocessing.process import BaseProcess

from PIL import Image

from marketplace.demo.artwork.banners import draw_banner
from marketplace.demo.artwork.covers import draw_cover
from marketplace.demo.artwork.emblems import draw_emblem
from marketplace.demo.artwork.products import draw_product
from marketplace.media.pictures import CheckedPicture, Size, check_picture, make_sizes

ORIGINAL_QUALITY = 92  # the sizes are made from it; more would only cost bytes


@dataclass(frozen=True, slots=True)
class Commission:
    """What to draw for what: `owner` is the kind of row, `key` names it."""

    owner: str
    key: str
    alt: str
    motif: str
    palette: str
    room: int = 0
    motifs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished picture with its sizes, ready to be kept."""

    commission: Commission
    checked: CheckedPicture
    sizes: list[Size]


def follow_parent() -> None:
    """Set up a pool's process: it ends when its parent is gone, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)  # the main thread may wait for work for ever and cannot be asked


def draw(commission: Commission) -> Drawn:
    """Draw what was asked for and make the sizes pages show."""
    out = BytesIO()
    _image(commission).save(out, "JPEG", quality=ORIGINAL_QUALITY, subsampling=0)
    data = out.getvalue()
    return Drawn(commission, check_picture(data), make_sizes(data))


def _image(asked: Commission) -> Image.Image:
    if asked.owner == "enterprise":
        return draw_emblem(asked.motif, asked.palette, asked.key)
    if asked.owner == "brand":
        return draw_cover(asked.palette, asked.key)
    if asked.owner == "exhibition":
        return draw_banner(asked.palette, list(asked.motifs), asked.key)
    return draw_product(asked.motif, asked.palette, asked.key, room=asked.room)
