"""The lines of one parcel as they are sent, and the sums that stand under them."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.core.money import TaxedAmount, VatClass, split_gross
from marketplace.orders.models import OrderLine, Parcel


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line as far as it is sent: what was cancelled before is not on it."""

    product_name: str
    option_name: str
    quantity: int
    cancelled: int
    unit_price_won: int
    tax: TaxedAmount

    @property
    def gross_won(self) -> int:
        return self.tax.gross_won


@dataclass(frozen=True, slots=True)
class TaxTotals:
    """Won of one parcel at its whole price: its lines, supply value, VAT, delivery fee, the sum."""

    lines: list[SlipLine]
    net_won: int
    vat_won: int
    delivery: TaxedAmount
    total_won: int


def tax_totals(parcel: Parcel) -> TaxTotals:
    """Sums of the lines and the delivery fee, which is taxed as a service."""
    lines = [_line(line) for line in parcel.lines]
    delivery = split_gross(parcel.delivery_now_won, VatClass.TAXABLE)
    return TaxTotals(
        lines=lines,
        net_won=sum(line.tax.net_won for line in lines) + delivery.net_won,
        vat_won=sum(line.tax.vat_won for line in lines) + delivery.vat_won,
        delivery=delivery,
        total_won=sum(line.gross_won for line in lines) + delivery.gross_won,
    )


def _line(line: OrderLine) -> SlipLine:
    return SlipLine(
        product_name=line.product_name,
        option_name=line.option_name,
        quantity=line.sent_quantity,
        cancelled=line.cancelled_quantity,
        unit_price_won=line.unit_price_won,
        tax=split_gross(line.unit_price_won * line.sent_quantity, line.vat_class),
    )
