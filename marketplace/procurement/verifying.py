"""Proving the kept totals against a full recount, and mending them where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, delete, extract, func, insert, select

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.procurement.models import Department, Institution, MonthTotal, PurchaseRecord

KEY = ("department_id", "year", "month", "booked_year", "booked_month")
SUMMED = ("counted_won", "gross_won", "record_count", "uncounted_count")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One total that is not what its records add up to; a missing row is all zero."""

    key: dict[str, int]
    kept: dict[str, int]
    counted: dict[str, int]


@dataclass(frozen=True, slots=True)
class Verification:
    """What a recount found: how many records and totals were compared, and what differs."""

    institution_id: int
    record_count: int
    total_count: int
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        return not self.differences


def verify_totals(institution_id: int) -> Verification:
    """Recount every record of an institution and compare with what is kept."""
    kept = {_key(row): row for row in _rows(_kept(institution_id))}
    counted = {_key(row): row for row in _rows(recounted(institution_id))}
    differences = tuple(
        Difference(dict(zip(KEY, key, strict=True)), _sums(kept.get(key)), _sums(counted.get(key)))
        for key in sorted({*kept, *counted})
        if _sums(kept.get(key)) != _sums(counted.get(key))
    )
    records = sum(row["record_count"] for row in counted.values())
    return Verification(institution_id, records, len(kept), differences)


def rebuild_totals(institution_id: int) -> int:
    """Count an institution's totals anew, under its lock; returns how many there are; audited."""
    institution = db.session.get_one(Institution, institution_id, with_for_update=True)
    db.session.execute(delete(MonthTotal).where(MonthTotal.institution_id == institution_id))
    rows = list(_rows(recounted(institution_id)))
    if rows:
        db.session.execute(
            insert(MonthTotal), [{**row, "institution_id": institution_id} for row in rows]
        )
    audit.record("totals:rebuilt", institution, count=len(rows))
    return len(rows)


def recounted(institution_id: int) -> Select[*tuple[Any, ...]]:
    """The totals as the records themselves give them, in one statement."""
    year = extract("year", PurchaseRecord.counted_on)
    month = extract("month", PurchaseRecord.counted_on)
    booked = (PurchaseRecord.year, PurchaseRecord.month)
    uncounted = case((PurchaseRecord.not_counted_reason.is_(None), 0), else_=1)
    return (
        select(
            PurchaseRecord.department_id,
            year.label("year"),
            month.label("month"),
            PurchaseRecord.year.label("booked_year"),
            PurchaseRecord.month.label("booked_month"),
            func.sum(PurchaseRecord.counted_won).label("counted_won"),
            func.sum(PurchaseRecord.gross_won).label("gross_won"),
            func.count(PurchaseRecord.id).label("record_count"),
            func.sum(uncounted).label("uncounted_count"),
        )
        .join(Department, Department.id == PurchaseRecord.department_id)
        .where(Department.institution_id == institution_id)
        .group_by(PurchaseRecord.department_id, year, month, *booked)
    )


def _kept(institution_id: int) -> Select[*tuple[Any, ...]]:
    columns = [MonthTotal.__table__.c[name] for name in (*KEY, *SUMMED)]
    return select(*columns).where(MonthTotal.institution_id == institution_id)


def _rows(query: Select[*tuple[Any, ...]]) -> Iterator[Row]:
    for row in db.session.execute(query).mappings():
        yield {name: int(value) for name, value in row.items()}


def _key(row: Row) -> tuple[int, ...]:
    return tuple(row[name] for name in KEY)


def _sums(row: Row | None) -> dict[str, int]:
    return {name: row[name] if row else 0 for name in SUMMED}
