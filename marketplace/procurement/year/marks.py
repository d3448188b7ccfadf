"""Not measured, programme changed: what sums and rates leave out, with the reason beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T
from marketplace.procurement.errors import DepartmentNotFound, ReasonNeeded
from marketplace.procurement.measuring import MONTHS, WHOLE_YEAR
from marketplace.procurement.models import Department, MarkKind, YearMark


class AlreadyMarked(Conflict):
    """The month, or the whole year, is left out already."""

    code = "already_marked"

    def __init__(self) -> None:
        super().__init__(T("이미 집계에서 뺀 기간입니다."))


class MarkNotFound(NotFound):
    """No such mark in this institution, or it was lifted."""

    def __init__(self) -> None:
        super().__init__(T("집계에서 뺀 기간을 찾을 수 없습니다."))


def mark_department(
    department_id: int,
    year: int,
    month: int,
    kind: MarkKind,
    reason: str,
    by: int | None = None,
) -> YearMark:
    """Leave a month (0: the whole year) out of sums and rates; the records stay.

    Raises DepartmentNotFound, ReasonNeeded, Invalid for a month there is not, AlreadyMarked.
    """
    department = db.session.get(Department, department_id)
    if department is None:
        raise DepartmentNotFound
    if not reason.strip():
        raise ReasonNeeded("reason")
    if not WHOLE_YEAR <= month <= MONTHS:
        raise Invalid(T("그런 달은 없습니다."), {"month": [T("그런 달은 없습니다.")]})
    mark = YearMark(
        department_id=department_id,
        year=year,
        month=month,
        kind=kind,
        reason=reason.strip(),
        marked_by=by,
    )
    db.session.add(mark)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AlreadyMarked from error
    audit.record("year:marked", mark, year=year, month=month, kind=kind.value, reason=mark.reason)
    return mark


def lift_mark(mark: YearMark, reason: str, by: int | None = None) -> None:
    """Measure it again after all; raises ReasonNeeded, MarkNotFound when it was lifted before."""
    if not reason.strip():
        raise ReasonNeeded("reason")
    db.session.refresh(mark, with_for_update=True)
    if mark.lifted_at is not None:
        raise MarkNotFound
    mark.lifted_by, mark.lifted_at, mark.lifted_reason = by, clock.now(), reason.strip()
    db.session.flush()
    audit.record("year:mark_lifted", mark, reason=mark.lifted_reason)


def get_mark(mark_id: int, institution_id: int) -> YearMark:
    """A standing mark of an institution; raises MarkNotFound."""
    mark = db.session.scalar(
        select(YearMark)
        .join(Department, Department.id == YearMark.department_id)
        .where(YearMark.id == mark_id, Department.institution_id == institution_id)
    )
    if mark is None:
        raise MarkNotFound
    return mark


def list_marks(institution_id: int, year: int, *, lifted: bool = False) -> Sequence[YearMark]:
    """Marks of a year that stand (and those lifted, when asked), in the order of departments."""
    query = (
        select(YearMark)
        .join(Department, Department.id == YearMark.department_id)
        .where(Department.institution_id == institution_id, YearMark.year == year)
        .options(joinedload(YearMark.department, innerjoin=True))
        .order_by(Department.position, Department.id, YearMark.month, YearMark.id)
    )
    if not lifted:
        query = query.where(YearMark.lifted_at.is_(None))
    return db.session.scalars(query).all()


def marked_months(marks: Iterable[YearMark]) -> dict[int, frozenset[int]]:
    """Months left out by department id; all twelve for a whole year."""
    months: dict[int, set[int]] = defaultdict(set)
    for mark in marks:
        months[mark.department_id] |= (
            set(range(1, MONTHS + 1)) if mark.month == WHOLE_YEAR else {mark.month}
        )
    return {key: frozenset(value) for key, value in months.items()}
