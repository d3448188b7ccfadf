"""Product cards as every portal shows them: finished words, no query, no arithmetic left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.catalog.models import ProductKind
from marketplace.catalog.queries import CardRow
from marketplace.catalog.ratings import mean_text
from marketplace.web.directory import Directory, directory
from marketplace.web.filters import in_korean, won
from marketplace.web.images import CARD_SIZES, Image, image_from

PRODUCTS = "/products/"  # the address of a product in the shop; url_for costs more than the row


@dataclass(frozen=True, slots=True)
class ProductCard:
    """One card; `flag` says a state in words (품절, 견적), None when there is nothing to say."""

    id: int
    url: str
    name: str
    price_text: str
    unit_text: str | None
    enterprise_name: str
    region: str
    badges: list[str]
    image: Image | None
    flag: str | None
    rating: str | None = None
    rating_count: int = 0


def product_cards(rows: Iterable[CardRow], prefix: str = PRODUCTS) -> list[ProductCard]:
    """Cards of rows, leading to `prefix` + id."""
    names, korean = directory(), in_korean()
    return [_card(row, prefix, names, korean) for row in rows]


def _card(row: CardRow, prefix: str, names: Directory, korean: bool) -> ProductCard:
    return ProductCard(
        id=row.id,
        url=f"{prefix}{row.id}",
        name=row.name,
        price_text=price_text(row.price_won, row.has_dearer),
        unit_text=row.unit or None,
        enterprise_name=row.enterprise_name,
        region=row.region_name if korean else row.region_name_en,
        badges=names.badges(row.certification_codes),
        image=_image(row),
        flag=_flag(row),
        rating=mean_text(row.rating_sum, row.rating_count),
        rating_count=row.rating_count,
    )


def price_text(price_won: int | None, has_dearer: bool = False) -> str:
    """A price with VAT, `부터` when options cost more, or that a quote is asked for."""
    if price_won is None:
        return str(_("견적 문의"))
    shown = won(price_won)
    return str(_("%(price)s부터", price=shown)) if has_dearer else shown


def _image(row: CardRow) -> Image | None:
    if row.digest is None:
        return None
    return image_from(row.digest, row.width, row.height, row.alt, CARD_SIZES)


def _flag(row: CardRow) -> str | None:
    if row.price_won is None:
        return str(_("견적"))
    if row.in_stock:
        return None
    return str(_("예약 마감")) if row.kind is ProductKind.EXPERIENCE else str(_("품절"))
