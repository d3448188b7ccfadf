"""Where in the ledger a purchase is booked: a closed month is never added to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.procurement.errors import DepartmentNotFound
from marketplace.procurement.models import Department, MonthClosing
from marketplace.procurement.months import Month, month_of


def hold_ledger(department_id: int) -> Department:
    """The department, its ledger held against others until the transaction ends.

    Whoever writes a record and whoever closes a month both hold it first, so that no record
    slips into a month while its sum is being taken. Raises DepartmentNotFound.
    """
    # NO KEY UPDATE: rows that merely refer to the department need not wait for us.
    department = db.session.get(
        Department,
        department_id,
        populate_existing=True,
        with_for_update={"key_share": True},
    )
    if department is None:
        raise DepartmentNotFound
    return department


def hold_ledgers(department_ids: Iterable[int]) -> None:
    """Hold several ledgers, always in the same order, so that no two wait for each other."""
    query = (
        select(Department.id)
        .where(Department.id.in_(sorted(set(department_ids))))
        .order_by(Department.id)
        .with_for_update(key_share=True)
    )
    db.session.execute(query).all()


def is_closed(department_id: int, month: Month) -> bool:
    """Whether the department has declared the month complete."""
    query = select(MonthClosing.id).filter_by(
        department_id=department_id, year=month.year, month=month.month
    )
    return db.session.scalar(query) is not None


def booking_month(department_id: int, counted_on: date) -> Month:
    """The month of `counted_on`, or the first open one from today on when it is closed."""
    return open_month(department_id, month_of(counted_on))


def open_month(department_id: int, wanted: Month) -> Month:
    """`wanted` while it is open, else the first open month from today on."""
    if not is_closed(department_id, wanted):
        return wanted
    month = month_of(clock.today())
    while is_closed(department_id, month):
        month = month.following
    return month
