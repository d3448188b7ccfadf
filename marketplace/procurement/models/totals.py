"""What records add up to, kept as they are written: a page must not add a million rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

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
KEY = ("department_id", "year", "month", "booked_year", "booked_month")


@event.listens_for(Session, "after_flush")
def add_to_totals(session: Session, _context: Any) -> None:
    """Every record flushed is in its total within the same transaction, whoever wrote it.

    Summed by total first, so that a sheet of thousands costs a statement a month; in the order
    of their keys, so that two writers never wait for each other crosswise.
    """
    sums: dict[tuple[int, ...], list[int]] = {}
    for record in session.new:
        if isinstance(record, PurchaseRecord):
            place = (record.counted_on.year, record.counted_on.month, record.year, record.month)
            kept = sums.setdefault((record.department_id, *place), [0] * len(ADDED))
            uncounted = int(record.not_counted_reason is not None)
            added = (record.counted_won, record.gross_won, 1, uncounted)
            kept[:] = [before + more for before, more in zip(kept, added, strict=True)]
    for key in sorted(sums):
        _add(session, dict(zip(KEY, key, strict=True)), dict(zip(ADDED, sums[key], strict=True)))


def _add(session: Session, key: dict[str, int], sums: dict[str, int]) -> None:
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    institution = select(Department.institution_id).where(Department.id == key["department_id"])
    adding = insert(MonthTotal).values(**key, institution_id=institution.scalar_subquery(), **sums)
    summed = {name: MonthTotal.__table__.c[name] + adding.excluded[name] for name in ADDED}
    connection.execute(adding.on_conflict_do_update(index_elements=list(KEY), set_=summed))
