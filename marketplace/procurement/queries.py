"""Reading purchase files, each list within departments the asker serves in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.core.types import BigId
from marketplace.orders.models import Order, OrderLine, Parcel, ParcelStatus
from marketplace.procurement.errors import FileNotFound
from marketplace.procurement.models import (
    Department,
    Inspection,
    PurchaseFile,
    PurchaseFileStatus,
    PurchaseRecord,
)

ARRIVING = (ParcelStatus.SHIPPED, ParcelStatus.DELIVERED)
UNDER_WAY = (ParcelStatus.WAITING, ParcelStatus.PREPARING, *ARRIVING)
DepartmentId = int | ColumnElement[int]


@dataclass(frozen=True, slots=True)
class Tasks:
    """How much waits in a department, for whoever has the right to do it."""

    approvals: int
    inspections: int
    payments: int


def read_tasks(department_id: int) -> Tasks:
    """Everything that waits in a department, in one statement."""
    row = db.session.execute(_tasks(), {"department_id": department_id}).one()
    return Tasks(row.approvals, row.inspections, row.payments)


@cache  # every page of the portal asks, and putting it together costs more than running it
def _tasks() -> Select[int, int, int]:
    return select(*task_counts(bindparam("department_id", type_=BigId)))


def task_counts(
    department_id: DepartmentId,
) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]:
    """How many wait for approval, inspection and payment, as columns of a statement."""
    return (
        _count(_waiting(department_id)).label("approvals"),
        _count(_arrived(department_id)).label("inspections"),
        _count(_unpaid(department_id)).label("payments"),
    )


def _count(query: Select[int]) -> ColumnElement[int]:
    return select(func.count()).select_from(query.order_by(None).subquery()).scalar_subquery()


def _waiting(department_id: DepartmentId) -> Select[int]:
    return select(PurchaseFile.id).where(
        PurchaseFile.department_id == department_id,
        PurchaseFile.status == PurchaseFileStatus.SUBMITTED,
    )


def _arrived(department_id: DepartmentId) -> Select[int]:
    return (
        select(Parcel.id)
        .join(PurchaseFile, PurchaseFile.order_id == Parcel.order_id)
        .where(
            PurchaseFile.department_id == department_id,
            PurchaseFile.status == PurchaseFileStatus.APPROVED,
            Parcel.status.in_(ARRIVING),
        )
        .order_by(Parcel.shipped_at, Parcel.id)
    )


def _unpaid(department_id: DepartmentId) -> Select[int]:
    return (
        select(Inspection.id)
        .join(PurchaseFile, PurchaseFile.id == Inspection.file_id)
        .where(PurchaseFile.department_id == department_id, Inspection.paid_on.is_(None))
        .order_by(Inspection.id)
    )


def list_waiting(department_id: int, limit: int = 50) -> Sequence[PurchaseFile]:
    """Requests nobody has decided on, oldest first, with what a list shows of them."""
    query = _listed().where(PurchaseFile.id.in_(_waiting(department_id)))
    return db.session.scalars(query.order_by(PurchaseFile.id).limit(limit)).unique().all()


def list_arrived(department_id: int, limit: int = 50) -> Sequence[Row[Parcel, PurchaseFile]]:
    """Deliveries to inspect, longest on their way first."""
    query = (
        select(Parcel, PurchaseFile)
        .join(PurchaseFile, PurchaseFile.order_id == Parcel.order_id)
        .where(Parcel.id.in_(_arrived(department_id).order_by(None)))
        .order_by(Parcel.shipped_at, Parcel.id)
        .limit(limit)
    )
    return db.session.execute(query).all()


def list_unpaid(department_id: int, limit: int = 50) -> Sequence[Inspection]:
    """Accepted deliveries whose payment is not noted, oldest first."""
    query = (
        select(Inspection)
        .where(Inspection.id.in_(_unpaid(department_id).order_by(None)))
        .options(
            joinedload(Inspection.parcel, innerjoin=True),
            joinedload(Inspection.file, innerjoin=True),
        )
        .order_by(Inspection.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def list_files(
    department_id: int,
    status: PurchaseFileStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[PurchaseFile]:
    """A department's files, newest first."""
    query = _listed().where(PurchaseFile.department_id == department_id)
    if status is not None:
        query = query.where(PurchaseFile.status == status)
    if cursor:
        (last_id,) = decode_cursor(cursor, [int])
        query = query.where(PurchaseFile.id < last_id)
    size = clamp_limit(limit, 20)
    query = query.order_by(PurchaseFile.id.desc()).limit(size + 1)
    rows = db.session.scalars(query).unique().all()
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


def count_by_status(department_id: int) -> dict[PurchaseFileStatus, int]:
    """How many files a department has in each state."""
    query = (
        select(PurchaseFile.status, func.count())
        .where(PurchaseFile.department_id == department_id)
        .group_by(PurchaseFile.status)
    )
    return dict(db.session.execute(query).all())


def _listed() -> Select[PurchaseFile]:
    return select(PurchaseFile).options(
        joinedload(PurchaseFile.requester, innerjoin=True),
        joinedload(PurchaseFile.order, innerjoin=True).selectinload(Order.parcels),
    )


def get_file(public_id: str, department_ids: Collection[int]) -> PurchaseFile:
    """A whole file of one of the departments; raises FileNotFound for any other."""
    query = (
        select(PurchaseFile)
        .where(PurchaseFile.public_id == public_id, PurchaseFile.department_id.in_(department_ids))
        .options(
            joinedload(PurchaseFile.requester, innerjoin=True),
            joinedload(PurchaseFile.decider),
            joinedload(PurchaseFile.department, innerjoin=True).joinedload(
                Department.institution, innerjoin=True
            ),
            joinedload(PurchaseFile.order, innerjoin=True)
            .selectinload(Order.parcels)
            .options(selectinload(Parcel.lines), joinedload(Parcel.enterprise, innerjoin=True)),
        )
    )
    found: PurchaseFile | None = db.session.scalar(query)
    if found is None:
        raise FileNotFound
    return found


def parcel_of(file: PurchaseFile, public_id: str) -> Parcel:
    """One enterprise's part of a file; raises FileNotFound."""
    for parcel in file.order.parcels:
        if parcel.public_id == public_id:
            return parcel
    raise FileNotFound


def inspections_of(file: PurchaseFile) -> dict[int, Inspection]:
    """What has been inspected of a file, by parcel id."""
    query = (
        select(Inspection)
        .where(Inspection.file_id == file.id)
        .options(joinedload(Inspection.inspector, innerjoin=True))
    )
    return {each.parcel_id: each for each in db.session.scalars(query)}


def records_of(file: PurchaseFile) -> Sequence[PurchaseRecord]:
    """The records a file's lines made, in order."""
    query = (
        select(PurchaseRecord)
        .join(OrderLine, OrderLine.id == PurchaseRecord.order_line_id)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .where(Parcel.order_id == file.order_id)
        .order_by(PurchaseRecord.id)
    )
    return db.session.scalars(query).all()


def bought_this_year(department_id: int, enterprise_ids: Collection[int]) -> dict[int, int]:
    """Won without VAT a department bought or has ordered from each seller this year."""
    recorded = _recorded(department_id, enterprise_ids)
    ordered = _ordered(department_id, enterprise_ids)
    return {each: recorded.get(each, 0) + ordered.get(each, 0) for each in enterprise_ids}


def _recorded(department_id: int, enterprise_ids: Collection[int]) -> dict[int, int]:
    query = (
        select(PurchaseRecord.enterprise_id, func.sum(PurchaseRecord.net_won))
        .where(
            PurchaseRecord.department_id == department_id,
            PurchaseRecord.enterprise_id.in_(enterprise_ids),
            PurchaseRecord.year == clock.today().year,
        )
        .group_by(PurchaseRecord.enterprise_id)
    )
    return {key: int(won) for key, won in db.session.execute(query) if key is not None}


def _ordered(department_id: int, enterprise_ids: Collection[int]) -> dict[int, int]:
    query = (
        select(Parcel.enterprise_id, func.sum(OrderLine.net_won))
        .join(PurchaseFile, PurchaseFile.order_id == Parcel.order_id)
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .where(
            PurchaseFile.department_id == department_id,
            Parcel.enterprise_id.in_(enterprise_ids),
            Parcel.status.in_(UNDER_WAY),
        )
        .group_by(Parcel.enterprise_id)
    )
    return {key: int(won) for key, won in db.session.execute(query)}
