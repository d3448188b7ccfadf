"""States and outcomes of quotes in words, and one inquiry as every portal shows it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from marketplace.core import clock
from marketplace.core.money import VatClass
from marketplace.quoting.models import InquiryStatus, Outcome, Quote, QuoteInquiry

STATUS = {
    InquiryStatus.ASKED: (_l("답변 대기"), "warn"),
    InquiryStatus.QUOTED: (_l("견적 제시"), "info"),
    InquiryStatus.REFUSED: (_l("진행 어려움"), "bad"),
    InquiryStatus.ACCEPTED: (_l("수락"), "good"),
    InquiryStatus.DECLINED: (_l("거절"), "neutral"),
    InquiryStatus.WITHDRAWN: (_l("요청 취소"), "neutral"),
}
REOPENED = (_l("다시 열림"), "warn")
LAPSED = (_l("유효기간 지남"), "neutral")
OUTCOME = {
    Outcome.ACCEPTED: _l("성사"),
    Outcome.DECLINED: _l("거절"),
    Outcome.LAPSED: _l("유효기간 지남"),
    Outcome.REFUSED: _l("진행 어려움"),
    Outcome.WITHDRAWN: _l("요청 취소"),
    Outcome.LOST_TO_SOCIAL: _l("다른 사회적경제기업과 진행"),
    Outcome.LOST_TO_ORDINARY: _l("일반 기업과 진행"),
}
VAT = {
    VatClass.TAXABLE: _l("과세"),
    VatClass.EXEMPT: _l("면세"),
    VatClass.ZERO_RATED: _l("영세율"),
}


@dataclass(frozen=True, slots=True)
class InquiryView:
    """One inquiry; `state` is (word, tone), `earlier` are versions that were replaced."""

    inquiry: QuoteInquiry
    quote: Quote | None
    earlier: list[Quote]
    state: tuple[str, str]
    outcome: str
    is_lapsed: bool
    can_be_accepted: bool
    can_be_declined: bool
    can_be_withdrawn: bool
    is_waiting: bool
    fell_through: bool


def inquiry_view(inquiry: QuoteInquiry) -> InquiryView:
    """The inquiry as it stands today."""
    today = clock.today()
    lapsed = inquiry.is_lapsed(today)
    quoted = inquiry.status is InquiryStatus.QUOTED
    word, tone = _state(inquiry, lapsed=lapsed)
    result = inquiry.result(today)
    return InquiryView(
        inquiry=inquiry,
        quote=inquiry.current,
        earlier=list(inquiry.quotes[:-1]),
        state=(str(word), tone),
        outcome=str(OUTCOME[result]) if result else "",
        is_lapsed=lapsed,
        can_be_accepted=quoted and not lapsed,
        can_be_declined=quoted,
        can_be_withdrawn=inquiry.status is InquiryStatus.ASKED,
        is_waiting=inquiry.status is InquiryStatus.ASKED,
        fell_through=inquiry.fell_through,
    )


def _state(inquiry: QuoteInquiry, *, lapsed: bool) -> tuple[object, str]:
    if lapsed:
        return LAPSED
    if inquiry.status is InquiryStatus.QUOTED and inquiry.fell_through:
        return REOPENED
    return STATUS[inquiry.status]
