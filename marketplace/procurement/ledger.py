"""Reading the ledger of a department: rows, their sums, and what stands beside a row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, tuple_

from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.core.text import T
from marketplace.media.models import StoredFile
from marketplace.orders.models import OrderLine, Parcel
from marketplace.procurement.errors import RecordNotFound
from marketplace.procurement.models import (
    PurchaseFile,
    PurchaseRecord,
    QuotaRule,
    RecordOrigin,
)


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which rows of a year; None asks for all."""

    year: int
    month: int | None = None
    origin: RecordOrigin | None = None
    counts: bool | None = None


@dataclass(frozen=True, slots=True)
class LedgerSums:
    """Rows and won of a selection; corrections take away."""

    record_count: int
    net_won: int
    vat_won: int
    gross_won: int
    counted_won: int


@dataclass(frozen=True, slots=True)
class RecordWhole:
    """A record with everything its page shows."""

    record: PurchaseRecord
    rule: QuotaRule | None
    evidence: StoredFile | None
    file: PurchaseFile | None
    reverses: PurchaseRecord | None
    reversed_by: PurchaseRecord | None
    replaces: PurchaseRecord | None
    replaced_by: PurchaseRecord | None

    @property
    def is_correctable(self) -> bool:
        """Whether nobody has taken it back and it takes nothing back itself."""
        return self.record.reverses_id is None and self.reversed_by is None


def _chosen(department_id: int, wanted: LedgerFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        PurchaseRecord.department_id == department_id,
        PurchaseRecord.year == wanted.year,
    ]
    if wanted.month is not None:
        found.append(PurchaseRecord.month == wanted.month)
    if wanted.origin is not None:
        found.append(PurchaseRecord.origin == wanted.origin)
    if wanted.counts is not None:
        uncounted = PurchaseRecord.not_counted_reason
        found.append(uncounted.is_(None) if wanted.counts else uncounted.is_not(None))
    return found


def list_records(
    department_id: int,
    wanted: LedgerFilter,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[PurchaseRecord]:
    """Rows of the ledger, the latest counting day first, of one day the last written first."""
    place = tuple_(PurchaseRecord.counted_on, PurchaseRecord.id)
    query = select(PurchaseRecord).where(*_chosen(department_id, wanted))
    if cursor:
        day, last_id = decode_cursor(cursor, [str, int])
        query = query.where(place < (_day(day), last_id))
    size = clamp_limit(limit, 30)
    latest = (PurchaseRecord.counted_on.desc(), PurchaseRecord.id.desc())
    rows = db.session.scalars(query.order_by(*latest).limit(size + 1)).all()
    items = rows[:size]
    return Page(items, _after(items[-1]) if len(rows) > size else None)


def _after(last: PurchaseRecord) -> str:
    return encode_cursor(last.counted_on.isoformat(), last.id)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Invalid(fields={"cursor": [T("처음부터 다시 보세요.")]}) from None


def iterate_records(department_id: int, wanted: LedgerFilter) -> Iterator[PurchaseRecord]:
    """Every chosen row, oldest first, read as it is asked for."""
    query = select(PurchaseRecord).where(*_chosen(department_id, wanted))
    yield from db.session.scalars(
        query.order_by(PurchaseRecord.id).execution_options(yield_per=500)
    )


def sum_records(department_id: int, wanted: LedgerFilter) -> LedgerSums:
    """The sums of everything the filter chooses, not of one page."""
    columns = (
        PurchaseRecord.net_won,
        PurchaseRecord.vat_won,
        PurchaseRecord.gross_won,
        PurchaseRecord.counted_won,
    )
    query = select(
        func.count(PurchaseRecord.id), *(func.coalesce(func.sum(each), 0) for each in columns)
    ).where(*_chosen(department_id, wanted))
    count, *sums = db.session.execute(query).one()
    return LedgerSums(int(count), *(int(won) for won in sums))


def find_reversed(record_ids: Collection[int]) -> frozenset[int]:
    """Which of the records somebody has taken back."""
    query = select(PurchaseRecord.reverses_id).where(PurchaseRecord.reverses_id.in_(record_ids))
    return frozenset(each for each in db.session.scalars(query) if each is not None)


def list_years(department_id: int) -> Sequence[int]:
    """Years with records, newest first."""
    query = (
        select(PurchaseRecord.year)
        .where(PurchaseRecord.department_id == department_id)
        .distinct()
        .order_by(PurchaseRecord.year.desc())
    )
    return db.session.scalars(query).all()


def find_record(public_id: str, department_ids: Collection[int]) -> PurchaseRecord:
    """A record of one of the departments; raises RecordNotFound for any other."""
    query = select(PurchaseRecord).where(
        PurchaseRecord.public_id == public_id, PurchaseRecord.department_id.in_(department_ids)
    )
    record = db.session.scalar(query)
    if record is None:
        raise RecordNotFound
    return record


def find_evidence(public_id: str, department_ids: Collection[int]) -> StoredFile | None:
    """The paper behind a record, None when it has none; raises RecordNotFound."""
    record = find_record(public_id, department_ids)
    return db.session.get(StoredFile, record.evidence_id) if record.evidence_id else None


def get_record(public_id: str, department_ids: Collection[int]) -> RecordWhole:
    """A record with what it corrects and what corrects it; raises RecordNotFound."""
    record = find_record(public_id, department_ids)
    beside = _beside(record)
    return RecordWhole(
        record=record,
        rule=db.session.get(QuotaRule, record.rule_id) if record.rule_id else None,
        evidence=find_evidence(public_id, department_ids),
        file=_file_of(record),
        reverses=next((each for each in beside if each.id == record.reverses_id), None),
        reversed_by=next((each for each in beside if each.reverses_id == record.id), None),
        replaces=next((each for each in beside if each.id == record.replaces_id), None),
        replaced_by=next((each for each in beside if each.replaces_id == record.id), None),
    )


def _beside(record: PurchaseRecord) -> Sequence[PurchaseRecord]:
    earlier = [each for each in (record.reverses_id, record.replaces_id) if each is not None]
    query = select(PurchaseRecord).where(
        or_(
            PurchaseRecord.id.in_(earlier),
            PurchaseRecord.reverses_id == record.id,
            PurchaseRecord.replaces_id == record.id,
        )
    )
    return db.session.scalars(query).all()


def _file_of(record: PurchaseRecord) -> PurchaseFile | None:
    if record.order_line_id is None:
        return None
    query = (
        select(PurchaseFile)
        .join(Parcel, Parcel.order_id == PurchaseFile.order_id)
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .where(OrderLine.id == record.order_line_id)
    )
    return db.session.scalar(query)
