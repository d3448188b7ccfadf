"""Who is in front of the page, gathered once a request from every package that knows a role."""

from __future__ import annotations

from collections import defaultdict

from flask import Flask, g
from flask_login import LoginManager, current_user
from sqlalchemy import select

from marketplace.accounts.models import Account, OfficeMember
from marketplace.audit.service import Actor, _actor
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.permissions import DepartmentRole, Viewer
from marketplace.enterprises.models import EnterpriseMember
from marketplace.procurement.models import Department, Membership

login_manager = LoginManager()
login_manager.session_protection = "basic"


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_account(identity: str) -> Account | None:
    """The account of a session, None once it is disabled or its password changed."""
    account_id, _, stamp = identity.partition(":")
    if not account_id.isdigit():
        return None
    account = db.session.get(Account, int(account_id))
    usable = account is not None and account.is_active and account.session_stamp == stamp
    return account if usable else None


def current_viewer() -> Viewer:
    """The viewer of this request; anonymous costs no statement."""
    if "viewer" not in g:
        g.viewer = _gather(current_user.id) if current_user.is_authenticated else Viewer()
    viewer: Viewer = g.viewer
    return viewer


def current_account_id() -> int | None:
    """Who is signed in, without asking what they may do."""
    return current_user.id if current_user.is_authenticated else None


def forget_viewer() -> None:
    """Gather anew: memberships or the signed-in person changed within this request."""
    g.pop("viewer", None)


def _gather(account_id: int) -> Viewer:
    roles, coordinated = _department_roles(account_id)
    return Viewer(
        account_id=account_id,
        is_office=_is_office(account_id),
        enterprise_ids=_enterprise_ids(account_id),
        department_roles=roles,
        coordinated_institution_ids=coordinated,
    )


def _is_office(account_id: int) -> bool:
    query = select(OfficeMember.id).filter_by(account_id=account_id, ended_at=None)
    return db.session.scalar(query) is not None


def _enterprise_ids(account_id: int) -> frozenset[int]:
    query = select(EnterpriseMember.enterprise_id).filter_by(account_id=account_id, ended_at=None)
    return frozenset(db.session.scalars(query))


def _department_roles(
    account_id: int,
) -> tuple[dict[int, frozenset[DepartmentRole]], frozenset[int]]:
    query = (
        select(Membership, Department.institution_id)
        .join(Department, Department.id == Membership.department_id)
        .where(Membership.account_id == account_id)
    )
    held: dict[int, set[DepartmentRole]] = defaultdict(set)
    coordinated: set[int] = set()
    for membership, institution_id in db.session.execute(query):
        if membership.serves_on(clock.today()):
            held[membership.department_id].add(membership.role)
            if membership.role is DepartmentRole.COORDINATOR:
                coordinated.add(institution_id)
    return {key: frozenset(value) for key, value in held.items()}, frozenset(coordinated)


def _sign_audit_rows() -> None:
    if current_user.is_authenticated:
        _actor.set(Actor(current_user.id, current_user.email))
    else:
        _actor.set(Actor(None, "visitor"))


def init_app(app: Flask) -> None:
    """Sign people in and out with Flask-Login, and audit rows with who acts."""
    login_manager.init_app(app)
    app.before_request(_sign_audit_rows)
