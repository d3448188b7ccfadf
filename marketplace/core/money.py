"""Whole won, VAT and rates: the only arithmetic with money in the product."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

VAT_PERCENT = 10  # 부가가치세법 제30조


class VatClass(StrEnum):
    """How a line is taxed: 과세, 면세, 영세율."""

    TAXABLE = "taxable"
    EXEMPT = "exempt"
    ZERO_RATED = "zero"


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """A whole number of won; never a float. Raises TypeError for anything but int."""

    won: int

    def __post_init__(self) -> None:
        if isinstance(self.won, bool) or not isinstance(self.won, int):
            raise TypeError("won is a whole number")

    def __add__(self, other: Money) -> Money:
        return Money(self.won + other.won)

    def __sub__(self, other: Money) -> Money:
        return Money(self.won - other.won)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.won * quantity)

    def __neg__(self) -> Money:
        return Money(-self.won)

    def __bool__(self) -> bool:
        return self.won != 0


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """Net, VAT and gross of one line in won; net + vat == gross always."""

    net_won: int
    vat_won: int

    @property
    def gross_won(self) -> int:
        return self.net_won + self.vat_won


def split_gross(gross_won: int, vat_class: VatClass) -> TaxedAmount:
    """Split a VAT-inclusive amount; net is gross × 10/11 rounded half up, VAT the rest.

    One rounding for a whole line keeps net + VAT equal to what the buyer paid. Negative
    amounts (corrections) mirror positive ones, so that a reversal cancels to the won.
    """
    if vat_class is not VatClass.TAXABLE:
        return TaxedAmount(gross_won, 0)
    net = round_half_up(Decimal(abs(gross_won)) * 100 / (100 + VAT_PERCENT))
    sign = -1 if gross_won < 0 else 1
    return TaxedAmount(sign * net, gross_won - sign * net)


def round_half_up(value: Decimal) -> int:
    """Round to a whole number, halves away from zero, as Korean public accounts do."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def rate_percent(part_won: int, whole_won: int, places: int = 1) -> Decimal | None:
    """part ÷ whole in percent to `places` decimals, half up; None when there is no whole."""
    if whole_won <= 0:
        return None
    exact = Decimal(part_won) * 100 / Decimal(whole_won)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def share(amount_won: int, basis_points: int) -> int:
    """`basis_points` hundredths of a percent of an amount, in won, rounded half up."""
    return round_half_up(Decimal(amount_won) * basis_points / 10_000)
