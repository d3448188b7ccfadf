"""What stands around every part of a listing: its name, state, parts and what is missing."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from marketplace.catalog.models import Product, ProductKind, ProductStatus
from marketplace.catalog.readiness import PART_NAMES, Part, missing_parts, unanswered
from marketplace.web.seller import words
from marketplace.web.translation import translate

CERTIFICATES = "/seller/certifications"
PAGES = {
    Part.SUMMARY: "#summary",
    Part.DESCRIPTION: "#description",
    Part.PICTURE: "/pictures",
    Part.OPTION: "/options",
    Part.NOTICE: "/notice",
}


def frame(product: Product, part: str) -> dict[str, Any]:
    """Context of `seller/_listing.html`; `part` is the endpoint of the page shown."""
    return {
        "product": product,
        "parts": _parts(product, part),
        "missing": [_to_fill_in(product.id, each) for each in missing_parts(product)],
        "can_hide": product.status is ProductStatus.PUBLISHED,
        "can_publish": product.status in (ProductStatus.DRAFT, ProductStatus.HIDDEN),
        "words": words,
    }


def _to_fill_in(product_id: int, part: Part) -> dict[str, str]:
    page = PAGES.get(part, "")
    href = CERTIFICATES if part is Part.CERTIFICATION else f"/seller/listings/{product_id}{page}"
    return {"label": translate(PART_NAMES[part]), "href": href}


def _parts(product: Product, part: str) -> list[dict[str, Any]]:
    base = f"/seller/listings/{product.id}"
    active = sum(option.is_active for option in product.options)
    dated = product.kind is ProductKind.EXPERIENCE
    dates = {"label": _("체험 날짜"), "href": f"{base}/sessions", "current": part == "sessions"}
    return [
        *([dates] if dated else []),
        {"label": _("기본 정보"), "href": base, "current": part == "listing"},
        {
            "label": _("사진"),
            "href": f"{base}/pictures",
            "current": part == "pictures",
            "count": len(product.pictures),
        },
        {
            "label": _("선택·재고"),
            "href": f"{base}/options",
            "current": part == "options",
            "count": active,
        },
        {
            "label": _("상품정보 고시"),
            "href": f"{base}/notice",
            "current": part == "notice",
            "count": _("%(n)d개 남음", n=len(unanswered(product))) if unanswered(product) else None,
        },
    ]
