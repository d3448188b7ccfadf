"""The seller portal's blueprint; its resources are modules beside this one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _

from marketplace.core.business_numbers import with_hyphens
from marketplace.core.permissions import sells
from marketplace.orders.models import ParcelStatus
from marketplace.web.seller.current import (
    current_enterprise,
    my_enterprises,
    parcel_counts,
    returns_waiting,
    unanswered,
)
from marketplace.web.viewer import current_viewer

seller = Blueprint("seller", __name__, url_prefix="/seller")


@seller.context_processor
def around() -> dict[str, Any]:
    """The portal's links and whose firm this is; nothing for a stranger at the door."""
    if not sells(current_viewer()):
        return {}
    enterprise = current_enterprise()
    counts = parcel_counts()
    return {
        "enterprise": enterprise,
        "my_enterprises": my_enterprises(),
        "parcel_counts": counts,
        "with_hyphens": with_hyphens,
        "portal_nav": [
            {"links": _daily(counts.get(ParcelStatus.PREPARING, 0), unanswered())},
            {"title": _("우리 기업"), "links": _yearly()},
        ],
    }


def _daily(to_send: int, unanswered_quotes: int) -> list[dict[str, Any]]:
    return [
        {"label": _("오늘 할 일"), "href": "/seller", "icon": "house"},
        {
            "label": _("주문·배송"),
            "href": "/seller/parcels",
            "icon": "package-open",
            "count": to_send,
            "current": request.path.startswith("/seller/parcels"),
        },
        {
            "label": _("반품·교환"),
            "href": "/seller/returns",
            "icon": "rotate-ccw",
            "count": returns_waiting(),
            "current": request.path.startswith("/seller/returns"),
        },
        {
            "label": _("견적 요청"),
            "href": "/seller/quotes",
            "icon": "mail",
            "count": unanswered_quotes or None,
            "current": request.path.startswith("/seller/quotes"),
        },
        {
            "label": _("상품"),
            "href": "/seller/listings",
            "icon": "tag",
            "current": request.path.startswith("/seller/listings"),
        },
        {
            "label": _("후기"),
            "href": "/seller/reviews",
            "icon": "star",
            "current": request.path.startswith("/seller/reviews"),
        },
        {
            "label": _("쿠폰"),
            "href": "/seller/coupons",
            "icon": "ticket",
            "current": request.path.startswith("/seller/coupons"),
        },
        {
            "label": _("문의"),
            "href": "/seller/questions",
            "icon": "message-circle-question-mark",
            "current": request.path.startswith("/seller/questions"),
        },
    ]


def _yearly() -> list[dict[str, Any]]:
    papers = request.path.startswith(("/seller/certifications", "/seller/employment-ratio"))
    return [
        {
            "label": _("인증"),
            "href": "/seller/certifications",
            "icon": "badge-check",
            "current": papers,
        },
        {"label": _("기업 정보"), "href": "/seller/profile", "icon": "building-2"},
        {"label": _("사회적 가치"), "href": "/seller/social-value", "icon": "heart-handshake"},
    ]
