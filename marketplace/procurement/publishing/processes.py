"""Purchases of a year as processes to publish, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.core.database import db
from marketplace.core.errors import NotFound
from marketplace.core.pagination import Page, decode_cursor, encode_cursor
from marketplace.core.text import T
from marketplace.procurement.models import Department, PurchaseRecord
from marketplace.procurement.publishing.ocds import Process

AT_ONCE = 1_000


class NothingPublished(NotFound):
    """No purchase of that year is kept here; the standard knows no empty package."""

    code = "nothing_published"


def page_processes(
    institution_id: int, year: int, cursor: str | None = None, limit: int = AT_ONCE
) -> Page[Process]:
    """Purchases that belong to a year, oldest record first, in two statements.

    Raises NothingPublished, or Invalid for a cursor not of our making.
    """
    after = decode_cursor(cursor, (int,))[0] if cursor else 0
    query = (
        select(PurchaseRecord)
        .join(Department, Department.id == PurchaseRecord.department_id)
        .where(
            Department.institution_id == institution_id,
            PurchaseRecord.counted_on.between(date(year, 1, 1), date(year, 12, 31)),
            PurchaseRecord.reverses_id.is_(None),
            PurchaseRecord.id > after,
        )
        .options(joinedload(PurchaseRecord.department, innerjoin=True))
        .order_by(PurchaseRecord.id)
        .limit(limit + 1)
    )
    found = list(db.session.scalars(query))
    if not found:
        raise NothingPublished(T("공개할 구매 기록이 없는 해입니다."))
    shown = found[:limit]
    reversals = _reversals(record.id for record in shown)
    processes = [Process(each, each.department, reversals.get(each.id)) for each in shown]
    return Page(processes, encode_cursor(shown[-1].id) if len(found) > limit else None)


def _reversals(record_ids: Iterable[int]) -> dict[int, PurchaseRecord]:
    query = select(PurchaseRecord).where(PurchaseRecord.reverses_id.in_(list(record_ids)))
    return {each.reverses_id: each for each in db.session.scalars(query) if each.reverses_id}
