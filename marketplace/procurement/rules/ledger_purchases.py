"""The ledger as rules see it: every record a purchase, with what its seller held that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.models import Order, OrderLine
from marketplace.procurement.counting import Designation, restored
from marketplace.procurement.models import Department, Inspection, PurchaseFile, PurchaseRecord
from marketplace.procurement.rules.purchases import Purchase

AT_ONCE = 2_000


def ledger_purchases(institution_id: int, year: int) -> Iterator[Purchase]:
    """Every record of an institution that belongs to a year, in one streamed statement."""
    belongs = PurchaseRecord.counted_on.between(date(year, 1, 1), date(year, 12, 31))
    query = _query().where(Department.institution_id == institution_id, belongs)
    for row in db.session.execute(query.order_by(PurchaseRecord.id)).yield_per(AT_ONCE):
        yield _purchase(row)


def page_purchases(institution_id: int, year: int, after: int, limit: int) -> list[Purchase]:
    """The next `limit` records of the year whose id is larger than `after`, by id."""
    belongs = PurchaseRecord.counted_on.between(date(year, 1, 1), date(year, 12, 31))
    query = _query().where(
        Department.institution_id == institution_id, belongs, PurchaseRecord.id > after
    )
    rows = db.session.execute(query.order_by(PurchaseRecord.id).limit(limit))
    return [_purchase(row) for row in rows]


def record_purchase(record_id: int) -> Purchase | None:
    """One record as rules see it, None when there is none."""
    row = db.session.execute(_query().where(PurchaseRecord.id == record_id)).one_or_none()
    return _purchase(row) if row else None


def _query() -> Select[*tuple[Any, ...]]:
    record = PurchaseRecord
    return (
        select(
            record.id,
            record.counted_on,
            Department.name.label("department"),
            record.seller_name,
            record.certification,
            record.designations,
            record.kind,
            record.net_won,
            record.vat_won,
            record.method,
            record.tier,
            Order.confirmed_at,
            Order.created_at,
            Inspection.inspected_at,
            Inspection.paid_on,
        )
        .join(Department, Department.id == record.department_id)
        .outerjoin(OrderLine, OrderLine.id == record.order_line_id)
        .outerjoin(Inspection, Inspection.parcel_id == OrderLine.parcel_id)
        .outerjoin(PurchaseFile, PurchaseFile.id == Inspection.file_id)
        .outerjoin(Order, Order.id == PurchaseFile.order_id)
    )


def _purchase(row: Row[*tuple[Any, ...]]) -> Purchase:
    ordered_at = row.confirmed_at or row.created_at
    year = row.counted_on.year
    return Purchase(
        row=row.id,
        day=row.counted_on,
        department=row.department,
        seller=row.seller_name,
        designations=_designations(row.certification, row.designations),
        kind=row.kind,
        net_won=row.net_won,
        vat_won=row.vat_won,
        method=row.method,
        tier=row.tier,
        ordered_on=_within(year, clock.seoul(ordered_at).date() if ordered_at else None),
        accepted_on=_within(
            year, clock.seoul(row.inspected_at).date() if row.inspected_at else None
        ),
        paid_on=_within(year, row.paid_on),
    )


def _within(year: int, day: date | None) -> date | None:
    """A day of the year the record counts in, else None so that its counting day stands.

    Judging a year again may move a purchase to another month, never out of the year: the
    other year would not take it in, and it would count in none.
    """
    return day if day is not None and day.year == year else None


def _designations(decided: dict[str, Any], held: list[dict[str, Any]]) -> tuple[Designation, ...]:
    """Those held that day, and the one that decided though it had lapsed."""
    kept = [*held, *([decided] if decided and decided not in held else [])]
    return tuple(found for each in kept if (found := restored(each)) is not None)
