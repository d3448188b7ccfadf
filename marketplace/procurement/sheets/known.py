"""What the ledger and the registry know of a sheet's rows, read in few statements for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.models import Order, Parcel, ParcelStatus
from marketplace.procurement.models import (
    ImportedRecord,
    ImportState,
    MonthClosing,
    PurchaseFile,
    PurchaseImport,
    PurchaseRecord,
    QuotaRule,
)
from marketplace.procurement.months import Month, month_of
from marketplace.procurement.rules.finding import pick_rule
from marketplace.procurement.sheets.identity import AGAIN
from marketplace.procurement.sheets.reading import SheetRow
from marketplace.procurement.sheets.sellers import (
    KnownSellers,
    StatedKinds,
    in_parts,
    read_sellers,
    read_stated_kinds,
)
from marketplace.procurement.similar import NEAR, ON_ITS_WAY, Seller

if TYPE_CHECKING:
    from marketplace.procurement.sheets.judging import JudgedRow


@dataclass(frozen=True, slots=True)
class Likeness:
    """Something that may be the same purchase: a record, a purchase file, or another row."""

    kind: str
    name: str
    text: str
    day: date | None = None
    gross_won: int = 0

    @classmethod
    def of_row(cls, row: SheetRow) -> Likeness:
        """A row of another sheet of the same file."""
        return cls("row", f"{row.sheet}!{row.number}", row.item, row.day, sum_of(row))


def sum_of(row: SheetRow) -> int:
    return row.amount.gross_won if row.amount else 0


@dataclass(frozen=True, slots=True)
class Known:
    """Everything judging asks."""

    sellers: KnownSellers
    stated: StatedKinds
    rules: Sequence[QuotaRule]
    closed: frozenset[tuple[int, Month]]
    recorded: frozenset[tuple[int, str]]
    undone: Mapping[tuple[int, str], int]
    records: Mapping[tuple[int, int], list[PurchaseRecord]]
    files: Mapping[tuple[int, int, int], list[tuple[PurchaseFile, date]]]

    def is_recorded(self, department_id: int, key: str) -> bool:
        """Whether an earlier import that still stands recorded it, corrected since or not."""
        return (department_id, key) in self.recorded

    def free_key(self, department_id: int, key: str) -> str:
        """The key to record under: that of a row whose import was undone is taken for good."""
        undone = self.undone.get((department_id, key), 0)
        return f"{key}{AGAIN}{undone}" if undone else key

    def rule(self, day: date) -> QuotaRule | None:
        """The rule in force on a day."""
        return pick_rule(self.rules, day.year, day)

    def booking_month(self, department_id: int, day: date) -> Month:
        """The month of a day, or the first open one from today on."""
        month = month_of(day)
        if (department_id, month) not in self.closed:
            return month
        month = month_of(clock.today())
        while (department_id, month) in self.closed:
            month = month.following
        return month

    def alike(
        self,
        department_id: int,
        seller: Seller,
        gross_won: int,
        day: date,
        own: Collection[str] = (),
    ) -> list[Likeness]:
        """Records of the same seller and sum within a week, deliveries here of two months.

        Records under a key of `own` are those of other rows of the same sheet.
        """
        found = [
            Likeness("record", each.public_id, each.item, each.counted_on, each.gross_won)
            for each in self.records.get((department_id, gross_won), ())
            if abs(each.counted_on - day) <= NEAR
            and _same_seller(each, seller)
            and (each.external_key or "").partition(AGAIN)[0] not in own
        ]
        placed = self.files.get((department_id, seller.enterprise_id or 0, gross_won), ())
        found += [
            Likeness("file", file.public_id, file.title, ordered, gross_won)
            for file, ordered in placed
            if day - ON_ITS_WAY <= ordered <= day + NEAR
        ]
        return found


def _same_seller(record: PurchaseRecord, seller: Seller) -> bool:
    if seller.enterprise_id is not None and record.enterprise_id == seller.enterprise_id:
        return True
    if seller.business_number and record.seller_business_number == seller.business_number:
        return True
    return record.seller_name == seller.name


def read_known(institution_id: int, judged: Sequence[JudgedRow]) -> Known:
    """Read it all; the number of statements grows by the thousand rows."""
    rows = [each.source for each in judged]
    departments = sorted({each.department_id for each in judged if each.department_id})
    days = [row.day for row in rows if row.day]
    first, last = min(days, default=clock.today()), max(days, default=clock.today())
    rules = db.session.scalars(
        select(QuotaRule)
        .filter_by(institution_id=institution_id)
        .where(QuotaRule.year.between(first.year, last.year))
    ).all()
    closed = db.session.execute(
        select(MonthClosing.department_id, MonthClosing.year, MonthClosing.month).where(
            MonthClosing.department_id.in_(departments)
        )
    )
    sellers = read_sellers(rows)
    recorded, undone = _recorded(departments, first, last)
    sums = sorted({sum_of(row) for row in rows})
    return Known(
        sellers=sellers,
        stated=read_stated_kinds(),
        rules=rules,
        closed=frozenset((key, Month(year, month)) for key, year, month in closed),
        recorded=recorded,
        undone=undone,
        records=_records(departments, sums, first, last),
        files=_files(departments, sums, first, last),
    )


def _recorded(
    departments: list[int], first: date, last: date
) -> tuple[frozenset[tuple[int, str]], dict[tuple[int, str], int]]:
    query = (
        select(PurchaseRecord.department_id, PurchaseRecord.external_key, PurchaseImport.state)
        .outerjoin(ImportedRecord, ImportedRecord.record_id == PurchaseRecord.id)
        .outerjoin(PurchaseImport, PurchaseImport.id == ImportedRecord.import_id)
        .where(
            PurchaseRecord.department_id.in_(departments),
            PurchaseRecord.counted_on.between(first, last),
            PurchaseRecord.external_key.like("sheet:%"),
        )
    )
    standing: set[tuple[int, str]] = set()
    undone: dict[tuple[int, str], int] = defaultdict(int)
    for department_id, key, state in db.session.execute(query):
        plain = (department_id, str(key).partition(AGAIN)[0])
        if state is ImportState.UNDONE:
            undone[plain] += 1
        else:
            standing.add(plain)
    return frozenset(standing), dict(undone)


def _records(
    departments: list[int], sums: list[int], first: date, last: date
) -> dict[tuple[int, int], list[PurchaseRecord]]:
    """Records that stand, of the same sums and about the same time."""
    taken_back = select(PurchaseRecord.reverses_id).where(PurchaseRecord.reverses_id.is_not(None))
    found: dict[tuple[int, int], list[PurchaseRecord]] = defaultdict(list)
    for part in in_parts(sums):
        query = select(PurchaseRecord).where(
            PurchaseRecord.department_id.in_(departments),
            PurchaseRecord.gross_won.in_(part),
            PurchaseRecord.counted_on.between(first - NEAR, last + NEAR),
            PurchaseRecord.reverses_id.is_(None),
            PurchaseRecord.id.not_in(taken_back),
        )
        for record in db.session.scalars(query.order_by(PurchaseRecord.id)):
            found[record.department_id, record.gross_won].append(record)
    return dict(found)


def _files(
    departments: list[int], sums: list[int], first: date, last: date
) -> dict[tuple[int, int, int], list[tuple[PurchaseFile, date]]]:
    """Deliveries on the platform by department, enterprise and sum, with and without the fee."""
    found: dict[tuple[int, int, int], list[tuple[PurchaseFile, date]]] = defaultdict(list)
    with_delivery = Parcel.goods_won + Parcel.delivery_won
    span = (clock.start_of_day(first - ON_ITS_WAY), clock.end_of_day(last + NEAR))
    for part in in_parts(sums):
        query = (
            select(PurchaseFile, Parcel, Order.created_at)
            .join(Order, Order.id == PurchaseFile.order_id)
            .join(Parcel, Parcel.order_id == Order.id)
            .where(
                PurchaseFile.department_id.in_(departments),
                Parcel.status != ParcelStatus.CANCELLED,
                or_(Parcel.goods_won.in_(part), with_delivery.in_(part)),
                Order.created_at.between(*span),
            )
            .order_by(PurchaseFile.id)
        )
        for file, parcel, placed in db.session.execute(query):
            for won in {parcel.goods_won, parcel.goods_won + parcel.delivery_won}:
                key = (file.department_id, parcel.enterprise_id, won)
                found[key].append((file, clock.seoul(placed).date()))
    return dict(found)
