"""The front page: composed of what the office and the enterprises have put into the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.queries import list_newest, read_cards
from marketplace.channels.editorial.front_page import Section, read_front_page
from marketplace.channels.editorial.markets import list_coming
from marketplace.channels.editorial.models import HeroSlide, HomePart
from marketplace.channels.editorial.slides import find_running_slide
from marketplace.channels.models import Brand, Exhibition
from marketplace.channels.public import exhibited_ids, list_running_outlets
from marketplace.channels.queries import list_brands, list_exhibitions
from marketplace.core.permissions import Permission
from marketplace.enterprises.public import list_stories, list_stories_of
from marketplace.web.access import access
from marketplace.web.cards import ProductCard, product_cards
from marketplace.web.directory import Named, directory
from marketplace.web.images import PAGE_SIZES, Image, image_of
from marketplace.web.store.blueprint import store
from marketplace.web.store.makers import MakerCard, maker_cards
from marketplace.web.store.market_cards import MarketCard, market_cards
from marketplace.web.store.places import PlaceCard, place_cards
from marketplace.web.store.seo import website
from marketplace.web.store.shared import Head, Page, show

NEW, EXHIBITED, STORIES, OUTLETS, MARKETS, OTHER_EXHIBITIONS = 10, 5, 3, 4, 4, 3
T = TypeVar("T")
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


@dataclass(frozen=True, slots=True)
class Hero:
    """The large picture on top: where its button leads and under which words."""

    title: str
    lead: str
    eyebrow: str
    label: str
    url: str
    image: Image | None


def _context() -> dict[str, Any]:
    """The parts the office shows, in its order; what stands empty is left out by its template."""
    sections = [each for each in read_front_page() if each.is_shown]
    exhibitions = list_exhibitions()
    slide = find_running_slide()
    parts = {
        each.part.value: PARTS[each.part](each, exhibitions, slide is None) for each in sections
    }
    return {
        "hero": _hero(slide, exhibitions),
        "sections": sections,
        "first_exhibition": exhibition_poster(exhibitions[0]) if exhibitions else None,
        **parts,
    }


def _hero(slide: HeroSlide | None, exhibitions: Sequence[Exhibition]) -> Hero | None:
    if slide is not None:
        image = image_of(slide.picture, BANNER_SIZES)
        return Hero(slide.title, slide.lead, "", slide.label, slide.target, image)
    if not exhibitions:
        return None
    first = exhibition_poster(exhibitions[0], BANNER_SIZES)
    eyebrow, label = str(_("지금 열린 기획전")), str(_("기획전 보러 가기"))
    return Hero(first.title, first.lead, eyebrow, label, first.url, first.image)


Part = Callable[[Section, Sequence[Exhibition], bool], Sequence[Any]]


def _categories(*_: Any) -> Sequence[Named]:
    return directory().tops()


def _exhibited(_section: Section, exhibitions: Sequence[Exhibition], _: bool) -> list[ProductCard]:
    ids = [each for first in exhibitions[:1] for each in exhibited_ids(first.id, EXHIBITED)]
    return product_cards(read_cards(ids))


def _newest(*_: Any) -> list[ProductCard]:
    return product_cards(list_newest(NEW))


def _exhibitions(
    section: Section, exhibitions: Sequence[Exhibition], first_is_hero: bool
) -> list[Poster]:
    """Those that are chosen, else those that do not stand on top already."""
    if section.picks:
        shown = in_order(section.picks, exhibitions, lambda each: each.slug)
    else:
        shown = list(exhibitions[first_is_hero:][:OTHER_EXHIBITIONS])
    return [exhibition_poster(each) for each in shown]


def _stories(section: Section, *_: Any) -> list[MakerCard]:
    if section.picks:
        found = list_stories_of(section.picks)
        return maker_cards(in_order(section.picks, found, lambda each: each.slug))
    return maker_cards(list_stories(STORIES))


def _brands(section: Section, *_: Any) -> list[Poster]:
    brands: Sequence[Brand] = list_brands()
    if section.picks:
        brands = in_order(section.picks, brands, lambda each: each.slug)
    return [brand_poster(each) for each in brands]


def _markets(*_: Any) -> list[MarketCard]:
    return market_cards(list_coming(MARKETS, with_cancelled=False))


def _outlets(section: Section, *_: Any) -> list[PlaceCard]:
    if section.picks:
        found = list_running_outlets(slugs=section.picks)
        return place_cards(in_order(section.picks, found, lambda each: each.slug))
    return place_cards(list_running_outlets(OUTLETS))


PARTS: dict[HomePart, Part] = {
    HomePart.CATEGORIES: _categories,
    HomePart.EXHIBITED: _exhibited,
    HomePart.NEWEST: _newest,
    HomePart.EXHIBITIONS: _exhibitions,
    HomePart.STORIES: _stories,
    HomePart.BRANDS: _brands,
    HomePart.MARKETS: _markets,
    HomePart.OUTLETS: _outlets,
}


def in_order(slugs: Sequence[str], found: Iterable[T], slug_of: Callable[[T], str]) -> list[T]:
    """What was found in the order somebody chose; what is gone is left out."""
    by_slug = {slug_of(each): each for each in found}
    return [by_slug[slug] for slug in slugs if slug in by_slug]


def exhibition_poster(exhibition: Exhibition, sizes: str = PAGE_SIZES) -> Poster:
    """An exhibition as it is shown in a row."""
    url = f"/exhibitions/{exhibition.slug}"
    return Poster(url, exhibition.title, exhibition.lead, image_of(exhibition.picture, sizes))


def brand_poster(brand: Brand) -> Poster:
    """A brand as it is shown in a row."""
    return Poster(f"/brands/{brand.slug}", brand.name, brand.tagline, image_of(brand.picture))


__all__ = ["MakerCard", "Poster", "brand_poster", "exhibition_poster", "home"]
