"""Closing months: what each came to, what to settle first, and one press."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.procurement.closing import close_month
from marketplace.procurement.closing_checks import closing_check
from marketplace.procurement.closings import month_states
from marketplace.procurement.duplicates import find_pair, settle_duplicate
from marketplace.procurement.explaining_records import explain_record
from marketplace.procurement.ledger import find_record
from marketplace.procurement.models import DuplicateVerdict
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import departments_where, has_role, here, me, must_have
from marketplace.web.numbers import calendar_year
from marketplace.web.translation import translate

REPORTERS = (DepartmentRole.PURCHASER, DepartmentRole.ACCOUNTANT)
LEFT_OPEN = {
    "uninspected": _l("검수하지 않은 납품"),
    "announced": _l("증빙을 기다리는 구매"),
    "duplicates": _l("겹쳐 보이는 기록"),
    "unexplained": _l("설명이 없는 기록"),
}


@buyer.get("/closings")
@access(Permission.DEPARTMENT_VIEW)
def closings() -> ResponseReturnValue:
    """Every month of the year, and the next one to close."""
    return _page()


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


@buyer.post("/closings/duplicates")
@access(Permission.MONTH_CLOSE)
def closing_duplicate() -> ResponseReturnValue:
    """Say whether two records are one purchase or two."""
    departments = departments_where(*REPORTERS)
    pair = find_pair(request.form.get("first", ""), request.form.get("second", ""), departments)
    verdict = request.form.get("verdict", "")
    if verdict not in set(DuplicateVerdict):
        raise NotFound
    reason = request.form.get("reason", "")[:300]
    try:
        with transaction():
            settle_duplicate(pair, DuplicateVerdict(verdict), reason, me().id)
        same = verdict == DuplicateVerdict.SAME
        flash(_("나중 기록을 취소했습니다.") if same else _("서로 다른 구매로 남겼습니다."), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
        typed = {(pair.first.public_id, pair.second.public_id): reason}
        return _page(typed), 422
    return redirect(url_for("buyer.closings"))


@buyer.post("/closings/explanations")
@access(Permission.MONTH_CLOSE)
def closing_explanation() -> ResponseReturnValue:
    """Keep why a record is right as it is."""
    record = find_record(request.form.get("record", ""), departments_where(*REPORTERS))
    try:
        with transaction():
            explain_record(record, request.form.get("words", "")[:300], me().id)
        flash(_("설명을 남겼습니다."), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
        return _page(), 422
    return redirect(url_for("buyer.closings"))


def _page(typed: dict[tuple[str, str], str] | None = None) -> str:
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
        typed=typed or {},
        left_open=LEFT_OPEN,
    )
