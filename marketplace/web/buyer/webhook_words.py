"""Webhooks in words: what is told, how a webhook and a delivery stand, why a try failed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.procurement.models import (
    DeliveryFault,
    DeliveryStatus,
    WebhookEvent,
    WebhookStatus,
)

EVENT = {
    WebhookEvent.MONTH_CLOSED: _l("월 마감"),
    WebhookEvent.TARGET_NOTIFIED: _l("부서 목표 통보"),
    WebhookEvent.PUBLISHED: _l("실적 공시"),
    WebhookEvent.TEST: _l("시험"),
}
STATUS = {
    WebhookStatus.ON: (_l("켜짐"), "good"),
    WebhookStatus.OFF: (_l("꺼짐"), "neutral"),
    WebhookStatus.BROKEN: (_l("오류로 꺼짐"), "bad"),
    WebhookStatus.REMOVED: (_l("지움"), "neutral"),
}
DELIVERY = {
    DeliveryStatus.WAITING: (_l("기다림"), "info"),
    DeliveryStatus.SENDING: (_l("보내는 중"), "info"),
    DeliveryStatus.DELIVERED: (_l("도착"), "good"),
    DeliveryStatus.FAILED: (_l("포기"), "bad"),
}
FAULT = {
    DeliveryFault.STATUS: _l("오류로 답함"),
    DeliveryFault.REDIRECT: _l("다른 주소로 넘김"),
    DeliveryFault.UNREACHABLE: _l("연결되지 않음"),
    DeliveryFault.TOO_SLOW: _l("시간 안에 답하지 않음"),
    DeliveryFault.NOT_TRUSTED: _l("인증서를 믿을 수 없음"),
    DeliveryFault.ADDRESS: _l("공개된 주소가 아님"),
    DeliveryFault.UNSEALED: _l("비밀 값을 읽을 수 없음. 웹훅을 새로 만들어 주세요."),
}
