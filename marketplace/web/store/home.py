"""The front page: composed of what the office and the enterprises have put into the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.queries import list_newest, read_cards
from marketplace.channels.models import Brand, Exhibition
from marketplace.channels.public import exhibited_ids, list_running_outlets
from marketplace.channels.queries import list_brands, list_exhibitions
from marketplace.core.permissions import Permission
from marketplace.enterprises.public import list_stories
from marketplace.web.access import access
from marketplace.web.cards import product_cards
from marketplace.web.directory import directory
from marketplace.web.images import PAGE_SIZES, Image, image_of
from marketplace.web.store.blueprint import store
from marketplace.web.store.makers import MakerCard, maker_cards
from marketplace.web.store.places import PlaceCard, place_cards
from marketplace.web.store.seo import website
from marketplace.web.store.shared import Head, Page, show

NEW, EXHIBITED, STORIES, OUTLETS = 10, 5, 3, 4
BANNER_SIZES = "(min-width: 52rem) 40rem, 92vw"


@dataclass(frozen=True, slots=True)
class Poster:
    """A brand or an exhibition as a picture with words; `note` says when, if it matters."""

    url: str
    title: str
    lead: str
    image: Image | None
    note: str = ""


@store.get("/")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def home() -> ResponseReturnValue:
    """The front page."""
    return show(_page)


def _page() -> Page:
    head = Head(
        title=str(_("이음장터 — 사회적경제기업의 물건과 서비스")),
        description=str(
            _("동네와 사람을 살리는 사회적경제기업의 물건과 서비스를 한곳에서 만나고 살 수 있어요.")
        ),
        canonical="/",
        structured=(website(),),
        is_home=True,
    )
    return Page(head, "store/home/index.html", _context())


def _context() -> dict[str, Any]:
    exhibitions = list_exhibitions()
    outlets, makers = _outlets(), maker_cards(list_stories(STORIES))
    return {
        "hero": exhibition_poster(exhibitions[0], BANNER_SIZES) if exhibitions else None,
        "exhibited": _exhibited(exhibitions[:1]),
        "exhibitions": [exhibition_poster(each) for each in exhibitions[1:4]],
        "categories": directory().tops(),
        "newest": product_cards(list_newest(NEW)),
        "brands": [brand_poster(each) for each in list_brands()],
        "makers": makers,
        "outlets": outlets,
    }


def _exhibited(first: Sequence[Exhibition]) -> list[Any]:
    ids = [product_id for each in first for product_id in exhibited_ids(each.id, EXHIBITED)]
    return product_cards(read_cards(ids))


def _outlets() -> list[PlaceCard]:
    return place_cards(list_running_outlets(OUTLETS))


def exhibition_poster(exhibition: Exhibition, sizes: str = PAGE_SIZES) -> Poster:
    """An exhibition as it is shown in a row."""
    url = f"/exhibitions/{exhibition.slug}"
    return Poster(url, exhibition.title, exhibition.lead, image_of(exhibition.picture, sizes))


def brand_poster(brand: Brand) -> Poster:
    """A brand as it is shown in a row."""
    return Poster(f"/brands/{brand.slug}", brand.name, brand.tagline, image_of(brand.picture))


__all__ = ["MakerCard", "Poster", "brand_poster", "exhibition_poster", "home"]
