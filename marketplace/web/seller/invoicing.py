"""The sums that stand under the lines of one parcel."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.core.money import TaxedAmount, VatClass, split_gross
from marketplace.orders.models import Parcel


@dataclass(frozen=True, slots=True)
class TaxTotals:
    """Won of one parcel at its whole price: supply value, VAT, delivery fee, all together."""

    net_won: int
    vat_won: int
    delivery: TaxedAmount
    total_won: int


def tax_totals(parcel: Parcel) -> TaxTotals:
    """Sums of the lines and the delivery fee, which is taxed as a service."""
    delivery = split_gross(parcel.delivery_won, VatClass.TAXABLE)
    return TaxTotals(
        net_won=sum(line.net_won for line in parcel.lines) + delivery.net_won,
        vat_won=sum(line.vat_won for line in parcel.lines) + delivery.vat_won,
        delivery=delivery,
        total_won=parcel.goods_won + parcel.delivery_won,
    )
