"""Returns as the centre watches them: disputed ones, late ones, and all."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import true
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.returns.deciding import decide
from marketplace.returns.models import ReturnRequest, ReturnStatus
from marketplace.returns.queries import (
    count_for_office,
    get_any,
    get_photo,
    is_disputed,
    is_overdue_answer,
    is_overdue_refund,
    list_for_office,
)
from marketplace.web import return_words
from marketplace.web.access import access
from marketplace.web.forms import choices_of, show_errors
from marketplace.web.office.blueprint import office
from marketplace.web.private_pictures import send_private_picture
from marketplace.web.return_view import deadline_of, return_view, title_of
from marketplace.web.translation import translate

TABS = {
    "disputed": _l("결정할 것"),
    "overdue": _l("환불이 늦은 것"),
    "unanswered": _l("답이 늦은 것"),
    "all": _l("전체"),
}


SIDES = {"buyer": _l("구매자의 신청대로 진행"), "seller": _l("판매 기업의 거절이 맞음")}


class DecisionForm(FlaskForm):
    """For whom, and why."""

    side = RadioField(
        _l("결정"),
        [InputRequired(_l("누구의 말이 맞는지 골라 주세요."))],
        choices=choices_of(SIDES),
    )
    decision = TextAreaField(
        _l("결정한 까닭"),
        [
            InputRequired(_l("결정한 까닭을 적어 주세요. 구매자와 판매 기업이 읽습니다.")),
            Length(max=500),
        ],
    )


@office.get("/returns")
@access(Permission.RETURN_OVERSEE)
def returns() -> ResponseReturnValue:
    """What needs the centre first."""
    today = clock.today()
    which = {
        "disputed": is_disputed(),
        "overdue": is_overdue_refund(today),
        "unanswered": is_overdue_answer(today),
        "all": true(),
    }
    tab = request.args.get("tab", "disputed")
    tab = tab if tab in which else "disputed"
    return render_template(
        "office/returns.html",
        page=list_for_office(which[tab], request.args.get("cursor")),
        tab=tab,
        tabs_shown=TABS,
        counts={name: count_for_office(each) for name, each in which.items()},
        words=return_words,
        title_of=title_of,
        deadline_of=deadline_of,
    )


@office.get("/returns/<public_id>")
@access(Permission.RETURN_OVERSEE)
def return_request(public_id: str) -> ResponseReturnValue:
    """Both sides of one request."""
    return _show(get_any(public_id), DecisionForm())


@office.get("/returns/<public_id>/photos/<picture_id>")
@access(Permission.RETURN_OVERSEE)
def return_photo(public_id: str, picture_id: str) -> Response:
    """A photo, for the centre."""
    return send_private_picture(get_photo(get_any(public_id), picture_id))


@office.post("/returns/<public_id>/decision")
@access(Permission.RETURN_OVERSEE)
def return_decision(public_id: str) -> ResponseReturnValue:
    """Decide for one of them; both are told."""
    shown, form = get_any(public_id), DecisionForm()
    if not form.validate_on_submit():
        return _show(shown, form), 422
    try:
        with transaction():
            decide(shown.id, for_buyer=form.side.data == "buyer", why=form.decision.data or "")
        flash(_("결정했습니다. 양쪽에 메일로 알렸습니다."), "good")
    except Invalid as error:
        show_errors(form, error)
        return _show(get_any(public_id), form), 422
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(url_for("office.return_request", public_id=public_id), 303)


def _show(shown: ReturnRequest, form: DecisionForm) -> str:
    return render_template(
        "office/return.html",
        asked=shown,
        view=return_view(shown),
        form=form,
        to_decide=shown.status is ReturnStatus.DISPUTED,
    )
