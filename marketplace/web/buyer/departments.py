"""Working for another department: a person may serve in several."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.permissions import Permission
from marketplace.procurement.errors import DepartmentNotFound
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import work_at


@buyer.post("/current-department")
@access(Permission.DEPARTMENT_VIEW)
def current_department() -> ResponseReturnValue:
    """Switch to one of one's departments; any other is not found."""
    department = work_at(request.form.get("department", 0, type=int))
    if department is None:
        raise DepartmentNotFound
    flash(_("%(name)s 업무로 바꾸었습니다.", name=department.name), "good")
    return redirect(url_for("buyer.home"))
