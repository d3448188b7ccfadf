"""Lines at a price both sides agreed on, instead of the list price.

They take nothing from the shelf: what was quoted is made or set aside for it. A price that
moves in the list afterwards changes nothing, because the quote is what was agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marketplace.core.money import VatClass
from marketplace.enterprises.models import EnterpriseStatus
from marketplace.orders import snapshots
from marketplace.orders.errors import (
    NotForSale,
    NothingToOrder,
    OptionNotFound,
    QuantityNotPossible,
)
from marketplace.orders.pricing import EnterpriseShare, Offer, PricedLine, Quote, read_offers

LONGEST_NAME = 80  # of an order line's option name
MOST_AGREED = 999_999


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """One line of an accepted quote; `unit_price_won` includes VAT, delivery is in the price.

    `option_id` says which product it is a kind of, because a record counts by product kind.
    """

    option_id: int
    name: str
    quantity: int
    unit_price_won: int
    vat_class: VatClass


def quote_of(agreed: Sequence[AgreedLine]) -> Quote:
    """The lines as an order takes them, by enterprise, without delivery.

    Raises NothingToOrder, OptionNotFound, QuantityNotPossible, or NotForSale when the firm
    sells nothing any more; whether its list still names the product does not matter.
    """
    if not agreed:
        raise NothingToOrder
    offers = read_offers(line.option_id for line in agreed)
    _refuse_impossible(agreed, offers)
    shares: dict[int, list[PricedLine]] = {}
    for number, line in enumerate(agreed, 1):
        offer = _at_agreed_price(offers[line.option_id], line)
        shares.setdefault(offer.enterprise_id, []).append(
            PricedLine(offer, line.quantity, None, number)
        )
    return Quote(tuple(_share(shares[key]) for key in sorted(shares)))


def _refuse_impossible(agreed: Sequence[AgreedLine], offers: dict[int, Offer]) -> None:
    if any(line.option_id not in offers for line in agreed):
        raise OptionNotFound
    if any(not 1 <= line.quantity <= MOST_AGREED or line.unit_price_won < 0 for line in agreed):
        raise QuantityNotPossible
    sellers = snapshots.read_sellers(offer.enterprise_id for offer in offers.values())
    for offer in offers.values():
        if sellers[offer.enterprise_id].status is not EnterpriseStatus.ACTIVE:
            raise NotForSale(offer.product_name)


def _at_agreed_price(offer: Offer, line: AgreedLine) -> Offer:
    return replace(
        offer,
        option_name=line.name[:LONGEST_NAME],
        vat_class=line.vat_class,
        unit_price_won=line.unit_price_won,
        min_quantity=1,
        is_for_sale=True,
        available=None,
        session=None,
    )


def _share(lines: list[PricedLine]) -> EnterpriseShare:
    offer = lines[0].offer
    return EnterpriseShare(
        enterprise_id=offer.enterprise_id,
        enterprise_name=offer.enterprise_name,
        enterprise_slug=offer.enterprise_slug,
        lines=tuple(lines),
        goods_won=sum(line.gross_won for line in lines),
        delivery_won=0,
        more_for_free_delivery_won=0,
    )
