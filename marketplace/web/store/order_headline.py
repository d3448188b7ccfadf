"""The one sentence on top of an order: what has happened last and matters most."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from marketplace.orders.arrivals import can_be_missed
from marketplace.orders.models import Order, OrderStatus, Parcel, ParcelStatus
from marketplace.payments.queries import PaymentView, Standing
from marketplace.returns.models import CLOSED, ReturnRequest, ReturnStatus
from marketplace.web.filters import datetime_ko
from marketplace.web.return_view import deadline_of, title_of

Headline = tuple[str, str, str]
HAD = (ParcelStatus.DELIVERED, ParcelStatus.ACCEPTED)


def headline(order: Order, payment: PaymentView, asked: Sequence[ReturnRequest]) -> Headline:
    """(sentence, lead, tone)."""
    match order.status:
        case OrderStatus.AWAITING_PAYMENT if payment.standing is not Standing.CLOSED:
            until = datetime_ko(order.reserved_until)
            lead = _("상품은 %(until)s까지 맡아 둘게요.", until=until)
            return str(_("아직 결제하지 않았어요")), str(lead), "warn"
        case OrderStatus.AWAITING_PAYMENT | OrderStatus.EXPIRED:
            lead = _("결제된 금액은 없어요. 같은 상품을 다시 담아 주문할 수 있어요.")
            return str(_("결제 시간이 지나 주문이 닫혔어요")), str(lead), "warn"
        case OrderStatus.AWAITING_APPROVAL:
            return str(_("결재를 기다리고 있어요")), "", "info"
        case OrderStatus.CANCELLED:
            return str(_("취소된 주문이에요")), "", "bad"
    return _of_return(asked) or _of_way(order)


def _of_return(asked: Sequence[ReturnRequest]) -> Headline | None:
    waiting = [each for each in asked if each.status not in CLOSED]
    if not waiting:
        return None
    newest = waiting[-1]
    lead = deadline_of(newest)[0] if newest.status is ReturnStatus.ARRIVED else title_of(newest)
    said = {
        ReturnStatus.REQUESTED: _("반품·교환 신청의 답을 기다리고 있어요"),
        ReturnStatus.APPROVED: _("상품을 돌려보내 주세요"),
        ReturnStatus.SENT_BACK: _("상품을 돌려보내는 중이에요"),
        ReturnStatus.ARRIVED: _("돌려보내신 상품이 도착했어요"),
        ReturnStatus.DISPUTED: _("통합지원센터가 신청을 살펴보고 있어요"),
        ReturnStatus.REPLACEMENT_SENT: _("새 상품을 보냈어요"),
    }
    return str(said[newest.status]), lead, "info"


def _of_way(order: Order) -> Headline:
    parcels = [each for each in order.parcels if each.status is not ParcelStatus.CANCELLED]
    if any(can_be_missed(each) for each in parcels):
        return (
            str(_("받으신 것으로 적혀 있어요")),
            str(_("받으셨다면 '받았어요'를, 아니라면 '아직 못 받았어요'를 눌러 주세요.")),
            "info",
        )
    if order.status is OrderStatus.COMPLETED:
        return _had(parcels)
    moving = [each for each in parcels if each.status is ParcelStatus.SHIPPED]
    waiting = [each for each in parcels if each.status is ParcelStatus.PREPARING]
    if moving and not waiting:
        return (
            str(_("주문하신 상품이 오고 있어요")),
            str(_("받으시면 '받았어요'를 눌러 주세요.")),
            "good",
        )
    if moving or any(each.status in HAD for each in parcels):
        return str(_("일부를 먼저 보냈어요")), str(_("나머지는 준비하고 있어요.")), "good"
    lead = _("확인 메일을 %(mail)s로 보내 드렸어요.", mail=order.buyer_email)
    return str(_("주문을 잘 받았어요")), str(lead), "good"


def _had(parcels: Sequence[Parcel]) -> Headline:
    lines = [line for parcel in parcels for line in parcel.lines]
    if lines and all(line.returned_quantity == line.sent_quantity for line in lines):
        return (
            str(_("모두 반품한 주문이에요")),
            str(_("환불은 아래 금액에서 볼 수 있어요.")),
            "info",
        )
    return str(_("모두 받으셨어요")), str(_("고맙습니다. 만든 분들에게 힘이 돼요.")), "good"
