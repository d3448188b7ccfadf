"""Questions to an enterprise: those that wait, the longest wait first, and what was answered."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.feedback.asking import answer_question
from marketplace.feedback.question_queries import (
    count_waiting,
    get_question_of_enterprises,
    list_answered_of_enterprises,
    list_waiting,
)
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.seller import current
from marketplace.web.seller.blueprint import seller
from marketplace.web.viewer import current_viewer


class QuestionAnswerForm(FlaskForm):
    """What the asker gets by mail."""

    answer = TextAreaField(
        _l("답변"),
        description=_l("물어본 분에게 메일로 가고, 비밀글이 아니면 상품 화면에도 보입니다."),
    )


@seller.get("/questions")
@access(Permission.FEEDBACK_ANSWER)
def questions() -> ResponseReturnValue:
    """What waits with its age; or what was answered."""
    mine = [current.current_enterprise().id]
    shows_answered = request.args.get("list") == "answered"
    cursor = request.args.get("cursor") or None
    read = list_answered_of_enterprises if shows_answered else list_waiting
    return render_template(
        "seller/questions.html",
        page=read(mine, cursor),
        shows_answered=shows_answered,
        waiting=count_waiting(mine),
        now=clock.now(),
    )


@seller.route("/questions/<int:question_id>", methods=["GET", "POST"])
@access(Permission.FEEDBACK_ANSWER)
def question(question_id: int) -> ResponseReturnValue:
    """One question, and the answer to it."""
    mine, form = current_viewer().enterprise_ids, QuestionAnswerForm()
    get_question_of_enterprises(question_id, mine)
    if form.validate_on_submit() and _answer(question_id, form):
        flash(_("답변을 보냈습니다."), "good")
        return redirect(url_for("seller.questions"), 303)
    shown = get_question_of_enterprises(question_id, mine)
    page = render_template("seller/question.html", question=shown, form=form, now=clock.now())
    return page, 422 if form.errors or form.form_errors else 200


def _answer(question_id: int, form: QuestionAnswerForm) -> bool:
    try:
        with transaction():
            answer_question(question_id, current_viewer().enterprise_ids, form.answer.data or "")
    except Invalid as error:
        show_errors(form, error)
        return False
    except Conflict:
        form.form_errors.append(_("그사이 다른 사람이 먼저 답했습니다."))
        return False
    return True
