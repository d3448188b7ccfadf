"""The product page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.models import Product
from marketplace.catalog.notices import notice_items
from marketplace.catalog.queries import get_product_on_sale, list_of_enterprise, read_cards
from marketplace.channels.public import brand_standings, list_running_outlets
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.search.documents import Facet
from marketplace.search.queries import find_products
from marketplace.search.request import Filters, SearchRequest
from marketplace.web.access import access
from marketplace.web.cards import ProductCard, product_cards
from marketplace.web.directory import directory
from marketplace.web.images import PAGE_SIZES, Image, image_of
from marketplace.web.store import makers, seo
from marketplace.web.store.blueprint import store
from marketplace.web.store.buying import BuyBox, buy_box
from marketplace.web.store.coupon_notes import coupon_notes
from marketplace.web.store.places import place_cards
from marketplace.web.store.question_cards import questions_of
from marketplace.web.store.review_cards import Reviews, ratings_said, reviews_of
from marketplace.web.store.sellers import seller_facts
from marketplace.web.store.shared import Head, Page, show
from marketplace.web.translation import translate

ALSO_SHOWN = 5


@store.get("/products/<int:product_id>")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def product(product_id: int) -> ResponseReturnValue:
    """One product with all there is to know before buying it."""
    return show(lambda: _page(get_product_on_sale(product_id)))


def _page(shown: Product) -> Page:
    images = gallery(shown)
    box = buy_box(shown)
    reviews = reviews_of(shown)
    said = {"reviews": reviews, "questions": questions_of(shown.id)}
    return Page(
        _head(shown, images, box, reviews),
        "store/product/index.html",
        _context(shown, images, box) | said,
    )


def gallery(shown: Product) -> list[Image]:
    """The pictures of a product that have their sizes."""
    found = (image_of(each.picture, PAGE_SIZES) for each in shown.pictures)
    return [image for image in found if image is not None]


def _head(shown: Product, images: list[Image], box: BuyBox, reviews: Reviews) -> Head:
    crumbs = crumbs_of(shown)
    price = min((option.price_won for option in box.options), default=None)
    return Head(
        title=shown.name,
        description=f"{shown.enterprise.name} · {shown.summary or shown.name} · {box.price_text}",
        canonical=f"/products/{shown.id}",
        crumbs=crumbs,
        section=directory().top_of(shown.category.code),
        image=images[0] if images else None,
        structured=(
            seo.product(shown, images, None if shown.is_quote_only else price)
            | ratings_said(reviews),
            seo.breadcrumbs(crumbs),
        ),
    )


def crumbs_of(shown: Product) -> tuple[tuple[str, str | None], ...]:
    """From the front page down to the product."""
    names = directory()
    leaf = names.categories[shown.category.code]
    path = [names.categories[leaf.parent], leaf] if leaf.parent else [leaf]
    above = tuple((each.name, f"/categories/{each.code}") for each in path)
    return ((str(_("처음")), "/"), *above, (shown.name, None))


def _context(shown: Product, images: list[Image], box: BuyBox) -> dict[str, Any]:
    seller = shown.enterprise
    same_maker = list_of_enterprise(seller.id, ALSO_SHOWN, shown.id)
    return {
        "product": shown,
        "images": images,
        "box": box,
        "maker": makers.maker_card(seller),
        "papers": makers.papers(seller.certifications),
        "seller": seller_facts(seller),
        "brands": brand_standings(shown.id),
        "coupons": coupon_notes([shown.id]).get(shown.id, ()),
        "places": place_cards(list_running_outlets(product_id=shown.id, limit=6)),
        "notice": notice_rows(shown),
        "same_maker": product_cards(same_maker),
        "related": _related(shown, {shown.id, *(row.id for row in same_maker)}),
    }


def notice_rows(shown: Product) -> list[tuple[str, str]]:
    """The product-information notice as far as it is answered."""
    items = notice_items(shown.category.notice_schema)
    return [
        (translate(item.label), str(shown.notice[item.key]))
        for item in items
        if shown.notice.get(item.key)
    ]


def _related(shown: Product, already: set[int]) -> list[ProductCard]:
    """Others of its category, then of the category above, mixed over makers as listings are."""
    names = directory()
    ids: dict[int, None] = {}
    for code in dict.fromkeys((shown.category.code, names.top_of(shown.category.code))):
        if len(ids) < ALSO_SHOWN:
            ids |= dict.fromkeys(each for each in _in_category(code) if each not in already)
    return product_cards(read_cards(list(ids)[:ALSO_SHOWN]))


def _in_category(code: str) -> Sequence[int]:
    filters = Filters({Facet.CATEGORY: (code,)})
    return find_products(SearchRequest(clock.today(), filters=filters, limit=ALSO_SHOWN * 4)).ids
