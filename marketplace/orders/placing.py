"""One order from a list of wants: one parcel per enterprise, units held, everything kept as shown.

Who pays and when is the caller's affair: prepaid orders wait for payment under a hold with
an end, pay-later orders wait for approval under one without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.types import readable_code
from marketplace.enterprises.models import Enterprise
from marketplace.orders import agreements, pricing, reservations, snapshots
from marketplace.orders.agreements import AgreedLine
from marketplace.orders.errors import (
    NotForSale,
    NothingToOrder,
    OptionNotFound,
    PriceChanged,
    QuantityNotPossible,
    QuantityTooLarge,
    QuantityTooSmall,
)
from marketplace.orders.models import Channel, Order, OrderLine, OrderStatus, Parcel, PaymentTerms
from marketplace.orders.pricing import EnterpriseShare, Obstacle, PricedLine, Quote
from marketplace.orders.queries import find_by_checkout_token
from marketplace.orders.reducing import NOTHING_OFF, Reducer, Reduction

MOST_OF_ONE = 9_999
FIRST_STATUS = {
    PaymentTerms.PREPAID: OrderStatus.AWAITING_PAYMENT,
    PaymentTerms.PAY_LATER: OrderStatus.AWAITING_APPROVAL,
}


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who orders; `account_id` is None for a guest."""

    name: str
    email: str
    phone: str
    account_id: int | None = None
    locale: str = "ko"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where it goes; a five-digit postcode."""

    recipient_name: str
    recipient_phone: str
    postcode: str
    address: str
    address_detail: str = ""
    delivery_note: str = ""


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """What is asked for: `wanted` holds (option id, quantity) pairs.

    `agreed` are the lines of an accepted quote instead, at its prices; `held_until` lengthens
    the hold of an unpaid order. `checkout_token` is made with the page the buyer decides on, so
    that the same page orders once. `shown_total_won` is the sum that page showed; None where
    nobody was shown one. `reducer` takes off what a coupon or points are worth.
    """

    checkout_token: str
    wanted: Sequence[tuple[int, int]]
    buyer: Buyer
    destination: Destination
    channel: Channel = Channel.STORE
    terms: PaymentTerms = PaymentTerms.PREPAID
    shown_total_won: int | None = None
    consents: dict[str, Any] = field(default_factory=dict)
    reducer: Reducer | None = None
    agreed: Sequence[AgreedLine] = ()
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """The order, and whether this call made it."""

    order: Order
    is_new: bool


def place_order(request: OrderRequest) -> Placed:
    """Place an order or find the one this checkout already placed.

    Raises NothingToOrder, QuantityNotPossible, QuantityTooSmall, QuantityTooLarge,
    OptionNotFound, NotForSale, PriceChanged or StockRanOut, or what the reducer raises; then
    nothing of it remains.
    """
    earlier = find_by_checkout_token(request.checkout_token)
    if earlier is not None:
        return Placed(earlier, is_new=False)
    wanted = {} if request.agreed else _merged(request.wanted)
    quote = agreements.quote_of(request.agreed) if request.agreed else _quote(wanted)
    reduction = request.reducer.reduce(quote) if request.reducer else NOTHING_OFF
    total_won = quote.total_won - reduction.total_won
    if request.shown_total_won not in (None, total_won):
        raise PriceChanged(request.shown_total_won or 0, total_won)
    order = _new_order(request, quote, reduction)
    if not _claim_token(order):
        return Placed(_placed_meanwhile(request.checkout_token), is_new=False)
    _add_parcels(order, quote, reduction)
    reservations.take(wanted, order.number)
    reservations.refuse_closed_dates(wanted)
    db.session.flush()
    if request.reducer:
        request.reducer.take(
            order
        )  # after the stock, as everywhere, so that nobody waits in a circle
    audit.record("order:placed", order, number=order.number, total_won=order.total_won)
    return Placed(order, is_new=True)


def _merged(wanted: Sequence[tuple[int, int]]) -> dict[int, int]:
    totals: dict[int, int] = {}
    for option_id, quantity in wanted:
        totals[option_id] = totals.get(option_id, 0) + quantity
        if quantity < 1 or totals[option_id] > MOST_OF_ONE:
            raise QuantityNotPossible
    if not totals:
        raise NothingToOrder
    return totals


def _quote(wanted: dict[int, int]) -> Quote:
    offers = pricing.read_offers(wanted)
    if len(offers) != len(wanted):
        raise OptionNotFound
    quote = pricing.price(list(wanted.items()), offers)
    for line in quote.lines:
        if line.obstacle is Obstacle.NOT_FOR_SALE:
            raise NotForSale(line.offer.product_name)
        if line.obstacle is Obstacle.BELOW_MINIMUM:
            raise QuantityTooSmall(line.offer.product_name, line.offer.min_quantity)
        if line.obstacle is Obstacle.ABOVE_MAXIMUM:
            raise QuantityTooLarge(line.offer.product_name, line.offer.most_seats or 0)
    return quote  # a shortage is for the conditional decrement to find, not for a read


def _new_order(request: OrderRequest, quote: Quote, reduction: Reduction) -> Order:
    buyer, to = request.buyer, request.destination
    return Order(
        number=order_number(),
        checkout_token=request.checkout_token,
        channel=request.channel,
        terms=request.terms,
        status=FIRST_STATUS[request.terms],
        account_id=buyer.account_id,
        locale=buyer.locale,
        buyer_name=buyer.name,
        buyer_email=buyer.email.strip().lower(),
        buyer_phone=buyer.phone,
        recipient_name=to.recipient_name,
        recipient_phone=to.recipient_phone,
        postcode=to.postcode,
        address=to.address,
        address_detail=to.address_detail,
        delivery_note=to.delivery_note,
        goods_won=quote.goods_won,
        delivery_won=quote.delivery_won,
        discount_won=reduction.discount_won,
        points_won=reduction.points_won,
        total_won=quote.total_won - reduction.total_won,
        consents=request.consents,
        reserved_until=_hold_ends(request),
    )


def order_number() -> str:
    """`251121-7K3F-9Q2M`: the Seoul day and eight readable characters (5 × 10¹¹ a day)."""
    code = readable_code(8)
    return f"{clock.today():%y%m%d}-{code[:4]}-{code[4:]}"


def _hold_ends(request: OrderRequest) -> datetime | None:
    if request.terms is not PaymentTerms.PREPAID:
        return None
    shortest = clock.now() + reservations.HOLD
    return max(shortest, request.held_until or shortest)


def _claim_token(order: Order) -> bool:
    # The unique checkout token decides a race of two clicks before any stock is touched.
    try:
        with db.session.begin_nested():
            db.session.add(order)
    except IntegrityError:
        return False
    return True


def _placed_meanwhile(checkout_token: str) -> Order:
    order = find_by_checkout_token(checkout_token)
    if order is None:
        raise RuntimeError("the order's number was taken, not its checkout token")
    return order


def _add_parcels(order: Order, quote: Quote, reduction: Reduction) -> None:
    sellers = snapshots.read_sellers(share.enterprise_id for share in quote.shares)
    for share in quote.shares:
        db.session.add(_parcel(order, share, sellers[share.enterprise_id], reduction))


def _parcel(
    order: Order, share: EnterpriseShare, seller: Enterprise, reduction: Reduction
) -> Parcel:
    held = snapshots.certification_snapshot(seller, clock.today())
    return Parcel(
        order=order,
        enterprise_id=share.enterprise_id,
        goods_won=share.goods_won,
        delivery_won=share.delivery_won,
        seller=snapshots.seller_snapshot(seller),
        lines=[
            _line(line, held, reduction.by_option.get(line.offer.option_id, 0))
            for line in share.lines
        ],
    )


def _line(line: PricedLine, held: list[dict[str, Any]], reduced_won: int) -> OrderLine:
    offer, tax = line.offer, line.tax
    return OrderLine(
        product_id=offer.product_id,
        option_id=offer.option_id,
        product_name=offer.product_name,
        option_name=offer.option_name,
        product_kind=offer.kind.value,
        quantity=line.quantity,
        unit_price_won=line.unit_price_won,
        vat_class=offer.vat_class,
        net_won=tax.net_won,
        vat_won=tax.vat_won,
        gross_won=line.gross_won,
        reduced_won=reduced_won,
        certifications=held,
        agreed_line=line.agreed_line,
        refund_steps=list(offer.refund_steps) if offer.session else [],
        withdrawal_limit=offer.withdrawal_limit,
    )
