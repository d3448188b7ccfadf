"""The purchases behind a coordinator's figure, a page at a time, with the sum of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, tuple_

from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.core.text import T
from marketplace.procurement.models import Department, PurchaseRecord
from marketplace.procurement.overview.selecting import Selection, joined

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """A record and the department that bought."""

    record: PurchaseRecord
    department: Department


@dataclass(frozen=True, slots=True)
class Sums:
    """Of everything selected, in won."""

    record_count: int
    gross_won: int
    counted_won: int


def page_rows(asked: Selection, cursor: str | None = None, limit: int | None = None) -> Page[Row]:
    """The latest counting day first; raises Invalid for a cursor not of our making."""
    place = tuple_(PurchaseRecord.counted_on, PurchaseRecord.id)
    query = _query(asked)
    if cursor:
        day, last_id = decode_cursor(cursor, [str, int])
        query = query.where(place < (_day(day), last_id))
    size = clamp_limit(limit, 50)
    ordered = query.order_by(PurchaseRecord.counted_on.desc(), PurchaseRecord.id.desc())
    rows = [Row(*each) for each in db.session.execute(ordered.limit(size + 1))]
    last = rows[size - 1].record if len(rows) > size else None
    after = encode_cursor(last.counted_on.isoformat(), last.id) if last else None
    return Page(rows[:size], after)


def each_row(asked: Selection) -> Iterator[Row]:
    """Every row, oldest first, read as it is asked for."""
    query = _query(asked).order_by(PurchaseRecord.counted_on, PurchaseRecord.id)
    for each in db.session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield Row(*each)


def sum_rows(asked: Selection) -> Sums:
    """The sums of everything selected, not of one page."""
    won = (PurchaseRecord.gross_won, PurchaseRecord.counted_won)
    columns = (func.count(PurchaseRecord.id), *(func.coalesce(func.sum(each), 0) for each in won))
    found = db.session.execute(joined(select(*columns), asked)).one()
    return Sums(*(int(each) for each in found))


def _query(asked: Selection) -> Select[Any]:
    return joined(select(PurchaseRecord, Department), asked)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Invalid(fields={"cursor": [T("처음부터 다시 보세요.")]}) from None
