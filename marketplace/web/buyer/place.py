"""Where the person works right now: one of the departments they serve in."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g, session
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import Account
from marketplace.core.database import db
from marketplace.core.errors import NotPermitted
from marketplace.core.permissions import DepartmentRole
from marketplace.core.text import T
from marketplace.procurement.drafting import ListOwner
from marketplace.procurement.models import Department
from marketplace.procurement.queries import Tasks, read_tasks
from marketplace.web.viewer import current_viewer

CHOSEN = "department_id"


def my_departments() -> Sequence[Department]:
    """Every department the viewer serves in today, with its institution, in one statement."""
    if "my_departments" not in g:
        query = (
            select(Department)
            .where(Department.id.in_(sorted(current_viewer().department_roles)))
            .options(joinedload(Department.institution, innerjoin=True))
            .order_by(Department.institution_id, Department.position, Department.id)
        )
        g.my_departments = db.session.scalars(query).all()
    found: Sequence[Department] = g.my_departments
    return found


def here() -> Department:
    """The department whose pages are shown: the one switched to, else the first."""
    departments = my_departments()
    if not departments:
        raise NotPermitted(T("맡고 있는 부서가 없습니다."))
    chosen = session.get(CHOSEN)
    return next((each for each in departments if each.id == chosen), departments[0])


def tasks_here() -> Tasks:
    """What waits in the current department, read once a request: the menu and the page say it."""
    department_id = here().id
    if "waiting_tasks" not in g or g.waiting_tasks[0] != department_id:
        g.waiting_tasks = department_id, read_tasks(department_id)
    tasks: Tasks = g.waiting_tasks[1]
    return tasks


def work_at(department_id: int) -> Department | None:
    """Switch to one of one's departments; None for any other."""
    for department in my_departments():
        if department.id == department_id:
            session[CHOSEN] = department.id
            return department
    return None


def has_role(department_id: int, *roles: DepartmentRole) -> bool:
    """Whether the viewer holds any of the roles in a department."""
    held = current_viewer().department_roles.get(department_id, frozenset())
    return not held.isdisjoint(roles)


def departments_where(*roles: DepartmentRole) -> frozenset[int]:
    """Departments in which the viewer holds any of the roles; all of theirs when none is named."""
    held = current_viewer().department_roles
    return frozenset(key for key in held if not roles or has_role(key, *roles))


def must_have(*roles: DepartmentRole) -> Department:
    """The current department; raises NotPermitted without any of the roles in it."""
    department = here()
    if not has_role(department.id, *roles):
        raise NotPermitted(
            T("%(name)s에서는 할 수 없는 일입니다.", name=department.name),
            action=T("위에서 부서를 바꾸거나 총괄부서에 문의해 주세요."),
        )
    return department


def my_list() -> ListOwner:
    """The viewer's request list for the current department."""
    return ListOwner(must_have(DepartmentRole.PURCHASER).id, me().id)


def me() -> Account:
    """The signed-in account itself, not Flask-Login's stand-in for it."""
    account: Account = current_user._get_current_object()
    return account
