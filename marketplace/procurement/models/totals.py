"""What records add up to, kept as they are written: a page must not add a million rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from marketplace.core.database import Model
from marketplace.core.types import Won
from marketplace.procurement.models.institutions import Department
from marketplace.procurement.models.ledger import PurchaseRecord


class MonthTotal(Model):
    """Sums of one department by the month purchases belong to and the month they are booked in.

    The two differ for what was written after its month was closed. Kept by the listener below
    in the transaction that writes a record, and proven against the records by `verify`.
    """

    __tablename__ = "month_total"

    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    booked_year: Mapped[int] = mapped_column(primary_key=True)
    booked_month: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    counted_won: Mapped[Won] = mapped_column(default=0)
    gross_won: Mapped[Won] = mapped_column(default=0)
    record_count: Mapped[int] = mapped_column(default=0)
    uncounted_count: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index(None, "institution_id", "year", "department_id"),)


ADDED = ("counted_won", "gross_won", "record_count", "uncounted_count")


@event.listens_for(PurchaseRecord, "after_insert")
def add_to_total(_mapper: Mapper[Any], connection: Connection, record: PurchaseRecord) -> None:
    """Every record flushed is in its total within the same transaction, whoever wrote it."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    institution = select(Department.institution_id).where(Department.id == record.department_id)
    adding = insert(MonthTotal).values(
        department_id=record.department_id,
        year=record.counted_on.year,
        month=record.counted_on.month,
        booked_year=record.year,
        booked_month=record.month,
        institution_id=institution.scalar_subquery(),
        counted_won=record.counted_won,
        gross_won=record.gross_won,
        record_count=1,
        uncounted_count=int(record.not_counted_reason is not None),
    )
    key = [column.name for column in MonthTotal.__table__.primary_key]
    summed = {name: MonthTotal.__table__.c[name] + adding.excluded[name] for name in ADDED}
    connection.execute(adding.on_conflict_do_update(index_elements=key, set_=summed))
