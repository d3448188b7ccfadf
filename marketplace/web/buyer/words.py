"""States and kinds in the words of the buyer portal's screens and papers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.core.money import VatClass
from marketplace.orders.models import ParcelStatus
from marketplace.procurement.contracting import Answer, Question
from marketplace.procurement.models import (
    ContractMethod,
    CountsOn,
    PurchaseFileStatus,
    PurchaseKind,
    RecordOrigin,
)

FILE_STATUS = {
    PurchaseFileStatus.SUBMITTED: (_l("결재 대기"), "info"),
    PurchaseFileStatus.APPROVED: (_l("진행 중"), "accent"),
    PurchaseFileStatus.REJECTED: (_l("반려"), "bad"),
    PurchaseFileStatus.WITHDRAWN: (_l("회수"), "neutral"),
    PurchaseFileStatus.ACCEPTED: (_l("검수 완료"), "good"),
    PurchaseFileStatus.CALLED_OFF: (_l("공급 취소로 끝남"), "bad"),
}
PARCEL_STATUS = {
    ParcelStatus.WAITING: (_l("결재 대기"), "neutral"),
    ParcelStatus.PREPARING: (_l("준비 중"), "info"),
    ParcelStatus.SHIPPED: (_l("발송"), "info"),
    ParcelStatus.DELIVERED: (_l("도착"), "info"),
    ParcelStatus.ACCEPTED: (_l("검수 완료"), "good"),
    ParcelStatus.CANCELLED: (_l("공급 취소"), "bad"),
}
METHOD = {
    ContractMethod.NEGOTIATED_ONE_QUOTE: _l("수의계약(1인 견적)"),
    ContractMethod.NEGOTIATED_TWO_QUOTES: _l("수의계약(2인 이상 견적)"),
    ContractMethod.COMPETITION: _l("경쟁입찰"),
    ContractMethod.CARD: _l("카드 구매"),
    ContractMethod.OTHER: _l("그 밖의 방법"),
}
KIND = {
    PurchaseKind.GOODS: _l("물품"),
    PurchaseKind.SERVICE: _l("용역"),
    PurchaseKind.WORKS: _l("공사"),
}
ORIGIN = {
    RecordOrigin.PLATFORM: (_l("이음장터"), "accent"),
    RecordOrigin.OUTSIDE: (_l("외부 구매"), "neutral"),
    RecordOrigin.CORRECTION: (_l("정정"), "warn"),
}
VAT = {
    VatClass.TAXABLE: _l("과세"),
    VatClass.EXEMPT: _l("면세"),
    VatClass.ZERO_RATED: _l("영세율"),
}
COUNTS_ON = {
    CountsOn.ORDER: _l("발주일"),
    CountsOn.ACCEPTANCE: _l("검수일"),
    CountsOn.PAYMENT: _l("대금 지급일"),
}
QUESTION = {
    Question.DIRECT_CONTRACT: _l("수의계약"),
    Question.ONE_QUOTE: _l("1인 견적"),
}
ANSWER = {
    Answer.POSSIBLE: (_l("가능"), "good"),
    Answer.CONDITIONAL: (_l("서류가 있으면 가능"), "info"),
    Answer.UNKNOWN: (_l("정보 부족"), "warn"),
    Answer.NOT_SO: (_l("해당 없음"), "neutral"),
    Answer.OUTSIDE: (_l("이 기준 밖"), "neutral"),
}
CONFIDENCE = {"high": _l("높음"), "medium": _l("보통"), "low": _l("낮음")}
