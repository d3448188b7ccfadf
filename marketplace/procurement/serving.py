"""Roles in departments: who holds which, and how one ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, literal, or_, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, joinedload

from marketplace.accounts.models import Account
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.core.permissions import DepartmentRole
from marketplace.core.text import T
from marketplace.procurement.models import Department, Institution, Membership

FURTHEST = timedelta(days=366)


class MembershipNotFound(NotFound):
    """No such role, or in another institution."""

    def __init__(self) -> None:
        super().__init__(T("그런 역할이 없습니다."))


class LastCoordinator(Conflict):
    """An institution without anybody who coordinates could not mend that itself."""

    code = "last_coordinator"

    def __init__(self) -> None:
        super().__init__(
            T("이 기관의 마지막 총괄담당자입니다."),
            action=T("다른 총괄담당자를 먼저 초대하거나 통합지원센터에 문의해 주세요."),
        )


def give_role(account: Account, department: Department, role: DepartmentRole) -> Membership:
    """Let somebody serve from today on; a role that is held already is that one."""
    held = select(Membership).filter_by(
        account_id=account.id, department_id=department.id, role=role
    )
    today = clock.today()
    kept = db.session.scalar(
        held.where(or_(Membership.until.is_(None), Membership.until >= today))
        .order_by(Membership.since)
        .limit(1)
    )
    if kept is not None and kept.until is None:
        return kept
    if kept is not None:  # it was to end; now it goes on
        kept.until = None
        db.session.flush()
        audit.record("membership:prolonged", kept, role=role.value)
        return kept
    membership = Membership(
        account_id=account.id, department_id=department.id, role=role, since=today
    )
    db.session.add(membership)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(T("방금 다른 사람이 같은 역할을 주었습니다.")) from error
    audit.record("membership:appointed", membership, role=role.value)
    return membership


def get_membership(membership_id: int, institution_id: int) -> Membership:
    """A role in an institution; raises MembershipNotFound for any other."""
    query = (
        select(Membership)
        .join(Department, Department.id == Membership.department_id)
        .where(Membership.id == membership_id, Department.institution_id == institution_id)
        .options(joinedload(Membership.department, innerjoin=True))
    )
    found = db.session.scalar(query)
    if found is None:
        raise MembershipNotFound
    return found


def end_membership(membership: Membership, last_day: date, *, keeps_coordinator: bool) -> None:
    """End a role after a day, yesterday at the earliest; records keep who did what.

    With `keeps_coordinator` the institution's last coordinator stays. Raises Invalid for a day
    out of bounds, MembershipNotFound when it has ended, LastCoordinator.
    """
    institution_id = membership.department.institution_id
    # Two coordinators who end each other's role at once must not both succeed.
    db.session.get_one(Institution, institution_id, with_for_update={"key_share": True})
    db.session.refresh(membership)
    today = clock.today()
    if membership.until is not None and membership.until < today:
        raise MembershipNotFound
    earliest = max(membership.since, today - timedelta(days=1))
    if not earliest <= last_day <= today + FURTHEST:
        said = T("%(day)s부터 한 해 안의 날짜를 골라 주세요.", day=earliest.isoformat())
        raise Invalid(said, {"until": [said]})
    if keeps_coordinator and membership.role is DepartmentRole.COORDINATOR:
        _refuse_last(membership, institution_id)
    before, membership.until = membership.until, last_day
    db.session.flush()
    audit.record(
        "membership:ended",
        membership,
        role=membership.role.value,
        before=before.isoformat() if before else None,
        until=last_day.isoformat(),
    )


def _refuse_last(membership: Membership, institution_id: int) -> None:
    others = (
        select(func.count())
        .select_from(Membership)
        .join(Department, Department.id == Membership.department_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Department.institution_id == institution_id,
            Membership.role == DepartmentRole.COORDINATOR,
            Membership.id != membership.id,
            Membership.account_id != membership.account_id,
            Membership.since <= clock.today(),
            Membership.until.is_(None),
            Account.disabled_at.is_(None),
        )
    )
    if not db.session.scalar(others):
        raise LastCoordinator


def current_people(
    institution_id: int, words: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[tuple[Membership, Account]]:
    """Roles held today or later, by name, narrowed by words in name, mail or department.

    Raises Invalid for a cursor not of our making.
    """
    person, place = aliased(Account), aliased(Department)
    query = (
        select(Membership, person)
        .join(person, person.id == Membership.account_id)
        .join(place, place.id == Membership.department_id)
        .where(
            place.institution_id == institution_id,
            or_(Membership.until.is_(None), Membership.until >= clock.today()),
        )
        .options(joinedload(Membership.department, innerjoin=True))
        .order_by(person.name, Membership.id)
    )
    for word in words.split()[:5]:
        like = [
            column.icontains(word, autoescape=True)
            for column in (person.name, person.email, place.name)
        ]
        query = query.where(or_(*like))
    if cursor:
        after = tuple_(*(literal(value) for value in decode_cursor(cursor, (str, int))))
        query = query.where(tuple_(person.name, Membership.id) > after)
    size = clamp_limit(limit)
    rows = [(held, who) for held, who in db.session.execute(query.limit(size + 1))]
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], encode_cursor(last[1].name, last[0].id) if last else None)


def people_of(department_id: int) -> Sequence[tuple[Membership, Account]]:
    """Everybody who ever served in a department, those who do first."""
    query = (
        select(Membership, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.department_id == department_id)
        .order_by(Membership.until.is_not(None), Membership.until.desc(), Account.name)
        .limit(200)
    )
    return [(held, who) for held, who in db.session.execute(query)]


def count_people(institution_id: int) -> dict[int, int]:
    """How many people serve today, by department id."""
    query = (
        select(Membership.department_id, func.count(func.distinct(Membership.account_id)))
        .join(Department, Department.id == Membership.department_id)
        .where(
            Department.institution_id == institution_id,
            Membership.since <= clock.today(),
            or_(Membership.until.is_(None), Membership.until >= clock.today()),
        )
        .group_by(Membership.department_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
