"""The approver's inbox, and the two decisions."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.procurement import approving
from marketplace.procurement.models import PurchaseFile
from marketplace.procurement.queries import get_file, list_waiting
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.deciding import DecisionForm
from marketplace.web.buyer.files import show_file
from marketplace.web.buyer.place import departments_where, me, must_have
from marketplace.web.forms import show_errors
from marketplace.web.translation import translate


@buyer.get("/approvals")
@access(Permission.PURCHASE_APPROVE)
def approvals() -> ResponseReturnValue:
    """Requests nobody has decided on, oldest first."""
    waiting = list_waiting(must_have(DepartmentRole.APPROVER).id)
    return render_template("buyer/approvals.html", waiting=waiting, me_id=me().id, words=words)


@buyer.post("/files/<file_id>/approval")
@access(Permission.PURCHASE_APPROVE)
def file_approval(file_id: str) -> ResponseReturnValue:
    """Yes."""
    return _decide(file_id, approving.approve, str(_("승인했습니다. 판매 기업에 발주했습니다.")))


@buyer.post("/files/<file_id>/rejection")
@access(Permission.PURCHASE_APPROVE)
def file_rejection(file_id: str) -> ResponseReturnValue:
    """No, with a reason."""
    return _decide(file_id, approving.reject, str(_("반려했습니다. 요청자에게 메일로 알렸습니다.")))


def _decide(file_id: str, verb: Callable[..., PurchaseFile], said: str) -> ResponseReturnValue:
    found = get_file(file_id, departments_where(DepartmentRole.APPROVER))
    form, person, key = DecisionForm(), me(), found.id
    if not form.validate_on_submit():
        return show_file(found, 422, decision=form)
    try:
        with transaction():
            verb(key, person, form.note.data or "")
    except Invalid as error:
        show_errors(form, error)
        return show_file(found, 422, decision=form)
    except Conflict as error:
        flash(translate(error.message), "bad")
    else:
        flash(said, "good")
    return redirect(url_for("buyer.file", file_id=file_id))
