"""Whether units of an option may be put into a cart or on a list, said by name when not."""

from __future__ import annotations

from marketplace.orders import pricing
from marketplace.orders.errors import (
    NotForSale,
    OptionNotFound,
    QuantityNotPossible,
    QuantityTooLarge,
    QuantityTooSmall,
    Shortage,
    StockRanOut,
)
from marketplace.orders.placing import MOST_OF_ONE
from marketplace.orders.pricing import Obstacle, Offer


def pick_offer(option_id: int, quantity: int, whole: int, *, from_stock: bool) -> Offer:
    """The offer of an option of which `quantity` more make `whole`.

    Raises QuantityNotPossible, OptionNotFound, NotForSale, QuantityTooSmall, QuantityTooLarge,
    and `from_stock` also StockRanOut; a list is made long before anything is taken.
    """
    if quantity < 1 or whole > MOST_OF_ONE:
        raise QuantityNotPossible
    offer = pricing.read_offers([option_id]).get(option_id)
    if offer is None:
        raise OptionNotFound
    match offer.obstacle(whole):
        case Obstacle.NOT_FOR_SALE:
            raise NotForSale(offer.product_name)
        case Obstacle.BELOW_MINIMUM:
            raise QuantityTooSmall(offer.product_name, offer.min_quantity)
        case Obstacle.ABOVE_MAXIMUM:
            raise QuantityTooLarge(offer.product_name, offer.most_seats or 0)
        case Obstacle.SHORT if from_stock:
            left = offer.available or 0
            raise StockRanOut(
                [Shortage(option_id, offer.product_name, offer.option_name, whole, left)]
            )
    return offer
