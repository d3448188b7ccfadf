"""The cart as it is shown: by enterprise, with what changed, and sums of what is picked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.catalog.models import WithdrawalLimit
from marketplace.catalog.queries import read_cards
from marketplace.orders.cart import PricedCart
from marketplace.orders.placing import MOST_OF_ONE
from marketplace.orders.pricing import EnterpriseShare, Obstacle, Offer, PricedLine, Quote, price
from marketplace.returns.rules import Limit
from marketplace.web.cards import ProductCard, product_cards
from marketplace.web.dates import when_text
from marketplace.web.filters import won
from marketplace.web.images import Image
from marketplace.web.return_words import LIMIT


@dataclass(frozen=True, slots=True)
class LineView:
    """One line; `problem` keeps it from being ordered, `news` is what changed since."""

    id: int
    option_id: int
    url: str
    name: str
    option_name: str
    image: Image | None
    quantity: int
    least: int
    most: int
    unit_text: str
    sum_text: str
    problem: str
    news: str
    limit: str
    fits: int | None
    picked: bool

    @property
    def can_be_ordered(self) -> bool:
        return not self.problem


@dataclass(frozen=True, slots=True)
class ShareView:
    """What one enterprise sends: its lines, its delivery, what is missing to free delivery."""

    name: str
    url: str
    lines: list[LineView]
    goods_text: str
    delivery_text: str
    free_hint: str


@dataclass(frozen=True, slots=True)
class CartView:
    """The whole cart; sums are of the picked lines that can be ordered."""

    shares: list[ShareView]
    sums: list[tuple[str, str]]
    total_text: str
    total_won: int
    picked_count: int

    @property
    def is_empty(self) -> bool:
        return not self.shares


def cart_view(cart: PricedCart, picked: Collection[int] | None = None) -> CartView:
    """The view of a priced cart; `picked` are line ids, None picks whatever can be ordered."""
    quote = picked_quote(cart, picked)
    shares = {share.enterprise_id: share for share in quote.shares}
    cards = _cards(cart.quote)
    return CartView(
        shares=[
            _share(cart, whole, shares.get(whole.enterprise_id), cards, picked)
            for whole in cart.quote.shares
        ],
        sums=[
            (str(_("상품 금액")), won(quote.goods_won)),
            (str(_("배송비")), won(quote.delivery_won) if quote.delivery_won else str(_("무료"))),
        ],
        total_text=won(quote.total_won),
        total_won=quote.total_won,
        picked_count=len(quote.lines),
    )


def picked_quote(cart: PricedCart, picked: Collection[int] | None) -> Quote:
    """The price of the picked lines that can be ordered."""
    chosen = [line for line in cart.quote.lines if _is_picked(cart, line, picked)]
    offers = {line.offer.option_id: line.offer for line in chosen}
    return price([(line.offer.option_id, line.quantity) for line in chosen], offers)


def _is_picked(cart: PricedCart, line: PricedLine, picked: Collection[int] | None) -> bool:
    line_id = cart.line_ids[line.offer.option_id]
    return line.obstacle is None and (picked is None or line_id in picked)


def _cards(quote: Quote) -> dict[int, ProductCard]:
    ids = list(dict.fromkeys(line.offer.product_id for line in quote.lines))
    return {card.id: card for card in product_cards(read_cards(ids))}


def _share(
    cart: PricedCart,
    whole: EnterpriseShare,
    share: EnterpriseShare | None,
    cards: dict[int, ProductCard],
    picked: Collection[int] | None,
) -> ShareView:
    return ShareView(
        name=whole.enterprise_name,
        url=f"/enterprises/{whole.enterprise_slug}",
        lines=[
            _line(cart, line, cards.get(line.offer.product_id), _is_picked(cart, line, picked))
            for line in whole.lines
        ],
        goods_text=won(share.goods_won if share else 0),
        delivery_text=_delivery(share),
        free_hint=_free_hint(share),
    )


def _delivery(share: EnterpriseShare | None) -> str:
    if share is None:
        return "–"
    return won(share.delivery_won) if share.delivery_won else str(_("무료"))


def _free_hint(share: EnterpriseShare | None) -> str:
    if share is None or not share.more_for_free_delivery_won:
        return ""
    missing = won(share.more_for_free_delivery_won)
    return str(_("%(missing)s 더 담으면 배송비가 없어요.", missing=missing))


def _line(cart: PricedCart, line: PricedLine, card: ProductCard | None, picked: bool) -> LineView:
    offer = line.offer
    return LineView(
        id=cart.line_ids[offer.option_id],
        option_id=offer.option_id,
        url=f"/products/{offer.product_id}",
        name=offer.product_name,
        option_name=option_text(offer),
        image=card.image if card else None,
        quantity=line.quantity,
        least=offer.min_quantity,
        most=_most(offer),
        unit_text=won(line.unit_price_won),
        sum_text=won(line.gross_won),
        problem=_problem(line),
        news=_news(cart, line),
        limit=str(SAID_OF_LIMIT.get(offer.withdrawal_limit, "")),
        fits=_fits(line),
        picked=picked,
    )


SAID_OF_LIMIT = {
    WithdrawalLimit.PERISHABLE: LIMIT[Limit.PERISHABLE],
    WithdrawalLimit.CUSTOM_MADE: LIMIT[Limit.CUSTOM_MADE],
}


def option_text(offer: Offer) -> str:
    """What was chosen: the date and place of an experience, else the option's name."""
    if offer.session is None:
        return offer.option_name
    return f"{when_text(offer.session)} · {offer.session.place}"


def _most(offer: Offer) -> int:
    bounds = (offer.available, offer.most_seats, MOST_OF_ONE)
    return max(min(each for each in bounds if each is not None), offer.min_quantity)


def _problem(line: PricedLine) -> str:
    match line.obstacle:
        case Obstacle.NOT_FOR_SALE:
            return _not_for_sale(line.offer)
        case Obstacle.BELOW_MINIMUM:
            return str(_("%(n)d개부터 주문할 수 있어요.", n=line.offer.min_quantity))
        case Obstacle.ABOVE_MAXIMUM:
            return str(_("한 번에 %(n)d자리까지 예약할 수 있어요.", n=line.offer.most_seats))
        case Obstacle.SHORT if not line.offer.available:
            return str(_("다 팔렸어요."))
        case Obstacle.SHORT:
            return str(_("지금은 %(n)d개 남았어요.", n=line.offer.available))
    return ""


def _not_for_sale(offer: Offer) -> str:
    if offer.session is not None:
        return str(_("예약이 끝난 날짜예요. 다른 날짜를 골라 주세요."))
    return str(_("지금은 주문할 수 없는 상품이에요."))


def _fits(line: PricedLine) -> int | None:
    """The quantity that would do instead, None when there is none."""
    offer = line.offer
    if line.obstacle is Obstacle.BELOW_MINIMUM:
        return offer.min_quantity
    if line.obstacle is Obstacle.ABOVE_MAXIMUM:
        return offer.most_seats
    left = offer.available or 0
    if line.obstacle is Obstacle.SHORT and left >= offer.min_quantity:
        return left
    return None


def _news(cart: PricedCart, line: PricedLine) -> str:
    if line.obstacle is Obstacle.NOT_FOR_SALE or not cart.price_moved(line.offer.option_id):
        return ""
    seen = won(cart.seen_won[line.offer.option_id])
    return str(
        _("담을 때 %(seen)s에서 %(now)s으로 바뀌었어요.", seen=seen, now=won(line.unit_price_won))
    )
