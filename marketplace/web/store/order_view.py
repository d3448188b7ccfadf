"""An order as its buyer sees it: where it stands, each parcel, what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.catalog.queries import read_cards
from marketplace.orders.arrivals import can_be_missed
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
from marketplace.returns.models import ReturnRequest
from marketplace.returns.offering import ASKABLE
from marketplace.returns.queries import list_of_parcels
from marketplace.web.cards import product_cards
from marketplace.web.filters import won
from marketplace.web.images import Image
from marketplace.web.return_view import title_of
from marketplace.web.return_words import KIND, STATUS
from marketplace.web.store.booking_view import BookingView, booking_view
from marketplace.web.store.order_arrival import arrival_words
from marketplace.web.store.order_headline import headline
from marketplace.web.store.order_history import history
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
    became: str = ""
    booking: BookingView | None = None


@dataclass(frozen=True, slots=True)
class ReturnDoor:
    """A request to give something of a parcel back, as a link to its page."""

    href: str
    label: str
    state: str
    tone: str


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
    can_be_missed: bool
    arrival: str
    can_be_returned: bool
    returns: list[ReturnDoor] = field(default_factory=list)


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
    asked = list_of_parcels([each.id for each in order.parcels])
    sentence, lead, tone = headline(order, payment, asked)
    reductions = read_reductions(order)
    parcels = _parcels(order, reductions, asked)
    return OrderView(
        headline=sentence,
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
        history=history(order, refunds, asked),
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


def _parcels(
    order: Order, reductions: OrderReductions, asked: Sequence[ReturnRequest]
) -> list[ParcelView]:
    ids = {line.product_id for parcel in order.parcels for line in parcel.lines}
    images = {card.id: card.image for card in product_cards(read_cards(sorted(ids)))}
    booked = read_booked(order.parcels)
    views = [_parcel(parcel, images, reductions, booked) for parcel in order.parcels]
    return [
        replace(
            view, returns=[_return(order, each) for each in asked if each.parcel_id == parcel.id]
        )
        for view, parcel in zip(views, order.parcels, strict=True)
    ]


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
        goods_text=won(parcel.sent_won - parcel.delivery_now_won),
        delivery_text=won(parcel.delivery_now_won) if parcel.delivery_now_won else str(_("무료")),
        carrier=translate(carrier.name) if carrier else "",
        tracking_number=parcel.tracking_number,
        track_url=tracking_page(parcel),
        can_be_cancelled=(
            may_shrink
            and parcel.status is ParcelStatus.PREPARING
            and (len(others) > 1 or sum(line.left_quantity for line in parcel.lines) > 1)
        ),
        can_be_confirmed=parcel.status is ParcelStatus.SHIPPED or can_be_missed(parcel),
        can_be_missed=can_be_missed(parcel),
        arrival=arrival_words(parcel),
        can_be_returned=_can_be_returned(parcel, booked),
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
        quantity=line.sent_quantity or line.quantity,
        sum_text=won(line.unit_price_won * (line.sent_quantity or line.quantity)),
        became=_became(line),
        off=reductions.of_line(line.id),
        booking=booking_view(line.parcel.order, booked) if booked else None,
    )


def _became(line: OrderLine) -> str:
    """What of a line did not stay with the buyer."""
    said = [
        _("%(n)d개 취소", n=line.cancelled_quantity) if line.cancelled_quantity else "",
        _("%(n)d개 반품·교환 중", n=line.claimed_quantity) if line.claimed_quantity else "",
        _("%(n)d개 반품", n=line.returned_quantity) if line.returned_quantity else "",
    ]
    return " · ".join(str(each) for each in said if each)


def _can_be_returned(parcel: Parcel, booked: dict[int, BookedLine]) -> bool:
    asked_of = parcel.order.terms is PaymentTerms.PREPAID and parcel.status in ASKABLE
    return asked_of and any(x.left_quantity for x in parcel.lines if x.id not in booked)


def _return(order: Order, asked: ReturnRequest) -> ReturnDoor:
    state, tone = STATUS[asked.status]
    return ReturnDoor(
        href=f"/orders/{order.access_token}/returns/{asked.public_id}",
        label=f"{KIND[asked.kind]} · {title_of(asked)}",
        state=str(state),
        tone=tone,
    )


def _refund(refund: Refund) -> tuple[str, str]:
    return str(REFUNDS[refund.status]), won(refund.amount_won)
