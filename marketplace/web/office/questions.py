"""Questions people asked sellers: the office reads along, and hides what must not stand."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.feedback.asking import hide_question, show_question
from marketplace.feedback.question_queries import get_any_question, list_for_office
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.office.blueprint import office
from marketplace.web.office.reviews import HidingForm
from marketplace.web.translation import translate


@office.get("/questions")
@access(Permission.FEEDBACK_MODERATE)
def questions() -> ResponseReturnValue:
    """Newest first; or those that are hidden."""
    shows_hidden = request.args.get("list") == "hidden"
    page = list_for_office(shows_hidden, request.args.get("cursor") or None)
    return render_template("office/questions.html", page=page, shows_hidden=shows_hidden)


@office.get("/questions/<int:question_id>")
@access(Permission.FEEDBACK_MODERATE)
def question(question_id: int) -> ResponseReturnValue:
    """One question whole."""
    shown = get_any_question(question_id)
    return render_template("office/question.html", question=shown, form=HidingForm())


@office.post("/questions/<int:question_id>/<any(hiding, showing):act>")
@access(Permission.FEEDBACK_MODERATE)
def question_decide(question_id: int, act: str) -> ResponseReturnValue:
    """Hide with a reason, or show again."""
    get_any_question(question_id)
    form = HidingForm()
    if form.validate_on_submit() and _decide(question_id, act, form):
        flash(_("결정을 기록했습니다."), "good")
        return redirect(url_for("office.questions"), 303)
    shown = get_any_question(question_id)
    return render_template("office/question.html", question=shown, form=form), 422


def _decide(question_id: int, act: str, form: HidingForm) -> bool:
    try:
        with transaction():
            if act == "hiding":
                hide_question(question_id, form.reason.data or "")
            else:
                show_question(question_id)
    except Invalid as error:
        show_errors(form, error)
        return False
    except Conflict as error:
        form.form_errors.append(translate(error.message))
        return False
    return True
