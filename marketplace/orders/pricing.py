"""What a set of options costs: per enterprise, with its delivery fee, VAT per line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from marketplace.catalog.models import (
    Product,
    ProductKind,
    ProductOption,
    ProductStatus,
    Stock,
    WithdrawalLimit,
)
from marketplace.catalog.sessions.models import BookingTerms, ExperienceSession
from marketplace.catalog.sessions.refund_table import HOUSE_TABLE, RefundTable, table_of
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.money import TaxedAmount, VatClass, split_gross
from marketplace.enterprises.models import Enterprise, EnterpriseStatus


class Obstacle(StrEnum):
    """Why a line cannot be ordered as it stands."""

    NOT_FOR_SALE = "not_for_sale"
    SHORT = "short"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"


@dataclass(frozen=True, slots=True)
class Offer:
    """One option as it is sold now; `available` is None when units are not counted.

    `session` is the date of an experience, `most_seats` how many one booking may take.
    """

    option_id: int
    option_name: str
    product_id: int
    product_name: str
    kind: ProductKind
    vat_class: VatClass
    min_quantity: int
    unit_price_won: int | None
    is_for_sale: bool
    available: int | None
    enterprise_id: int
    enterprise_name: str
    enterprise_slug: str
    delivery_fee_won: int
    free_delivery_from_won: int | None
    withdrawal_limit: WithdrawalLimit
    session: ExperienceSession | None = None
    most_seats: int | None = None
    refund_steps: tuple[Mapping[str, Any], ...] = ()

    @property
    def refund_table(self) -> RefundTable:
        """What cancelling a booking of it gives back."""
        return table_of(self.refund_steps)

    def obstacle(self, quantity: int) -> Obstacle | None:
        """Why `quantity` units cannot be ordered, None when they can."""
        if not self.is_for_sale or self.unit_price_won is None:
            return Obstacle.NOT_FOR_SALE
        if quantity < self.min_quantity:
            return Obstacle.BELOW_MINIMUM
        if self.session and self.most_seats is not None and quantity > self.most_seats:
            return Obstacle.ABOVE_MAXIMUM
        if self.available is not None and self.available < quantity:
            return Obstacle.SHORT
        return None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """An offer times a quantity; amounts in won, `gross_won` including VAT.

    `agreed_line` numbers the lines of an accepted quote from 1; 0 is the list price.
    """

    offer: Offer
    quantity: int
    obstacle: Obstacle | None
    agreed_line: int = 0

    @property
    def unit_price_won(self) -> int:
        return self.offer.unit_price_won or 0

    @property
    def gross_won(self) -> int:
        return self.unit_price_won * self.quantity

    @property
    def tax(self) -> TaxedAmount:
        """Net and VAT of the whole line, rounded once."""
        return split_gross(self.gross_won, self.offer.vat_class)


@dataclass(frozen=True, slots=True)
class EnterpriseShare:
    """What one enterprise sends, and what its delivery costs."""

    enterprise_id: int
    enterprise_name: str
    enterprise_slug: str
    lines: tuple[PricedLine, ...]
    goods_won: int
    delivery_won: int
    more_for_free_delivery_won: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Everything priced, by enterprise in order of id."""

    shares: tuple[EnterpriseShare, ...]

    @property
    def lines(self) -> tuple[PricedLine, ...]:
        return tuple(line for share in self.shares for line in share.lines)

    @property
    def goods_won(self) -> int:
        return sum(share.goods_won for share in self.shares)

    @property
    def delivery_won(self) -> int:
        return sum(share.delivery_won for share in self.shares)

    @property
    def total_won(self) -> int:
        return self.goods_won + self.delivery_won

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def travels(self) -> bool:
        """Whether anything is sent; services and experiences are performed."""
        return any(line.offer.kind is ProductKind.GOODS for line in self.lines)

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.shares) and all(line.obstacle is None for line in self.lines)


def read_offers(option_ids: Iterable[int]) -> dict[int, Offer]:
    """The options as they are sold now, by id, in one statement."""
    query = (
        select(ProductOption, Product, Enterprise, Stock.available, ExperienceSession, BookingTerms)
        .join(Product, Product.id == ProductOption.product_id)
        .join(Enterprise, Enterprise.id == Product.enterprise_id)
        .outerjoin(Stock, Stock.option_id == ProductOption.id)
        .outerjoin(ExperienceSession, ExperienceSession.option_id == ProductOption.id)
        .outerjoin(BookingTerms, BookingTerms.product_id == Product.id)
        .where(ProductOption.id.in_(sorted(set(option_ids))))
    )
    return {row[0].id: _offer(*row) for row in db.session.execute(query)}


def _offer(
    option: ProductOption,
    product: Product,
    enterprise: Enterprise,
    available: int | None,
    session: ExperienceSession | None,
    terms: BookingTerms | None,
) -> Offer:
    price = None if product.price_won is None else product.price_won + option.price_delta_won
    return Offer(
        option_id=option.id,
        option_name=option.name,
        product_id=product.id,
        product_name=product.name,
        kind=product.kind,
        vat_class=product.vat_class,
        min_quantity=product.min_quantity,
        unit_price_won=price,
        is_for_sale=(
            option.is_active
            and product.status is ProductStatus.PUBLISHED
            and enterprise.status is EnterpriseStatus.ACTIVE
            and (session is None or session.is_open(clock.now()))
        ),
        available=available,
        enterprise_id=enterprise.id,
        enterprise_name=enterprise.name,
        enterprise_slug=enterprise.slug,
        delivery_fee_won=enterprise.delivery_fee_won,
        free_delivery_from_won=enterprise.free_delivery_from_won,
        withdrawal_limit=product.withdrawal_limit,
        session=session,
        most_seats=terms.most_seats if terms else None,
        refund_steps=tuple(terms.refund_steps if terms else HOUSE_TABLE.plain()),
    )


def price(wanted: Sequence[tuple[int, int]], offers: Mapping[int, Offer]) -> Quote:
    """Price (option id, quantity) pairs; an option without an offer is left out."""
    by_enterprise: dict[int, list[PricedLine]] = {}
    for option_id, quantity in wanted:
        offer = offers.get(option_id)
        if offer is not None:
            line = PricedLine(offer, quantity, offer.obstacle(quantity))
            by_enterprise.setdefault(offer.enterprise_id, []).append(line)
    return Quote(tuple(_share(by_enterprise[key]) for key in sorted(by_enterprise)))


def _share(lines: list[PricedLine]) -> EnterpriseShare:
    offer = lines[0].offer
    sold = [line for line in lines if line.obstacle is not Obstacle.NOT_FOR_SALE]
    goods = sum(line.gross_won for line in sold)
    # Services are performed, not sent; only goods travel.
    travels = any(line.offer.kind is ProductKind.GOODS for line in sold)
    fee = offer.delivery_fee_won if travels else 0
    threshold = offer.free_delivery_from_won
    is_free = fee == 0 or (threshold is not None and goods >= threshold)
    return EnterpriseShare(
        enterprise_id=offer.enterprise_id,
        enterprise_name=offer.enterprise_name,
        enterprise_slug=offer.enterprise_slug,
        lines=tuple(lines),
        goods_won=goods,
        delivery_won=0 if is_free else fee,
        more_for_free_delivery_won=0 if is_free or threshold is None else threshold - goods,
    )
