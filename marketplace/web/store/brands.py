"""Shared brands: one name, many makers, and every product says whose it is."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.catalog.queries import read_cards
from marketplace.channels.models import Brand, BrandOwner, BrandProductKind
from marketplace.channels.public import brand_product_ids
from marketplace.channels.queries import get_brand, list_brands
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.cards import ProductCard, product_cards
from marketplace.web.filters import date_ko
from marketplace.web.images import image_of
from marketplace.web.store import seo
from marketplace.web.store.blueprint import store
from marketplace.web.store.heads import BANNER_SIZES, head_under_home
from marketplace.web.store.home import brand_poster
from marketplace.web.store.shared import Page, show

OWNERS = {
    BrandOwner.COOPERATIVE: _l("협동조합이 가진 브랜드"),
    BrandOwner.COMMITTEE: _l("운영위원회가 함께 정하는 브랜드"),
    BrandOwner.DISTRICT: _l("자치구가 함께 쓰는 브랜드"),
}
KINDS = {
    BrandProductKind.OWN: (_l("독자상품"), _l("처음부터 이 이름으로 함께 만들었어요.")),
    BrandProductKind.PARTNER: (_l("제휴상품"), _l("기업이 만들던 것에 이 이름을 나누었어요.")),
}
Group = tuple[str, str, list[ProductCard]]


@store.get("/brands")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def brands() -> ResponseReturnValue:
    """Every shared brand."""
    return show(_list_page)


@store.get("/brands/<slug>")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def brand(slug: str) -> ResponseReturnValue:
    """One brand with its members and products; every card names the real maker."""
    return show(lambda: _page(get_brand(slug)))


def _list_page() -> Page:
    lead = str(_("작은 기업들이 한 이름으로 모였어요. 상품마다 진짜 만든 곳을 밝혀요."))
    head = head_under_home(str(_("공동브랜드")), lead, "/brands")
    posters = [brand_poster(each) for each in list_brands()]
    return Page(head, "store/channels/posters.html", {"posters": posters, "lead": lead})


def _page(shown: Brand) -> Page:
    banner, path = image_of(shown.picture, BANNER_SIZES), f"/brands/{shown.slug}"
    head = head_under_home(
        shown.name,
        shown.tagline or shown.name,
        path,
        above=(str(_("공동브랜드")), "/brands"),
        image=banner,
        structured=(seo.brand(shown, banner),),
    )
    context = {
        "brand": shown,
        "banner": banner,
        "facts": _facts(shown),
        "members": _members(shown),
        "groups": _groups(shown),
    }
    return Page(head, "store/channels/brand.html", context)


def _facts(shown: Brand) -> list[tuple[str, str]]:
    said = [
        (_("가진 곳"), f"{shown.owner_name} · {OWNERS[shown.owner_kind]}"),
        (_("함께하는 단체"), ", ".join(shown.bodies)),
        (_("시작한 날"), date_ko(shown.since) if shown.since else ""),
    ]
    return [(str(label), value) for label, value in said if value]


def _groups(shown: Brand) -> list[Group]:
    """(kind, what it means, cards) of each kind that has products on sale."""
    by_kind = brand_product_ids(shown.id)
    rows = read_cards([each for ids in by_kind.values() for each in ids])
    cards = {card.id: card for card in product_cards(rows)}
    groups = [
        (str(KINDS[kind][0]), str(KINDS[kind][1]), [cards[each] for each in ids if each in cards])
        for kind, ids in by_kind.items()
    ]
    return [group for group in groups if group[2]]


def _members(shown: Brand) -> list[tuple[str, str]]:
    today = clock.today()
    return [
        (member.enterprise.name, f"/enterprises/{member.enterprise.slug}")
        for member in shown.members
        if member.since <= today and (member.until is None or member.until >= today)
    ]
