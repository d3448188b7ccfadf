"""What counted in a year, split by kind, by quarter and by designation, corrections included."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select

from marketplace.core.database import db
from marketplace.procurement.models import Department, PurchaseKind, PurchaseRecord

# Of a purchase that counts without a designation (a rule may ask for none).
NO_DESIGNATION = ""


def actuals_by_kind(which: ColumnElement[bool], year: int) -> dict[int, dict[str, int]]:
    """Counted won of purchases of a year by department id and kind of work."""
    query = _within(which, year)
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    for department_id, kind, won in db.session.execute(query):
        sums[department_id][kind.value] = int(won)
    return dict(sums)


def actuals_by_designation(which: ColumnElement[bool], year: int) -> dict[str, int]:
    """Counted won of a year by the designation (kind code) that decided it."""
    code = func.coalesce(PurchaseRecord.certification["kind"].as_string(), NO_DESIGNATION)
    query = (
        select(code, func.sum(PurchaseRecord.counted_won))
        .join(Department, Department.id == PurchaseRecord.department_id)
        .where(which, *_of_year(year), PurchaseRecord.not_counted_reason.is_(None))
        .group_by(code)
    )
    return {kind: int(won) for kind, won in db.session.execute(query)}


def sellers_by_department(which: ColumnElement[bool], year: int) -> dict[int, int]:
    """From how many sellers each department's purchases came, net of what was taken back."""
    # Not every seller is known here, so the number printed on the invoice tells them apart.
    seller = func.coalesce(
        func.nullif(PurchaseRecord.seller_business_number, ""), PurchaseRecord.seller_name
    )
    bought = (
        select(PurchaseRecord.department_id, seller.label("seller"))
        .join(Department, Department.id == PurchaseRecord.department_id)
        .where(which, *_of_year(year))
        .group_by(PurchaseRecord.department_id, seller)
        .having(func.sum(PurchaseRecord.counted_won) > 0)
        .subquery()
    )
    query = select(bought.c.department_id, func.count()).group_by(bought.c.department_id)
    return {department_id: int(n) for department_id, n in db.session.execute(query)}


def _within(which: ColumnElement[bool], year: int) -> Select[int, PurchaseKind, int]:
    by = PurchaseRecord.kind
    return (
        select(PurchaseRecord.department_id, by, func.sum(PurchaseRecord.counted_won))
        .join(Department, Department.id == PurchaseRecord.department_id)
        .where(which, *_of_year(year))
        .group_by(PurchaseRecord.department_id, by)
    )


def _of_year(year: int) -> tuple[ColumnElement[bool], ...]:
    return (PurchaseRecord.counted_on.between(date(year, 1, 1), date(year, 12, 31)),)
