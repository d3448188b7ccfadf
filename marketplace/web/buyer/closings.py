"""Closing months: what each came to, what to look at first, and one press."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.procurement.closing import close_month
from marketplace.procurement.closing_checks import closing_check
from marketplace.procurement.closings import month_states
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import has_role, here, me, must_have
from marketplace.web.numbers import calendar_year
from marketplace.web.translation import translate

REPORTERS = (DepartmentRole.PURCHASER, DepartmentRole.ACCOUNTANT)


@buyer.get("/closings")
@access(Permission.DEPARTMENT_VIEW)
def closings() -> ResponseReturnValue:
    """Every month of the year, and the next one to close."""
    department = here()
    year = request.args.get("year", clock.today().year, type=calendar_year)
    states = month_states(department.id, year)
    next_one = next((each.month for each in states if not each.closing), None)
    closable = next_one if next_one and next_one.is_over() else None
    return render_template(
        "buyer/coordination/closings.html",
        year=year,
        years=range(clock.today().year, clock.today().year - 5, -1),
        states=states,
        closable=closable,
        check=closing_check(department.id, closable) if closable else None,
        may_close=has_role(department.id, *REPORTERS),
    )


@buyer.post("/closings")
@access(Permission.MONTH_CLOSE)
def closing() -> ResponseReturnValue:
    """Declare one month of the current department complete."""
    department = must_have(*REPORTERS)
    year = request.form.get("year", 0, type=calendar_year)
    month = request.form.get("month", 0, type=int)
    try:
        with transaction():
            close_month(department.id, year, month, me().id)
        flash(_("%(year)d년 %(month)d월을 마감했습니다.", year=year, month=month), "good")
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(url_for("buyer.closings", year=year))
