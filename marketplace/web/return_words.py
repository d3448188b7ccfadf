"""Returns in words every portal shares: kinds, reasons, states, limits."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.catalog.models import WithdrawalLimit
from marketplace.returns.models import (
    Condition,
    ReturnKind,
    ReturnReason,
    ReturnStatus,
    WayBack,
)
from marketplace.returns.rules import Limit

KIND = {ReturnKind.RETURN: _l("반품"), ReturnKind.EXCHANGE: _l("교환")}
REASON = {
    ReturnReason.CHANGED_MIND: _l("마음이 바뀜"),
    ReturnReason.WRONG_CHOICE: _l("옵션이나 수량을 잘못 고름"),
    ReturnReason.DIFFERENT: _l("설명과 다름"),
    ReturnReason.DAMAGED: _l("흠이 있거나 깨짐, 상함"),
    ReturnReason.WRONG_ITEM: _l("다른 상품이 옴"),
    ReturnReason.LATE: _l("약속한 날보다 늦게 옴"),
}
STATUS = {
    ReturnStatus.REQUESTED: (_l("답을 기다림"), "warn"),
    ReturnStatus.APPROVED: (_l("승인"), "info"),
    ReturnStatus.REFUSED: (_l("거절"), "bad"),
    ReturnStatus.SENT_BACK: (_l("돌려보내는 중"), "accent"),
    ReturnStatus.ARRIVED: (_l("도착"), "info"),
    ReturnStatus.DISPUTED: (_l("지원센터가 살펴보는 중"), "warn"),
    ReturnStatus.REFUNDED: (_l("환불"), "good"),
    ReturnStatus.REPLACEMENT_SENT: (_l("새 상품 보냄"), "accent"),
    ReturnStatus.DONE: (_l("교환 완료"), "good"),
    ReturnStatus.WITHDRAWN: (_l("신청 거둠"), "neutral"),
    ReturnStatus.REJECTED: (_l("받아들이지 않음"), "bad"),
}
WAY_BACK = {
    WayBack.PICKUP: _l("택배 기사가 가지러 가기"),
    WayBack.SELF: _l("직접 보내기"),
}
CONDITION = {
    Condition.RESALEABLE: _l("다시 팔 수 있음 (재고에 더함)"),
    Condition.NOT_RESALEABLE: _l("다시 팔 수 없음"),
}
LIMIT = {
    Limit.PERISHABLE: _l(
        "시간이 지나면 다시 팔기 어려운 식품이라 마음이 바뀌어 돌려보낼 수는 없어요."
    ),
    Limit.CUSTOM_MADE: _l("주문에 맞춰 따로 만든 상품이라 마음이 바뀌어 돌려보낼 수는 없어요."),
    Limit.PROVIDED: _l("이미 제공한 서비스라 마음이 바뀌어 취소할 수는 없어요."),
}
WITHDRAWAL_LIMIT = {
    WithdrawalLimit.NONE: _l("제한 없음 (받은 날부터 7일 안에 돌려보낼 수 있음)"),
    WithdrawalLimit.PERISHABLE: _l("신선식품처럼 시간이 지나면 다시 팔 수 없는 것"),
    WithdrawalLimit.CUSTOM_MADE: _l("주문에 맞춰 따로 만드는 것"),
}
