"""Who is in front of the page, gathered once a request from every package that knows a role."""

from __future__ import annotations

from collections import defaultdict

from flask import Flask, g
from flask_login import LoginManager, current_user
from sqlalchemy import (
    CompoundSelect,
    Date,
    String,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)

from marketplace.accounts.models import Account, OfficeMember
from marketplace.audit.service import Actor, _actor
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.permissions import DepartmentRole, Viewer
from marketplace.core.types import BigId
from marketplace.enterprises.models import EnterpriseMember
from marketplace.procurement.models import Department, Membership

login_manager = LoginManager()
login_manager.session_protection = "basic"

ACCOUNT = select(Account).where(Account.id == bindparam("account_id", type_=BigId))


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_account(identity: str) -> Account | None:
    """The account of a session, None once it is disabled or its password changed."""
    account_id, _, stamp = identity.partition(":")
    if not account_id.isdigit():
        return None
    account = db.session.scalar(ACCOUNT, {"account_id": int(account_id)})
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
    rows = db.session.execute(ROLES, {"account_id": account_id, "today": clock.today()}).all()
    held: dict[int, set[DepartmentRole]] = defaultdict(set)
    for row in rows:
        if row.role:
            held[row.place_id].add(DepartmentRole(row.role))
    return Viewer(
        account_id=account_id,
        is_office=any(row.kind == OFFICE for row in rows),
        enterprise_ids=frozenset(row.place_id for row in rows if row.kind == ENTERPRISE),
        department_roles={key: frozenset(value) for key, value in held.items()},
        coordinated_institution_ids=frozenset(
            row.institution_id for row in rows if row.role == DepartmentRole.COORDINATOR
        ),
    )


OFFICE, ENTERPRISE, DEPARTMENT = "office", "enterprise", "department"


def _roles() -> CompoundSelect[str, int, str | None, int | None]:
    """Everything a person may be today, in one statement that is put together once."""
    account_id, today = bindparam("account_id", type_=BigId), bindparam("today", type_=Date)
    no_role, no_institution = cast(null(), String), cast(null(), BigId)
    return union_all(
        select(
            literal(OFFICE).label("kind"),
            OfficeMember.id.label("place_id"),
            no_role.label("role"),
            no_institution.label("institution_id"),
        ).where(OfficeMember.account_id == account_id, OfficeMember.ended_at.is_(None)),
        select(literal(ENTERPRISE), EnterpriseMember.enterprise_id, no_role, no_institution).where(
            EnterpriseMember.account_id == account_id, EnterpriseMember.ended_at.is_(None)
        ),
        select(
            literal(DEPARTMENT),
            Membership.department_id,
            cast(Membership.role, String),
            Department.institution_id,
        )
        .join(Department, Department.id == Membership.department_id)
        .where(Membership.account_id == account_id, Membership.serves_on(today)),
    )


ROLES = _roles()


def _sign_audit_rows() -> None:
    if current_user.is_authenticated:
        _actor.set(Actor(current_user.id, current_user.email))
    else:
        _actor.set(Actor(None, "visitor"))


def init_app(app: Flask) -> None:
    """Sign people in and out with Flask-Login, and audit rows with who acts."""
    login_manager.init_app(app)
    app.before_request(_sign_audit_rows)
