"""What a template needs of a picture: addresses of its sizes, extent and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from marketplace.media.models import PictureState
from marketplace.media.pictures import size_paths

MEDIA_URL = "/media/"
CARD_SIZES = "(min-width: 64rem) 18rem, (min-width: 40rem) 30vw, 45vw"
PAGE_SIZES = "(min-width: 64rem) 40rem, 92vw"
SRC_WIDTH_PX = 640  # what a browser without srcset loads


class ShownPicture(Protocol):
    """A Picture, or a row with these columns of it; nothing else is read."""

    @property
    def digest(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def alt(self) -> str: ...
    @property
    def state(self) -> PictureState: ...


@dataclass(frozen=True, slots=True)
class Image:
    """One `<img>`: `thumb` is the narrowest file, `width` and `height` are of the largest."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    alt: str
    thumb: str
    largest: str


def image_of(picture: ShownPicture | None, sizes: str = CARD_SIZES) -> Image | None:
    """The view-model of a picture; None while its sizes are not there. Costs no query."""
    if picture is None or picture.state is not PictureState.READY:
        return None
    return image_from(picture.digest, picture.width, picture.height, picture.alt, sizes)


def image_from(digest: str, width: int, height: int, alt: str, sizes: str = CARD_SIZES) -> Image:
    """The same from four columns of a ready picture, for pages that read rows, not objects."""
    files = [(each, MEDIA_URL + path) for each, path in size_paths(digest, width)]
    usual = [url for each, url in files if each <= SRC_WIDTH_PX]
    return Image(
        src=usual[-1] if usual else files[0][1],
        srcset=", ".join(f"{url} {each}w" for each, url in files),
        sizes=sizes,
        width=width,
        height=height,
        alt=alt,
        thumb=files[0][1],
        largest=files[-1][1],
    )
