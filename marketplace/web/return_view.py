"""One request to return or exchange as people see it: its facts, photos and what has happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.media.models import PictureState
from marketplace.orders.shipping import CARRIERS
from marketplace.orders.tracking import tracking_page_of
from marketplace.returns.models import ReturnKind, ReturnLine, ReturnRequest, ReturnStatus
from marketplace.returns.rules import answer_due_on, is_overdue, refund_due_on
from marketplace.web import return_words as words
from marketplace.web.filters import date_ko, datetime_ko, won
from marketplace.web.translation import translate


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo; `is_ready` once its sizes are made."""

    public_id: str
    is_ready: bool


@dataclass(frozen=True, slots=True)
class ReturnView:
    """What every portal shows of a request; `history` is newest first."""

    public_id: str
    number: str
    kind: str
    reason: str
    state: str
    tone: str
    status: ReturnStatus
    title: str
    lines: list[tuple[str, int, str]]
    photos: list[Photo]
    sums: list[tuple[str, str]]
    refund_label: str
    refund_text: str
    deadline: str
    is_late: bool
    way_back: str
    way_text: str
    way_url: str
    replacement_text: str
    replacement_url: str
    history: list[dict[str, str]]


def return_view(request: ReturnRequest) -> ReturnView:
    """The view of a request loaded whole."""
    state, tone = words.STATUS[request.status]
    kind = str(words.KIND[request.kind])
    deadline, is_late = deadline_of(request)
    return ReturnView(
        public_id=request.public_id,
        number=request.parcel.order.number,
        kind=kind,
        reason=str(words.REASON[request.reason]),
        state=str(state),
        tone=tone,
        status=request.status,
        title=title_of(request),
        lines=[(_named(each), each.quantity, won(each.worth_won)) for each in request.lines],
        photos=[
            Photo(each.picture.public_id, each.picture.state is PictureState.READY)
            for each in request.photos
        ],
        sums=_sums(request),
        refund_label=_refund_label(request),
        refund_text=_refund_text(request),
        deadline=deadline,
        is_late=is_late,
        way_back=str(words.WAY_BACK[request.way_back]),
        way_text=_way(request.carrier, request.tracking_number),
        way_url=tracking_page_of(request.carrier, request.tracking_number),
        replacement_text=_way(request.replacement_carrier, request.replacement_number),
        replacement_url=tracking_page_of(request.replacement_carrier, request.replacement_number),
        history=[
            {"at": datetime_ko(at), "datetime": at.isoformat(), "title": title, "body": body}
            for at, title, body in sorted(happened(request), key=lambda x: x[0], reverse=True)
        ],
    )


def title_of(request: ReturnRequest) -> str:
    """`쑥 숙성비누 외 1가지`, as lists name it."""
    first = request.lines[0].line.product_name
    more = len(request.lines) - 1
    return str(_("%(name)s 외 %(n)d가지", name=first, n=more)) if more else first


def deadline_of(request: ReturnRequest) -> tuple[str, bool]:
    """What is due by which business day, and whether that day is over."""
    today = clock.today()
    if request.status is ReturnStatus.REQUESTED:
        due = answer_due_on(request)
        return str(_("%(day)s까지 답해야 해요", day=date_ko(due))), due < today
    due_on = refund_due_on(request)
    if request.status is ReturnStatus.ARRIVED and due_on:
        return str(_("%(day)s까지 환불해야 해요", day=date_ko(due_on))), is_overdue(request, today)
    return "", False


def _named(each: ReturnLine) -> str:
    """Product and option; of an exchange for another option, both."""
    options = " → ".join(filter(None, (each.line.option_name, each.wanted_option_name)))
    if each.wanted_option_name and not each.line.option_name:
        options = f"→ {options}"
    return f"{each.line.product_name} ({options})" if options else each.line.product_name


def _sums(request: ReturnRequest) -> list[tuple[str, str]]:
    rows = [(str(_("상품")), won(request.goods_won))]
    if request.delivery_back_won:
        rows.append((str(_("처음 배송비도 돌려드림")), won(request.delivery_back_won)))
    if request.delivery_kept_won:
        rows.append(
            (str(_("무료배송이 아니게 된 처음 배송비")), f"−{won(request.delivery_kept_won)}")
        )
    if request.status is ReturnStatus.REFUNDED:
        fee = request.deducted_won
    else:
        fee = 0 if request.kind is ReturnKind.EXCHANGE else request.fee_won
    if fee:
        rows.append((str(_("돌려보내는 배송비")), f"−{won(fee)}"))
    return rows


def _refund_label(request: ReturnRequest) -> str:
    if request.status is ReturnStatus.REFUNDED:
        return str(_("돌려드린 금액"))
    return str(_("돌려드릴 금액"))


def _refund_text(request: ReturnRequest) -> str:
    if request.status is ReturnStatus.REFUNDED:
        return won(request.refunded_won)
    return "–" if request.kind is ReturnKind.EXCHANGE else won(request.told_won)


def _way(carrier: str, number: str) -> str:
    known = CARRIERS.get(carrier)
    return f"{translate(known.name)} {number}".strip() if known else ""


def happened(request: ReturnRequest) -> Iterator[tuple[datetime, str, str]]:
    """(when, what, words) of everything that has happened to a request."""
    kind = str(words.KIND[request.kind])
    yield request.requested_at, str(_("%(kind)s을 신청했어요", kind=kind)), title_of(request)
    if request.answered_at:
        refused = request.status is ReturnStatus.REFUSED or bool(request.objection)
        said = _("판매 기업이 거절했어요") if refused else _("판매 기업이 승인했어요")
        yield request.answered_at, str(said), request.answer
    if request.sent_back_at:
        way = _way(request.carrier, request.tracking_number)
        yield request.sent_back_at, str(_("상품을 돌려보냈어요")), way
    if request.arrived_at:
        yield request.arrived_at, str(_("판매 기업에 도착했어요")), request.condition_note
    if request.disputed_at:
        yield request.disputed_at, str(_("통합지원센터에 결정을 청했어요")), request.objection
    if request.decided_at:
        yield request.decided_at, str(_("통합지원센터가 결정했어요")), request.decision
    if request.replaced_at:
        way = _way(request.replacement_carrier, request.replacement_number)
        yield request.replaced_at, str(_("새 상품을 보냈어요")), way
    if request.closed_at and request.status is ReturnStatus.REFUNDED:
        yield (
            request.closed_at,
            str(_("반품한 상품의 환불을 시작했어요")),
            won(request.refunded_won),
        )
    if request.closed_at and request.status is ReturnStatus.DONE:
        yield request.closed_at, str(_("새 상품을 받으셨어요")), ""
    if request.closed_at and request.status is ReturnStatus.WITHDRAWN:
        yield request.closed_at, str(_("신청을 거두었어요")), ""
