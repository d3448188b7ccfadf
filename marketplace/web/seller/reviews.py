"""What buyers said of one's products, and the one answer to each."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.feedback.moderating import answer_review
from marketplace.feedback.queries import (
    count_unanswered_reviews,
    get_review_of_enterprises,
    list_reviews_of_enterprises,
)
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.images import image_of
from marketplace.web.seller import current
from marketplace.web.seller.blueprint import seller
from marketplace.web.viewer import current_viewer


class AnswerForm(FlaskForm):
    """What everybody will read under the review."""

    answer = TextAreaField(
        _l("답글"),
        description=_l("한 번만 쓸 수 있고 고칠 수 없습니다. 글쓴이에게 메일로도 전해집니다."),
    )


@seller.get("/reviews")
@access(Permission.FEEDBACK_ANSWER)
def reviews() -> ResponseReturnValue:
    """Reviews without an answer, or all of them, newest first."""
    mine = [current.current_enterprise().id]
    shows_all = request.args.get("all") == "1"
    page = list_reviews_of_enterprises(mine, not shows_all, request.args.get("cursor") or None)
    return render_template(
        "seller/reviews.html",
        page=page,
        shows_all=shows_all,
        unanswered=count_unanswered_reviews(mine),
    )


@seller.route("/reviews/<public_id>", methods=["GET", "POST"])
@access(Permission.FEEDBACK_ANSWER)
def review(public_id: str) -> ResponseReturnValue:
    """One review, and the answer to it."""
    mine = current_viewer().enterprise_ids
    form = AnswerForm()
    shown = get_review_of_enterprises(public_id, mine)
    if form.validate_on_submit() and _answer(public_id, form):
        flash(_("답글을 남기고 글쓴이에게 알렸습니다."), "good")
        return redirect(url_for("seller.reviews"), 303)
    shown = get_review_of_enterprises(public_id, mine)
    images = [image for each in shown.pictures if (image := image_of(each.picture))]
    page = render_template("seller/review.html", review=shown, images=images, form=form)
    return page, 422 if form.errors or form.form_errors else 200


def _answer(public_id: str, form: AnswerForm) -> bool:
    try:
        with transaction():
            answer_review(public_id, current_viewer().enterprise_ids, form.answer.data or "")
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True
