"""The papers of a purchase: 구매요청서, 발주서, 검수조서, each a page that prints well."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.core.korean_numbers import in_words
from marketplace.core.money import TaxedAmount, VatClass, split_gross
from marketplace.core.permissions import Permission
from marketplace.orders.models import OrderLine, Parcel, ParcelStatus
from marketplace.procurement.errors import FileNotFound
from marketplace.procurement.models import PurchaseFileStatus
from marketplace.procurement.queries import get_file, inspections_of, parcel_of
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import departments_where

ORDERED = (PurchaseFileStatus.APPROVED, PurchaseFileStatus.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table of a paper: lines by seller, delivery fees, and sums that add up to the won."""

    parcels: tuple[Parcel, ...]
    net_won: int
    vat_won: int
    gross_won: int

    @property
    def words(self) -> str:
        """The sum in Korean words."""
        return in_words(self.gross_won)

    def delivery(self, parcel: Parcel) -> TaxedAmount:
        """A delivery fee with its VAT."""
        return delivery_of(parcel)


def delivery_of(parcel: Parcel) -> TaxedAmount:
    """A delivery fee is a taxable service of the seller."""
    return split_gross(parcel.delivery_won, VatClass.TAXABLE)


def sheet_of(*parcels: Parcel) -> Sheet:
    """The sums of some parcels; one the seller cancelled is left out."""
    kept = tuple(each for each in parcels if each.status is not ParcelStatus.CANCELLED)
    lines: list[OrderLine] = [line for parcel in kept for line in parcel.lines]
    fees = [delivery_of(parcel) for parcel in kept]
    net = sum(line.net_won for line in lines) + sum(fee.net_won for fee in fees)
    vat = sum(line.vat_won for line in lines) + sum(fee.vat_won for fee in fees)
    return Sheet(kept, net, vat, net + vat)


@buyer.get("/files/<file_id>/request-paper")
@access(Permission.DEPARTMENT_VIEW)
def request_paper(file_id: str) -> ResponseReturnValue:
    """구매요청서: what the approver reads and signs."""
    found = get_file(file_id, departments_where())
    return render_template(
        "documents/purchase_request.html",
        file=found,
        sheet=sheet_of(*found.order.parcels),
        words=words,
    )


@buyer.get("/files/<file_id>/parcels/<parcel_id>/order-paper")
@access(Permission.DEPARTMENT_VIEW)
def order_paper(file_id: str, parcel_id: str) -> ResponseReturnValue:
    """발주서 to one enterprise; there is none before approval."""
    found = get_file(file_id, departments_where())
    parcel = parcel_of(found, parcel_id)
    if found.status not in ORDERED or parcel.status is ParcelStatus.CANCELLED:
        raise FileNotFound
    return render_template(
        "documents/purchase_order.html",
        file=found,
        parcel=parcel,
        sheet=sheet_of(parcel),
        words=words,
    )


@buyer.get("/files/<file_id>/parcels/<parcel_id>/inspection-paper")
@access(Permission.DEPARTMENT_VIEW)
def inspection_paper(file_id: str, parcel_id: str) -> ResponseReturnValue:
    """검수조서 of one delivery; there is none before inspection."""
    found = get_file(file_id, departments_where())
    parcel = parcel_of(found, parcel_id)
    done = inspections_of(found).get(parcel.id)
    if done is None:
        raise FileNotFound
    return render_template(
        "documents/inspection_record.html",
        file=found,
        parcel=parcel,
        done=done,
        sheet=sheet_of(parcel),
        words=words,
    )
