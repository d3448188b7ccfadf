"""Purchase records for tests of the quota: one call, one row, sums that add up."""

from __future__ import annotations

from datetime import date
from typing import Any

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.money import VatClass, split_gross
from marketplace.procurement.models import (
    ContractMethod,
    Department,
    MonthClosing,
    NotCountedReason,
    PurchaseKind,
    PurchaseRecord,
    RecordOrigin,
)

SOCIAL = {
    "kind": "certified_social",
    "name": "인증사회적기업",
    "number": "제2024-001호",
    "issued_on": "2024-01-01",
    "expires_on": None,
}


def bought(
    place: Department, day: date, gross_won: int = 1_100_000, **values: Any
) -> PurchaseRecord:
    """A record of an outside purchase that counts in full, unless `values` say otherwise."""
    amount = split_gross(gross_won, VatClass.TAXABLE)
    counts = values.get("not_counted_reason") is None
    record = PurchaseRecord(
        **{
            "department_id": place.id,
            "year": day.year,
            "month": day.month,
            "counted_on": day,
            "origin": RecordOrigin.OUTSIDE,
            "kind": PurchaseKind.GOODS,
            "method": ContractMethod.NEGOTIATED_ONE_QUOTE,
            "seller_name": "가상기업",
            "item": "복사용지",
            "net_won": amount.net_won,
            "vat_won": amount.vat_won,
            "gross_won": gross_won,
            "counted_won": gross_won if counts else 0,
            "certification": SOCIAL if counts else {},
            **values,
        }
    )
    db.session.add(record)
    db.session.flush()
    return record


def uncounted(
    place: Department, day: date, gross_won: int = 1_100_000, **values: Any
) -> PurchaseRecord:
    """A record that adds nothing, because its seller held no certification."""
    values.setdefault("not_counted_reason", NotCountedReason.NO_CERTIFICATION)
    return bought(place, day, gross_won, **values)


def closed(place: Department, year: int, *months: int) -> None:
    """Months declared complete."""
    for month in months:
        row = MonthClosing(
            department_id=place.id,
            year=year,
            month=month,
            counted_won=0,
            record_count=0,
            closed_at=clock.now(),
        )
        db.session.add(row)
    db.session.flush()
