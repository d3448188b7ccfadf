"""What a receipt says: every line with its tax, what was taken off, delivery, what went back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core.money import VatClass, split_gross
from marketplace.orders.models import Order, OrderLine, Parcel, ParcelStatus
from marketplace.payments.models import Refund, RefundStatus
from marketplace.web.filters import date_ko, won
from marketplace.web.store.sellers import Facts, facts_of

TAX = {
    VatClass.TAXABLE: _l("과세"),
    VatClass.EXEMPT: _l("면세"),
    VatClass.ZERO_RATED: _l("영세율"),
}
GIVEN = (RefundStatus.INTENDED, RefundStatus.SENT, RefundStatus.DONE)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line as it was paid: what a coupon or points took off is off its tax base."""

    name: str
    quantity: int
    unit_text: str
    gross_text: str
    off_text: str
    tax: str
    net_text: str
    vat_text: str
    note: str


@dataclass(frozen=True, slots=True)
class ReceiptPart:
    """One seller's part."""

    seller_name: str
    seller: Facts
    lines: list[ReceiptLine]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The whole paper; sums in won, as text."""

    parts: list[ReceiptPart]
    sums: list[tuple[str, str]]
    paid_text: str
    by_tax: list[tuple[str, str, str, str]]
    refunds: list[tuple[str, str]]
    kept_text: str


def receipt_of(order: Order, refunds: Sequence[Refund]) -> Receipt:
    """The receipt of an order that was paid."""
    given = [each for each in refunds if each.status in GIVEN or each.by_hand_at]
    back = sum(each.amount_won for each in given)
    reduced = order.discount_won + order.points_won
    sums = [(str(_("상품 금액")), won(order.goods_won))]
    if order.discount_won:
        sums.append((str(_("쿠폰 할인")), f"−{won(order.discount_won)}"))
    if reduced - order.discount_won:
        sums.append((str(_("포인트")), f"−{won(order.points_won)}"))
    sums.append((str(_("배송비")), won(order.delivery_won)))
    return Receipt(
        parts=[_part(parcel) for parcel in order.parcels],
        sums=sums,
        paid_text=won(order.total_won),
        by_tax=_by_tax(order),
        refunds=[(date_ko(each.created_at), won(each.amount_won)) for each in given],
        kept_text=won(order.total_won - back),
    )


def _part(parcel: Parcel) -> ReceiptPart:
    return ReceiptPart(
        seller_name=parcel.seller["name"],
        seller=facts_of(parcel.seller),
        lines=[_line(line, parcel) for line in parcel.lines],
    )


def _line(line: OrderLine, parcel: Parcel) -> ReceiptLine:
    tax = split_gross(line.paid_won, line.vat_class)
    name = f"{line.product_name} ({line.option_name})" if line.option_name else line.product_name
    return ReceiptLine(
        name=name,
        quantity=line.quantity,
        unit_text=won(line.unit_price_won),
        gross_text=won(line.paid_won),
        off_text=f"−{won(line.reduced_won)}" if line.reduced_won else "",
        tax=str(TAX[line.vat_class]),
        net_text=won(tax.net_won),
        vat_text=won(tax.vat_won),
        note=_note(line, parcel),
    )


def _note(line: OrderLine, parcel: Parcel) -> str:
    if parcel.status is ParcelStatus.CANCELLED:
        return str(_("취소됐어요"))
    said = []
    if line.cancelled_quantity:
        said.append(str(_("%(n)d개 취소", n=line.cancelled_quantity)))
    if line.returned_quantity:
        said.append(str(_("%(n)d개 반품", n=line.returned_quantity)))
    return " · ".join(said)


def _by_tax(order: Order) -> list[tuple[str, str, str, str]]:
    """(class, net, VAT, gross) of all lines as they were paid, delivery as a taxed service."""
    gross: dict[VatClass, list[int]] = {}
    for line in (line for parcel in order.parcels for line in parcel.lines):
        tax = split_gross(line.paid_won, line.vat_class)
        held = gross.setdefault(line.vat_class, [0, 0])
        held[0] += tax.net_won
        held[1] += tax.vat_won
    for parcel in order.parcels:
        if parcel.delivery_won:
            fee = split_gross(parcel.delivery_won, VatClass.TAXABLE)
            held = gross.setdefault(VatClass.TAXABLE, [0, 0])
            held[0] += fee.net_won
            held[1] += fee.vat_won
    return [
        (str(TAX[kind]), won(net), won(vat), won(net + vat))
        for kind, (net, vat) in sorted(gross.items(), key=lambda each: list(TAX).index(each[0]))
    ]
