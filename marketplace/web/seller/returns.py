"""What buyers ask to give back: the list with its days, and each request with what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.payments.refunding import RefundTooLarge
from marketplace.returns import answering
from marketplace.returns.models import (
    RETURN_TRANSITIONS,
    Condition,
    ReturnAct,
    ReturnRequest,
    ReturnStatus,
)
from marketplace.returns.queries import (
    count_by_status,
    get_of_enterprises,
    get_photo,
    list_of_enterprises,
)
from marketplace.web import return_words
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.private_pictures import send_private_picture
from marketplace.web.return_view import deadline_of, return_view, title_of
from marketplace.web.seller import current
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.return_forms import (
    ApprovalForm,
    ArrivalForm,
    ContestForm,
    Forms,
    RefundForm,
    RefusalForm,
    ReplacementForm,
)
from marketplace.web.translation import translate
from marketplace.web.viewer import current_viewer


@seller.get("/returns")
@access(Permission.RETURN_HANDLE)
def returns() -> ResponseReturnValue:
    """Requests by state, newest first, with what is due when."""
    asked = request.args.get("status", "")
    status = next((each for each in ReturnStatus if each.value == asked), None)
    mine = [current.current_enterprise().id]
    page = list_of_enterprises(
        mine, [status] if status else list(ReturnStatus), request.args.get("cursor")
    )
    return render_template(
        "seller/returns.html",
        page=page,
        status=status,
        counts=count_by_status(mine),
        words=return_words,
        title_of=title_of,
        deadline_of=deadline_of,
    )


@seller.get("/returns/<public_id>")
@access(Permission.RETURN_HANDLE)
def return_request(public_id: str) -> ResponseReturnValue:
    """One request: what was said, the photos, what to do next."""
    return _show(_mine(public_id), Forms.blank())


@seller.get("/returns/<public_id>/photos/<picture_id>")
@access(Permission.RETURN_HANDLE)
def return_photo(public_id: str, picture_id: str) -> Response:
    """A photo, for the firm that is asked."""
    return send_private_picture(get_photo(_mine(public_id), picture_id))


@seller.post("/returns/<public_id>/approval")
@access(Permission.RETURN_HANDLE)
def return_approval(public_id: str) -> ResponseReturnValue:
    """Yes."""

    def deed(asked: ReturnRequest, form: ApprovalForm) -> None:
        answering.approve(asked.id, form.send_to.data or "", form.note.data or "")

    return _answer(public_id, "approval", _("승인했습니다. 구매자에게 메일로 알렸습니다."), deed)


@seller.post("/returns/<public_id>/refusal")
@access(Permission.RETURN_HANDLE)
def return_refusal(public_id: str) -> ResponseReturnValue:
    """No, and why."""

    def deed(asked: ReturnRequest, form: RefusalForm) -> None:
        answering.refuse(asked.id, form.answer.data or "")

    told = _("거절했습니다. 구매자에게 까닭과 함께 알렸습니다.")
    return _answer(public_id, "refusal", told, deed)


@seller.post("/returns/<public_id>/arrival")
@access(Permission.RETURN_HANDLE)
def return_arrival(public_id: str) -> ResponseReturnValue:
    """It has come, in this condition."""

    def deed(asked: ReturnRequest, form: ArrivalForm) -> None:
        answering.note_arrival(asked.id, Condition(form.condition.data), form.note.data or "")

    told = _("도착을 기록했습니다. 영업일 3일 안에 환불해 주세요.")
    return _answer(public_id, "arrival", told, deed)


@seller.post("/returns/<public_id>/refund")
@access(Permission.RETURN_HANDLE)
def return_refund(public_id: str) -> ResponseReturnValue:
    """Give the money back, less what was agreed."""

    def deed(asked: ReturnRequest, form: RefundForm) -> None:
        answering.refund(asked.id, form.deducted_won.data)

    told = _("환불을 시작했습니다. 구매자에게 메일로 알렸습니다.")
    return _answer(public_id, "refund", told, deed)


@seller.post("/returns/<public_id>/replacement")
@access(Permission.RETURN_HANDLE)
def return_replacement(public_id: str) -> ResponseReturnValue:
    """Send the new one."""

    def deed(asked: ReturnRequest, form: ReplacementForm) -> None:
        number = form.tracking_number.data or ""
        answering.send_replacement(asked.id, form.carrier.data or "", number)

    told = _("새 상품을 보냈습니다. 구매자에게 메일로 알렸습니다.")
    return _answer(public_id, "replacement", told, deed)


@seller.post("/returns/<public_id>/contest")
@access(Permission.RETURN_HANDLE)
def return_contest(public_id: str) -> ResponseReturnValue:
    """Ask the centre to decide about what came."""

    def deed(asked: ReturnRequest, form: ContestForm) -> None:
        answering.contest(asked.id, form.condition_note.data or "")

    return _answer(public_id, "contest", _("통합지원센터에 결정을 청했습니다."), deed)


def _mine(public_id: str) -> ReturnRequest:
    return get_of_enterprises(public_id, current_viewer().enterprise_ids)


def _answer(
    public_id: str, which: str, told: str, deed: Callable[[ReturnRequest, Any], None]
) -> ResponseReturnValue:
    """One form sent: judged, its deed done, `told` said; shown again with what is wrong."""
    shown, forms = _mine(public_id), Forms.sent(which)
    form = forms.one_sent()
    if not form.validate_on_submit():
        return _show(shown, forms), 422
    try:
        with transaction():
            deed(shown, form)
        flash(told, "good")
    except Invalid as error:
        show_errors(form, error)
        return _show(_mine(public_id), forms), 422
    except RefundTooLarge:
        raise
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(url_for("seller.return_request", public_id=public_id), 303)


def _show(shown: ReturnRequest, forms: Forms) -> str:
    forms.know(shown)
    return render_template(
        "seller/return.html",
        asked=shown,
        order=shown.parcel.order,
        view=return_view(shown),
        forms=forms,
        can={act.value for act in ReturnAct if RETURN_TRANSITIONS.allows(shown.status, act)},
        words=return_words,
    )
