"""Who serves in which department today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import or_, select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import Membership

REPORTERS = (DepartmentRole.PURCHASER, DepartmentRole.ACCOUNTANT)
ANSWERERS = (*REPORTERS, DepartmentRole.APPROVER)


def people_serving(
    department_ids: Iterable[int], roles: Iterable[DepartmentRole]
) -> dict[int, list[Account]]:
    """Accounts that hold any of the roles today, by department id, in one statement."""
    today = clock.today()
    query = (
        select(Membership.department_id, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.department_id.in_(sorted(set(department_ids))),
            Membership.role.in_(list(roles)),
            Membership.since <= today,
            or_(Membership.until.is_(None), Membership.until >= today),
            Account.disabled_at.is_(None),
        )
        .order_by(Membership.department_id, Account.id)
    )
    serving: dict[int, list[Account]] = defaultdict(list)
    for department_id, account in db.session.execute(query):
        if account not in serving[department_id]:
            serving[department_id].append(account)
    return dict(serving)


def list_memberships(department_ids: Iterable[int]) -> list[Membership]:
    """Roles in departments that are held today or later, by id."""
    query = (
        select(Membership)
        .where(
            Membership.department_id.in_(sorted(set(department_ids))),
            or_(Membership.until.is_(None), Membership.until >= clock.today()),
        )
        .order_by(Membership.id)
    )
    return list(db.session.scalars(query))
