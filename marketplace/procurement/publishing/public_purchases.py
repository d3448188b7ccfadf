"""The purchases behind a published figure, a page at a time, without anything about people.

No name of an official, no paper, no note: what was bought, from which enterprise, for how much,
when it counts, and why it counts or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select, tuple_

from marketplace.core.database import db
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.core.text import T
from marketplace.procurement.models import Department, PurchaseRecord
from marketplace.procurement.publishing.year_bounds import bounds

PER_PAGE = 50
AT_ONCE = 1_000
LONGEST_CODE = 40


class DepartmentNotPublished(NotFound):
    """The institution has no such department."""

    code = "department_not_found"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose purchases of which time; a quarter or a month, not both."""

    institution_id: int
    year: int
    quarter: int = 0
    month: int = 0
    department: str = ""

    def __post_init__(self) -> None:
        fits = (
            0 <= self.quarter <= 4 and 0 <= self.month <= 12 and not (self.quarter and self.month)
        )
        if not fits or not 1990 <= self.year <= 2100:
            raise Invalid(T("그런 기간은 없습니다."))


@dataclass(frozen=True, slots=True)
class PublicPurchase:
    """One row of the ledger as anybody may see it; amounts are won, a correction's negative."""

    record_id: int
    public_id: str
    counted_on: date
    department: str
    seller: str
    item: str
    kind: str
    method: str
    gross_won: int
    counted_won: int
    not_counted: str | None
    certification: str
    is_correction: bool
    reason: str


def list_public_purchases(
    chosen: Chosen, cursor: str | None = None, limit: int | None = None
) -> Page[PublicPurchase]:
    """Latest counting day first, of one day the last written first, in two statements.

    Raises DepartmentNotPublished, or Invalid for a cursor not of our making.
    """
    query = _query(chosen)
    if cursor:
        day, last_id = decode_cursor(cursor, (str, int))
        place = tuple_(PurchaseRecord.counted_on, PurchaseRecord.id)
        query = query.where(place < (_day(day), last_id))
    size = clamp_limit(limit, PER_PAGE)
    latest = (PurchaseRecord.counted_on.desc(), PurchaseRecord.id.desc())
    rows = db.session.execute(query.order_by(*latest).limit(size + 1)).all()
    items = [_purchase(row) for row in rows[:size]]
    last = items[-1] if len(rows) > size else None
    after = encode_cursor(last.counted_on.isoformat(), last.record_id) if last else None
    return Page(items, after)


def iterate_public_purchases(chosen: Chosen) -> Iterator[PublicPurchase]:
    """Every chosen row, oldest first, read as it is asked for; raises DepartmentNotPublished."""
    query = _query(chosen).order_by(PurchaseRecord.id).execution_options(yield_per=AT_ONCE)
    for row in db.session.execute(query):
        yield _purchase(row)


def _query(chosen: Chosen) -> Select[*tuple[Any, ...]]:
    record = PurchaseRecord
    first, last = bounds(chosen.year, chosen.quarter, chosen.month)
    query = (
        select(
            record.id,
            record.public_id,
            record.counted_on,
            Department.name.label("department"),
            record.seller_name,
            record.item,
            record.kind,
            record.method,
            record.gross_won,
            record.counted_won,
            record.not_counted_reason,
            record.certification,
            record.reverses_id,
            record.reason,
        )
        .join(Department, Department.id == record.department_id)
        .where(record.counted_on.between(first, last))
    )
    if chosen.department:
        return query.where(record.department_id == _department_id(chosen))
    return query.where(Department.institution_id == chosen.institution_id)


def _department_id(chosen: Chosen) -> int:
    code = chosen.department[:LONGEST_CODE].replace("\0", "")
    found = db.session.scalar(
        select(Department.id).filter_by(institution_id=chosen.institution_id, code=code)
    )
    if found is None:
        raise DepartmentNotPublished(T("부서를 찾을 수 없습니다."))
    return found


def _purchase(row: Row[*tuple[Any, ...]]) -> PublicPurchase:
    return PublicPurchase(
        record_id=row.id,
        public_id=row.public_id,
        counted_on=row.counted_on,
        department=row.department,
        seller=row.seller_name,
        item=row.item,
        kind=row.kind.value,
        method=row.method.value,
        gross_won=row.gross_won,
        counted_won=row.counted_won,
        not_counted=row.not_counted_reason.value if row.not_counted_reason else None,
        certification=str(row.certification.get("name", "")) if row.certification else "",
        is_correction=row.reverses_id is not None,
        reason=row.reason,
    )


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Invalid(fields={"cursor": [T("처음부터 다시 보세요.")]}) from None
