"""How often what the quota pages show has changed, so that a page kept in memory can be proven.

A mark per department, one per institution for what belongs to all of its departments, and one
for changes in bulk. Each is raised in the transaction of the change, whoever makes it: a reader
that finds the same marks finds the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ForeignKey, String, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from marketplace.core.database import Model
from marketplace.procurement.models.evaluation import YearMark
from marketplace.procurement.models.institutions import Department, Institution
from marketplace.procurement.models.ledger import PurchaseRecord
from marketplace.procurement.models.plans import QuarterPlanCall, QuarterPlanVersion
from marketplace.procurement.models.quota import DepartmentTarget, MonthClosing, QuotaRule
from marketplace.procurement.models.reminders import Reminder
from marketplace.procurement.models.spending import Spending
from marketplace.procurement.models.survey import SurveyAnswer
from marketplace.procurement.models.totals import MonthTotal
from marketplace.procurement.models.year import StepEvent

EVERYWHERE = "everywhere"
OF_DEPARTMENT = (
    PurchaseRecord,
    MonthTotal,
    MonthClosing,
    DepartmentTarget,
    Reminder,
    SurveyAnswer,
    QuarterPlanVersion,
    YearMark,
)
OF_INSTITUTION = (QuotaRule, Spending, StepEvent, QuarterPlanCall)
WATCHED = (*OF_DEPARTMENT, *OF_INSTITUTION, Department, Institution)


class ChangeMark(Model):
    """`scope` is `department:<id>`, `institution:<id>` or `everywhere`; the count only grows."""

    __tablename__ = "change_mark"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    version: Mapped[int] = mapped_column(default=0)


def department_scope(department_id: int) -> str:
    """Where changes to a department's year are counted."""
    return f"department:{department_id}"


def institution_scope(institution_id: int) -> str:
    """Where changes to an institution itself and to its rules are counted."""
    return f"institution:{institution_id}"


@event.listens_for(Session, "after_flush")
def mark_flushed(session: Session, _context: Any) -> None:
    """Raise the marks of what a flush changed, in the order of their names."""
    touched = [
        each for each in (*session.new, *session.dirty, *session.deleted) if type(each) in WATCHED
    ]
    if touched:
        raise_marks(session, {_scope_of(each) for each in touched})


@event.listens_for(Session, "do_orm_execute")
def mark_bulk(state: ORMExecuteState) -> None:
    """A statement that writes watched rows past the flush raises the mark of everybody."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is not None and mapper.class_ in WATCHED:
        raise_marks(state.session, {EVERYWHERE})


def raise_marks(session: Session, scopes: Iterable[str]) -> None:
    """One more change of each."""
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for scope in sorted(scopes):
        adding = insert(ChangeMark).values(
            scope=scope, institution_id=_institution_of(scope), version=1
        )
        raised = {"version": ChangeMark.__table__.c.version + 1}
        connection.execute(adding.on_conflict_do_update(index_elements=["scope"], set_=raised))


def _scope_of(row: Any) -> str:
    if isinstance(row, Department):
        return department_scope(row.id)
    if isinstance(row, Institution):
        return institution_scope(row.id)
    if isinstance(row, OF_INSTITUTION):
        return institution_scope(row.institution_id)
    return department_scope(row.department_id)


def _institution_of(scope: str) -> Any:
    kind, _, number = scope.partition(":")
    if kind == "institution":
        return int(number)
    if kind == "department":
        found = select(Department.institution_id).where(Department.id == int(number))
        return found.scalar_subquery()
    return None
