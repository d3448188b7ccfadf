"""An order as its buyer sees it: where it stands, each parcel, what can be done now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.catalog.queries import read_cards
from marketplace.orders.booked import BookedLine, is_only_booked, read_booked
from marketplace.orders.models import (
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    ParcelStatus,
    PaymentTerms,
)
from marketplace.orders.shipping import CARRIERS
from marketplace.orders.tracking import tracking_page
from marketplace.payments.models import Refund, RefundStatus
from marketplace.payments.queries import (
    PaymentView,
    Standing,
    list_attempts,
    list_refunds,
    read_payment,
)
from marketplace.web.cards import product_cards
from marketplace.web.filters import datetime_ko, won
from marketplace.web.images import Image
from marketplace.web.store.booking_view import BookingView, booking_view
from marketplace.web.store.order_reductions import OrderReductions, read_reductions
from marketplace.web.store.sellers import Facts, facts_of
from marketplace.web.translation import translate

BEFORE_SENDING = (ParcelStatus.WAITING, ParcelStatus.PREPARING)
STATES = {
    ParcelStatus.WAITING: (_l("결제를 기다려요"), "neutral"),
    ParcelStatus.PREPARING: (_l("상품을 준비하고 있어요"), "info"),
    ParcelStatus.SHIPPED: (_l("보냈어요"), "accent"),
    ParcelStatus.DELIVERED: (_l("받으셨어요"), "good"),
    ParcelStatus.ACCEPTED: (_l("검수를 마쳤어요"), "good"),
    ParcelStatus.CANCELLED: (_l("취소됐어요"), "bad"),
}
BOOKED_STATES = STATES | {
    ParcelStatus.PREPARING: (_l("예약이 확정됐어요"), "info"),
    ParcelStatus.DELIVERED: (_l("다녀오셨어요"), "good"),
}
METHODS = {
    "card": _l("카드"),
    "kr_card": _l("국내 카드"),
    "kakao_pay": _l("카카오페이"),
    "naver_pay": _l("네이버페이"),
    "payco": _l("페이코"),
    "samsung_pay": _l("삼성페이"),
    "transfer": _l("계좌이체"),
}
REFUNDS = {
    RefundStatus.INTENDED: _l("환불을 준비하고 있어요"),
    RefundStatus.SENT: _l("결제사가 환불하고 있어요"),
    RefundStatus.DONE: _l("환불했어요"),
    RefundStatus.FAILED: _l("환불이 막혀 담당자가 확인하고 있어요"),
}


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One line as it was bought."""

    line_id: int
    product_id: int
    url: str
    name: str
    option_name: str
    image: Image | None
    quantity: int
    sum_text: str
    off: list[str]
    booking: BookingView | None = None


@dataclass(frozen=True, slots=True)
class ParcelView:
    """One enterprise's part; `track_url` leads to the carrier."""

    public_id: str
    seller_name: str
    seller_url: str
    seller: Facts
    state: str
    tone: str
    lines: list[OrderedLine]
    goods_text: str
    delivery_text: str
    carrier: str
    tracking_number: str
    track_url: str
    can_be_cancelled: bool
    can_be_confirmed: bool


@dataclass(frozen=True, slots=True)
class OrderView:
    """The whole order; `history` is newest first."""

    headline: str
    lead: str
    tone: str
    parcels: list[ParcelView]
    sums: list[tuple[str, str]]
    total_text: str
    method: str
    refunds: list[tuple[str, str]]
    history: list[dict[str, str]]
    payment: PaymentView
    is_payable: bool
    can_be_cancelled: bool
    can_be_reordered: bool


def order_view(order: Order) -> OrderView:
    """The view of an order loaded whole."""
    payment = read_payment(order)
    refunds = list_refunds([each.id for each in list_attempts(order.id)])
    headline, lead, tone = _headline(order, payment)
    reductions = read_reductions(order)
    parcels = _parcels(order, reductions)
    return OrderView(
        headline=headline,
        lead=lead,
        tone=tone,
        parcels=parcels,
        sums=[
            (str(_("상품 금액")), won(order.goods_won)),
            (str(_("배송비")), won(order.delivery_won) if order.delivery_won else str(_("무료"))),
            *reductions.sums,
        ],
        total_text=won(order.total_won),
        method=str(METHODS.get(payment.method, "")),
        refunds=[_refund(each) for each in refunds],
        history=_history(order, refunds),
        payment=payment,
        is_payable=payment.standing in (Standing.PAYABLE, Standing.CHECKING),
        can_be_cancelled=_can_be_cancelled(order),
        can_be_reordered=order.status is not OrderStatus.AWAITING_PAYMENT,
    )


def _can_be_cancelled(order: Order) -> bool:
    open_ones = (OrderStatus.AWAITING_PAYMENT, OrderStatus.CONFIRMED)
    if order.status not in open_ones or order.terms is PaymentTerms.PAY_LATER:
        return False
    left = [each for each in order.parcels if each.status is not ParcelStatus.CANCELLED]
    return all(each.status in BEFORE_SENDING for each in left)


def _headline(order: Order, payment: PaymentView) -> tuple[str, str, str]:
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
        case OrderStatus.COMPLETED:
            return str(_("모두 받으셨어요")), str(_("고맙습니다. 만든 분들에게 힘이 돼요.")), "good"
    lead = _("확인 메일을 %(mail)s로 보내 드렸어요.", mail=order.buyer_email)
    return str(_("주문을 잘 받았어요")), str(lead), "good"


def _parcels(order: Order, reductions: OrderReductions) -> list[ParcelView]:
    ids = {line.product_id for parcel in order.parcels for line in parcel.lines}
    images = {card.id: card.image for card in product_cards(read_cards(sorted(ids)))}
    booked = read_booked(order.parcels)
    return [_parcel(parcel, images, reductions, booked) for parcel in order.parcels]


def _parcel(
    parcel: Parcel,
    images: dict[int, Image | None],
    reductions: OrderReductions,
    booked: dict[int, BookedLine],
) -> ParcelView:
    is_booked = is_only_booked(parcel, booked)
    state, tone = (BOOKED_STATES if is_booked else STATES)[parcel.status]
    carrier = CARRIERS.get(parcel.carrier)
    may_shrink = (parcel.order.status, parcel.order.terms) == (
        OrderStatus.CONFIRMED,
        PaymentTerms.PREPAID,
    )
    others = [each for each in parcel.order.parcels if each.status is not ParcelStatus.CANCELLED]
    return ParcelView(
        public_id=parcel.public_id,
        seller_name=parcel.seller["name"],
        seller_url=f"/enterprises/{parcel.enterprise.slug}",
        seller=facts_of(parcel.seller),
        state=str(state),
        tone=tone,
        lines=[_line(line, images, reductions, booked.get(line.id)) for line in parcel.lines],
        goods_text=won(parcel.goods_won),
        delivery_text=won(parcel.delivery_won) if parcel.delivery_won else str(_("무료")),
        carrier=translate(carrier.name) if carrier else "",
        tracking_number=parcel.tracking_number,
        track_url=tracking_page(parcel),
        can_be_cancelled=(
            may_shrink
            and parcel.status is ParcelStatus.PREPARING
            and (len(others) > 1 or sum(line.left_quantity for line in parcel.lines) > 1)
        ),
        can_be_confirmed=parcel.status is ParcelStatus.SHIPPED,
    )


def _line(
    line: OrderLine,
    images: dict[int, Image | None],
    reductions: OrderReductions,
    booked: BookedLine | None,
) -> OrderedLine:
    return OrderedLine(
        line_id=line.id,
        product_id=line.product_id,
        url=f"/products/{line.product_id}",
        name=line.product_name,
        option_name="" if booked else line.option_name,
        image=images.get(line.product_id),
        quantity=line.quantity,
        sum_text=won(line.gross_won),
        off=reductions.of_line(line.id),
        booking=booking_view(line.parcel.order, booked) if booked else None,
    )


def _refund(refund: Refund) -> tuple[str, str]:
    return str(REFUNDS[refund.status]), won(refund.amount_won)


def _history(order: Order, refunds: list[Refund]) -> list[dict[str, str]]:
    items = sorted(_happened(order, refunds), key=lambda each: each[0], reverse=True)
    return [
        {"at": datetime_ko(at), "datetime": at.isoformat(), "title": title, "body": body}
        for at, title, body in items
    ]


def _happened(order: Order, refunds: list[Refund]) -> Iterator[tuple[datetime, str, str]]:
    yield order.created_at, str(_("주문을 받았어요")), ""
    if order.confirmed_at:
        yield order.confirmed_at, str(_("결제를 확인했어요")), won(order.total_won)
    for parcel in order.parcels:
        name = parcel.seller["name"]
        if parcel.shipped_at:
            yield parcel.shipped_at, str(_("%(name)s에서 보냈어요", name=name)), _way(parcel)
        if parcel.delivered_at:
            yield parcel.delivered_at, str(_("%(name)s의 상품을 받으셨어요", name=name)), ""
    if order.closed_at and order.status is OrderStatus.CANCELLED:
        yield order.closed_at, str(_("주문을 취소했어요")), ""
    if order.closed_at and order.status is OrderStatus.EXPIRED:
        yield order.closed_at, str(_("결제 시간이 지나 주문이 닫혔어요")), ""
    for refund in refunds:
        yield refund.created_at, str(_("환불을 시작했어요")), won(refund.amount_won)


def _way(parcel: Parcel) -> str:
    carrier = CARRIERS.get(parcel.carrier)
    return f"{translate(carrier.name)} {parcel.tracking_number}".strip() if carrier else ""
