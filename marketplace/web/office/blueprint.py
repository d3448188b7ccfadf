"""The support centre's blueprint; its resources are modules beside this one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

office = Blueprint("office", __name__, url_prefix="/office")


@office.context_processor
def navigation() -> dict[str, Any]:
    """The portal's links."""
    return {
        "portal_nav": [
            {
                "links": [
                    {"label": _("오늘"), "href": "/office", "icon": "house"},
                    {
                        "label": _("인증 심사"),
                        "href": "/office/certifications",
                        "icon": "badge-check",
                    },
                    {"label": _("기업"), "href": "/office/enterprises", "icon": "building-2"},
                    {"label": _("공공기관"), "href": "/office/institutions", "icon": "landmark"},
                    {"label": _("후기 살피기"), "href": "/office/reviews", "icon": "flag"},
                    {
                        "label": _("문의 살피기"),
                        "href": "/office/questions",
                        "icon": "message-circle-question-mark",
                    },
                    {"label": _("반품·교환"), "href": "/office/returns", "icon": "rotate-ccw"},
                    {"label": _("막힌 환불"), "href": "/office/refunds", "icon": "banknote"},
                ]
            },
            {
                "title": _("판매 채널"),
                "links": [
                    {"label": _("공동브랜드"), "href": "/office/brands", "icon": "award"},
                    {"label": _("판매 공간"), "href": "/office/outlets", "icon": "store"},
                    {
                        "label": _("채널별 판매"),
                        "href": "/office/channel-sales",
                        "icon": "chart-column",
                    },
                    {"label": _("쿠폰"), "href": "/office/coupons", "icon": "ticket"},
                    {"label": _("포인트"), "href": "/office/points", "icon": "coins"},
                ],
            },
            {
                "title": _("상점 꾸미기"),
                "links": [
                    {"label": _("첫 화면"), "href": "/office/front-page", "icon": "image"},
                    {"label": _("기획전"), "href": "/office/exhibitions", "icon": "gift"},
                    {"label": _("장터 달력"), "href": "/office/markets", "icon": "calendar"},
                ],
            },
            {
                "title": _("기록"),
                "links": [
                    {"label": _("계정"), "href": "/office/accounts", "icon": "user-round"},
                    {"label": _("메일 기록"), "href": "/office/letters", "icon": "mail"},
                    {"label": _("변경 기록"), "href": "/office/audit", "icon": "history"},
                ],
            },
        ]
    }
