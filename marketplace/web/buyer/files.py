"""Purchase files: the department's list, and one file with all that can be done to it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.orders.models import ParcelStatus
from marketplace.orders.shipping import CARRIERS
from marketplace.procurement import requesting
from marketplace.procurement.models import PurchaseFile, PurchaseFileStatus
from marketplace.procurement.queries import (
    ARRIVING,
    count_by_status,
    get_file,
    inspections_of,
    list_files,
    records_of,
)
from marketplace.web.access import access
from marketplace.web.buyer import stages, words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.deciding import DecisionForm
from marketplace.web.buyer.ledger_rows import ledger_rows
from marketplace.web.buyer.paying import PaymentForm
from marketplace.web.buyer.place import departments_where, has_role, here, me
from marketplace.web.buyer.prospects import prospects
from marketplace.web.translation import translate


class WithdrawalForm(FlaskForm):
    """Why a request is taken back."""

    reason = StringField(_l("회수 사유"), [Optional(), Length(max=300)])


@buyer.get("/files")
@access(Permission.DEPARTMENT_VIEW)
def files() -> ResponseReturnValue:
    """The department's files, newest first."""
    department = here()
    chosen = request.args.get("status", "")
    status = PurchaseFileStatus(chosen) if chosen in set(PurchaseFileStatus) else None
    page = list_files(department.id, status, request.args.get("cursor"))
    return render_template(
        "buyer/files.html",
        page=page,
        status=status,
        counts=count_by_status(department.id),
        words=words,
    )


@buyer.get("/files/<file_id>")
@access(Permission.DEPARTMENT_VIEW)
def file(file_id: str) -> ResponseReturnValue:
    """One file."""
    return show_file(get_file(file_id, departments_where()))


def show_file(
    found: PurchaseFile, status: int = 200, *, returned_for: str = "", **forms: FlaskForm
) -> ResponseReturnValue:
    """A file's page, with the form that came back, and the parcel it was for, if one did."""
    inspections = inspections_of(found)
    page = render_template(
        "buyer/file.html",
        file=found,
        steps=stages.steps(found, inspections),
        events=stages.events(found, inspections),
        inspections=inspections,
        prospects=prospects(found),
        records=ledger_rows(records_of(found)),
        carriers=CARRIERS,
        arriving=ARRIVING,
        cancelled=ParcelStatus.CANCELLED,
        returned_for=returned_for,
        words=words,
        **_rights(found),
        **_forms(forms),
    )
    return page, status


def _rights(found: PurchaseFile) -> dict[str, Any]:
    """What the viewer may do to a file in its present state."""
    waits = found.status is PurchaseFileStatus.SUBMITTED
    is_mine = found.requested_by == me().id
    approves = has_role(found.department_id, DepartmentRole.APPROVER)
    purchases = has_role(found.department_id, DepartmentRole.PURCHASER)
    pays = purchases or has_role(found.department_id, DepartmentRole.ACCOUNTANT)
    return {
        "may_decide": waits and approves and not is_mine,
        "is_own_approver": waits and approves and is_mine,
        "may_withdraw": waits and purchases,
        "may_inspect": found.status is PurchaseFileStatus.APPROVED and purchases,
        "may_note_payment": pays,
    }


def _forms(given: dict[str, FlaskForm]) -> dict[str, FlaskForm]:
    return {
        "decision": given.get("decision") or DecisionForm(formdata=None),
        "withdrawal": given.get("withdrawal") or WithdrawalForm(formdata=None),
        "payment": given.get("payment") or PaymentForm(formdata=None),
    }


@buyer.post("/files/<file_id>/withdrawal")
@access(Permission.PURCHASE_REQUEST)
def file_withdrawal(file_id: str) -> ResponseReturnValue:
    """Take a request back before anybody decides."""
    found = get_file(file_id, departments_where(DepartmentRole.PURCHASER))
    form, person, key = WithdrawalForm(), me(), found.id
    if not form.validate_on_submit():
        return show_file(found, 422, withdrawal=form)
    try:
        with transaction():
            requesting.withdraw(key, person, form.reason.data or "")
    except Conflict as error:
        flash(translate(error.message), "bad")
    else:
        flash(_("구매요청을 회수했습니다. 확보했던 재고는 돌려놓았습니다."), "good")
    return redirect(url_for("buyer.file", file_id=file_id))
