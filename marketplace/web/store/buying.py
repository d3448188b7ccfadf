"""The box in which a product is bought: price, options, quantity, delivery, or a quote."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.catalog.models import Product, ProductKind, ProductOption
from marketplace.core.money import VatClass
from marketplace.orders.placing import MOST_OF_ONE
from marketplace.web.cards import price_text
from marketplace.web.filters import won
from marketplace.web.store.date_choice import DateChoice, date_choice

FEW_LEFT = 5  # fewer are said in words, so that nobody orders six of five


@dataclass(frozen=True, slots=True)
class OptionChoice:
    """One option as it can be chosen; `note` says what keeps it from being chosen, or how few."""

    id: int
    name: str
    price_text: str
    price_won: int
    most: int
    can_be_bought: bool
    note: str


@dataclass(frozen=True, slots=True)
class BuyBox:
    """What the box shows; `chosen` is the only option there is, None when one must be picked."""

    price_text: str
    unit: str
    tax_text: str
    options: list[OptionChoice]
    chosen: OptionChoice | None
    least: int
    most: int
    is_quote_only: bool
    is_sold_out: bool
    delivery: list[tuple[str, str]]
    dates: DateChoice | None = None


def buy_box(product: Product) -> BuyBox:
    """The box of a product loaded with options, stock and enterprise."""
    options = [_choice(product, option) for option in product.options if option.is_active]
    buyable = [option for option in options if option.can_be_bought]
    prices = sorted({option.price_won for option in options})
    first = prices[0] if prices else product.price_won
    dates = None if product.is_quote_only else date_choice(product)
    return BuyBox(
        price_text=price_text(None if product.is_quote_only else first, len(prices) > 1),
        unit=product.unit,
        tax_text=_tax_text(product),
        options=options,
        chosen=options[0] if len(options) == 1 and dates is None else None,
        least=product.min_quantity,
        most=max((option.most for option in buyable), default=product.min_quantity),
        is_quote_only=product.is_quote_only,
        is_sold_out=not buyable and not product.is_quote_only,
        delivery=delivery_facts(product) if dates is None else booking_facts(dates),
        dates=dates,
    )


def _choice(product: Product, option: ProductOption) -> OptionChoice:
    left = None if option.stock is None else option.stock.available
    enough = left is None or left >= product.min_quantity
    price = option.price_won or 0
    return OptionChoice(
        id=option.id,
        name=option.name,
        price_text=won(price),
        price_won=price,
        most=MOST_OF_ONE if left is None else min(left, MOST_OF_ONE),
        can_be_bought=enough and not product.is_quote_only,
        note=_note(left, enough),
    )


def _note(left: int | None, enough: bool) -> str:
    if not enough:
        return str(_("품절"))
    if left is not None and left <= FEW_LEFT:
        return str(_("%(n)d개 남음", n=left))
    return ""


def _tax_text(product: Product) -> str:
    if product.is_quote_only:
        return ""
    if product.vat_class is VatClass.TAXABLE:
        return str(_("부가가치세 포함"))
    if product.vat_class is VatClass.EXEMPT:
        return str(_("면세 상품"))
    return str(_("영세율 상품"))


def delivery_facts(product: Product) -> list[tuple[str, str]]:
    """How and when it comes, and what that costs."""
    days = _("주문한 다음 %(n)d일 안에 보내요.", n=product.lead_days)
    if product.kind is not ProductKind.GOODS:
        when = _("주문한 뒤 %(n)d일 안에 판매자가 날짜를 의논해요.", n=product.lead_days)
        where = _("택배가 없는 상품이에요. 배송비가 들지 않아요.")
        return [(str(_("제공")), str(when)), (str(_("배송")), str(where))]
    return [(str(_("배송비")), delivery_fee_text(product)), (str(_("발송")), str(days))]


def booking_facts(dates: DateChoice) -> list[tuple[str, str]]:
    """How a date is booked; what cancelling gives back."""
    many = _("한 번에 %(n)d자리까지 예약할 수 있어요.", n=dates.most) if dates.most else ""
    until, share = dates.refunds[0]
    facts = [
        (str(_("예약")), str(_("고른 날짜와 시각에 만나요. 배송비가 들지 않아요."))),
        (str(_("취소")), f"{until} {share}"),
    ]
    return [*facts, (str(_("인원")), str(many))] if many else facts


def delivery_fee_text(product: Product) -> str:
    """`3,000원 · 30,000원부터 무료`, by the maker's rule."""
    seller = product.enterprise
    if seller.delivery_fee_won == 0:
        return str(_("무료배송"))
    fee = won(seller.delivery_fee_won)
    if seller.free_delivery_from_won is None:
        return fee
    return str(
        _(
            "%(fee)s · 이 기업 상품 %(least)s부터 무료",
            fee=fee,
            least=won(seller.free_delivery_from_won),
        )
    )
