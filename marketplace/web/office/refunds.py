"""Refunds the provider refused: who waits for money, and what was done about it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.payments.mending import list_stuck, note_by_hand, try_again
from marketplace.web.access import access
from marketplace.web.office.blueprint import office
from marketplace.web.translation import translate


@office.get("/refunds")
@access(Permission.REFUND_MEND)
def refunds() -> ResponseReturnValue:
    """Every refund that is stuck, oldest first."""
    return _show()


@office.post("/refunds/<int:refund_id>/retry")
@access(Permission.REFUND_MEND)
def refund_retry(refund_id: int) -> ResponseReturnValue:
    """Send the same sum once more."""
    try:
        with transaction():
            try_again(refund_id)
        flash(_("환불을 다시 보냈습니다."), "good")
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(url_for("office.refunds"), 303)


@office.post("/refunds/<int:refund_id>/by-hand")
@access(Permission.REFUND_MEND)
def refund_by_hand(refund_id: int) -> ResponseReturnValue:
    """Write down how the money went back another way."""
    note = request.form.get("note", "")
    try:
        with transaction():
            note_by_hand(refund_id, note)
        flash(_("직접 돌려드린 것으로 기록했습니다."), "good")
    except Invalid as error:
        return _show(wrong=refund_id, fault=translate(error.message), typed=note), 422
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(url_for("office.refunds"), 303)


def _show(wrong: int = 0, fault: str = "", typed: str = "") -> str:
    return render_template(
        "office/refunds.html", stuck=list_stuck(), wrong=wrong, fault=fault, typed=typed
    )
