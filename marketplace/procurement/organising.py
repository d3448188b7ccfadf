"""An institution's department tree: added to, renamed, moved, closed from a day on.

A department that was ever used stays for good, because records name it; closed, it keeps its
figures and takes no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.romanize import slug_of
from marketplace.core.text import T
from marketplace.procurement.errors import DepartmentNotFound
from marketplace.procurement.models import (
    Department,
    DepartmentKind,
    Institution,
    Invitation,
)
from marketplace.procurement.people import list_memberships

DEEPEST = 5
LONGEST_CODE = 40
FURTHEST = timedelta(days=366)


class DepartmentInUse(Conflict):
    """Something names the department; it can be closed, never removed."""

    code = "department_in_use"

    def __init__(self) -> None:
        super().__init__(
            T("이 부서를 쓰는 기록이 있어 지울 수 없습니다."),
            kept=T("부서는 그대로 있습니다."),
            action=T("더 쓰지 않을 부서는 폐지해 주세요."),
        )


@dataclass(frozen=True, slots=True)
class DepartmentDraft:
    """A department as it is filled in."""

    name: str
    kind: DepartmentKind
    name_en: str = ""
    reports: bool = True
    coordinates: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """One department in its tree; `depth` 0 stands at the top."""

    department: Department
    depth: int


def list_tree(institution_id: int) -> list[Placed]:
    """Every department, each under its parent, in one statement."""
    query = select(Department).filter_by(institution_id=institution_id)
    rows = db.session.scalars(query.order_by(Department.position, Department.id)).all()
    return list(_walk(rows, None, 0))


def get_department(department_id: int, institution_id: int) -> Department:
    """A department of an institution; raises DepartmentNotFound for any other."""
    found = db.session.get(Department, department_id)
    if found is None or found.institution_id != institution_id:
        raise DepartmentNotFound
    return found


def add_department(
    institution_id: int, draft: DepartmentDraft, parent_id: int | None = None
) -> Department:
    """A new department under another, or at the top.

    Raises Invalid by field for a name that is empty or taken, a parent that is closed, another
    institution's, or too deep.
    """
    _hold(institution_id)
    parent = _parent(institution_id, parent_id)
    name = _free_name(institution_id, draft.name)
    department = Department(
        institution_id=institution_id,
        parent_id=parent.id if parent else None,
        code=_free_code(institution_id, name),
        name=name,
        name_en=draft.name_en.strip(),
        kind=draft.kind,
        reports=draft.reports,
        coordinates=draft.coordinates,
        position=len(list_tree(institution_id)),
    )
    db.session.add(department)
    db.session.flush()
    department.path = f"{parent.path if parent else ''}{department.id}/"
    _number(institution_id)
    audit.record("department:added", department, name=name, parent_id=parent_id)
    return department


def change_department(department: Department, draft: DepartmentDraft) -> None:
    """Rename it, or change what it is; what was published keeps the old name. Raises Invalid."""
    _hold(department.institution_id)
    name = _free_name(department.institution_id, draft.name, department.id)
    before = _facts(department)
    department.name, department.name_en = name, draft.name_en.strip()
    department.kind = draft.kind
    department.reports, department.coordinates = draft.reports, draft.coordinates
    db.session.flush()
    after = _facts(department)
    if after != before:
        audit.record("department:changed", department, before=before, after=after)


def move_department(department: Department, parent_id: int | None) -> None:
    """Put it, and everything under it, under another department or at the top.

    Raises Invalid for a parent within itself, closed, of another institution, or too deep.
    """
    _hold(department.institution_id)
    db.session.refresh(department)
    parent = _parent(department.institution_id, parent_id)
    if parent is not None and parent.path.startswith(department.path):
        raise _wrong("parent", T("자기 아래로는 옮길 수 없습니다."))
    under = _under(department)
    deepest = max((each.path.count("/") for each in under), default=0)
    height = deepest - department.path.count("/")
    if (parent.path.count("/") if parent else 0) + 1 + height > DEEPEST:
        raise _too_deep()
    before, old = department.parent_id, department.path
    department.parent_id = parent.id if parent else None
    for each in under:
        each.path = f"{parent.path if parent else ''}{department.id}/{each.path[len(old) :]}"
    db.session.flush()
    _number(department.institution_id)
    if before != department.parent_id:
        audit.record("department:moved", department, before=before, after=department.parent_id)


def close_department(department: Department, closed_on: date, by: int | None = None) -> None:
    """Close it from a day on: its people's roles end the day before, its invitations at once.

    Raises Invalid for a day that has passed or lies more than a year ahead, or while something
    under it is open longer.
    """
    _hold(department.institution_id)
    db.session.refresh(department)
    today = clock.today()
    if not today <= closed_on <= today + FURTHEST:
        raise _wrong("closed_on", T("오늘부터 한 해 안의 날짜를 골라 주세요."))
    below = [each for each in _under(department) if each.id != department.id]
    if any(each.closed_on is None or each.closed_on > closed_on for each in below):
        raise _wrong(
            "closed_on", T("아래에 열려 있는 부서가 있습니다. 먼저 옮기거나 폐지해 주세요.")
        )
    department.closed_on = closed_on
    _end_roles(department.id, closed_on - timedelta(days=1))
    _revoke_invitations(department.id, by)
    db.session.flush()
    audit.record("department:closed", department, closed_on=closed_on.isoformat())


def reopen_department(department: Department) -> None:
    """Open a closed one again; roles that ended with it are given anew. Raises Invalid."""
    _hold(department.institution_id)
    db.session.refresh(department)
    parent = db.session.get(Department, department.parent_id) if department.parent_id else None
    if parent is not None and parent.closed_on is not None:
        raise _wrong("closed_on", T("위 부서가 폐지되어 있습니다. 먼저 옮겨 주세요."))
    department.closed_on = None
    db.session.flush()
    audit.record("department:reopened", department)


def remove_department(department: Department) -> None:
    """Remove one that nothing ever named, such as a slip of the pen; raises DepartmentInUse."""
    _hold(department.institution_id)
    audit.record("department:removed", department, name=department.name)
    db.session.delete(department)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise DepartmentInUse from error


def _hold(institution_id: int) -> None:
    # One change of a tree at a time, so that no two moves make a ring.
    db.session.get_one(
        Institution, institution_id, populate_existing=True, with_for_update={"key_share": True}
    )


def _walk(rows: Sequence[Department], parent_id: int | None, depth: int) -> Iterable[Placed]:
    below: dict[int | None, list[Department]] = {}
    for each in rows:
        below.setdefault(each.parent_id, []).append(each)
    waiting = [(each, depth) for each in reversed(below.get(parent_id, []))]
    while waiting:
        department, level = waiting.pop()
        yield Placed(department, level)
        waiting += [(each, level + 1) for each in reversed(below.get(department.id, []))]


def _number(institution_id: int) -> None:
    """Positions follow the tree, so that every list of departments is in its order."""
    for position, placed in enumerate(list_tree(institution_id)):
        if placed.department.position != position:
            placed.department.position = position
    db.session.flush()


def _under(department: Department) -> Sequence[Department]:
    """The department and everything under it."""
    query = select(Department).filter_by(institution_id=department.institution_id)
    return db.session.scalars(query.where(Department.path.startswith(department.path))).all()


def _parent(institution_id: int, parent_id: int | None) -> Department | None:
    if parent_id is None:
        return None
    parent = db.session.get(Department, parent_id)
    if parent is None or parent.institution_id != institution_id:
        raise _wrong("parent", T("없는 부서입니다. 다시 골라 주세요."))
    if parent.closed_on is not None:
        raise _wrong("parent", T("폐지하는 부서 아래에는 둘 수 없습니다."))
    if parent.path.count("/") >= DEEPEST:
        raise _too_deep()
    return parent


def _free_name(institution_id: int, said: str, own_id: int | None = None) -> str:
    name = " ".join(said.split())
    if not name:
        raise _wrong("name", T("부서 이름을 적어 주세요."))
    query = select(Department.id).filter_by(
        institution_id=institution_id, name=name, closed_on=None
    )
    if own_id is not None:
        query = query.where(Department.id != own_id)
    if db.session.scalar(query.limit(1)) is not None:
        raise _wrong("name", T("같은 이름의 부서가 있습니다."))
    return name


def _free_code(institution_id: int, name: str) -> str:
    """What the name sounds like, with a number behind it where that is taken."""
    base = slug_of(name, LONGEST_CODE - 6) or "department"
    taken = set(
        db.session.scalars(select(Department.code).filter_by(institution_id=institution_id))
    )
    tries = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(each for each in tries if each not in taken)


def _end_roles(department_id: int, last_day: date) -> None:
    for membership in list_memberships([department_id]):
        if membership.until is None or membership.until > last_day:
            # A role that began no earlier than the closing is held for its first day only.
            membership.until = max(last_day, membership.since)
            audit.record("membership:ended", membership, until=membership.until.isoformat())


def _revoke_invitations(department_id: int, by: int | None) -> None:
    query = select(Invitation).filter_by(
        department_id=department_id, accepted_at=None, revoked_at=None
    )
    for invitation in db.session.scalars(query.with_for_update()):
        invitation.revoked_at, invitation.revoked_by = clock.now(), by
        audit.record("invitation:revoked", invitation)


def _facts(department: Department) -> dict[str, str | bool]:
    return {
        "name": department.name,
        "name_en": department.name_en,
        "kind": department.kind.value,
        "reports": department.reports,
        "coordinates": department.coordinates,
    }


def _too_deep() -> Invalid:
    return _wrong("parent", T("부서는 %(n)d단계까지 둘 수 있습니다.", n=DEEPEST))


def _wrong(field: str, said: T) -> Invalid:
    return Invalid(said, {field: [said]})
