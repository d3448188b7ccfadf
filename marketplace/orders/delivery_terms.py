"""What sending costs between a buyer and a seller, by the terms told on the day of the order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.catalog.models import ProductKind
from marketplace.orders.models import Parcel


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """The seller's fee, the goods sum from which it is waived, and one way back; in won."""

    fee_won: int
    free_from_won: int | None
    return_fee_won: int


def terms_of(parcel: Parcel) -> DeliveryTerms:
    """The terms as they were told; what was not told that day is not asked for later."""
    told = parcel.seller
    fee = int(told.get("delivery_fee_won") or 0)
    back = told.get("return_fee_won")
    return DeliveryTerms(
        fee_won=fee,
        free_from_won=told.get("free_delivery_from_won"),
        return_fee_won=fee if back is None else int(back),
    )


def kept_units(parcel: Parcel, without: Mapping[int, int]) -> dict[int, int]:
    """Units left of each line, by line id, once `without` has gone."""
    return {line.id: line.left_quantity - without.get(line.id, 0) for line in parcel.lines}


def delivery_due_won(parcel: Parcel, kept: Mapping[int, int]) -> int:
    """What delivery of so many units costs by the terms of that day; nothing for nothing.

    Where the terms were not kept (orders of before), the fee stays what it is.
    """
    travelling = [
        line for line in parcel.lines if kept[line.id] and line.product_kind == ProductKind.GOODS
    ]
    if not travelling:
        return 0
    terms = terms_of(parcel)
    goods_won = sum(line.unit_price_won * kept[line.id] for line in parcel.lines)
    if terms.free_from_won is not None and goods_won >= terms.free_from_won:
        return min(parcel.delivery_now_won, terms.fee_won)
    return max(parcel.delivery_now_won, terms.fee_won)
