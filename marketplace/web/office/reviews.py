"""Reviews somebody reported, and those that are hidden."""

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
from marketplace.feedback import moderating
from marketplace.feedback.models import ReviewStatus
from marketplace.feedback.queries import count_reported, get_review, list_hidden, list_reported
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.images import image_of
from marketplace.web.office.blueprint import office
from marketplace.web.report_reasons import REPORT_REASONS

STATES = {
    ReviewStatus.VISIBLE: (_l("보이는 중"), "good"),
    ReviewStatus.HIDDEN: (_l("가림"), "bad"),
    ReviewStatus.ERASED: (_l("글쓴이가 지움"), "neutral"),
}


class HidingForm(FlaskForm):
    """Why a review is hidden; its author reads it."""

    reason = TextAreaField(
        _l("가리는 까닭"), description=_l("글쓴이에게 메일로 그대로 전해집니다. 300자 안으로.")
    )


@office.get("/reviews")
@access(Permission.FEEDBACK_MODERATE)
def reviews() -> ResponseReturnValue:
    """What was reported and not yet looked at; or what is hidden."""
    shows_hidden = request.args.get("list") == "hidden"
    cursor = request.args.get("cursor") or None
    return render_template(
        "office/reviews.html",
        page=list_hidden(cursor) if shows_hidden else list_reported(cursor),
        shows_hidden=shows_hidden,
        reported=count_reported(),
        reasons=REPORT_REASONS,
    )


@office.get("/reviews/<public_id>")
@access(Permission.FEEDBACK_MODERATE)
def review(public_id: str) -> ResponseReturnValue:
    """One review with all that was reported of it."""
    return _page(public_id, HidingForm())


@office.post("/reviews/<public_id>/<any(hiding, showing, keeping):act>")
@access(Permission.FEEDBACK_MODERATE)
def review_decide(public_id: str, act: str) -> ResponseReturnValue:
    """Hide with a reason, show again, or leave as it is."""
    get_review(public_id)
    form = HidingForm()
    if form.validate_on_submit() and _decide(public_id, act, form):
        flash(_("결정을 기록했습니다."), "good")
        return redirect(url_for("office.reviews"), 303)
    return _page(public_id, form), 422


def _decide(public_id: str, act: str, form: HidingForm) -> bool:
    try:
        with transaction():
            if act == "hiding":
                moderating.hide_review(public_id, form.reason.data or "")
            elif act == "showing":
                moderating.show_review(public_id)
            else:
                moderating.keep_review(public_id)
    except Invalid as error:
        show_errors(form, error)
        return False
    except Conflict:
        form.form_errors.append(
            _("그사이 다른 사람이 먼저 결정했습니다. 지금 상태를 확인해 주세요.")
        )
        return False
    return True


def _page(public_id: str, form: HidingForm) -> str:
    shown = get_review(public_id)
    return render_template(
        "office/review.html",
        review=shown,
        order=shown.line.parcel.order,
        images=[image for each in shown.pictures if (image := image_of(each.picture))],
        waiting=[each for each in shown.reports if each.settled_at is None],
        form=form,
        reasons=REPORT_REASONS,
        state=STATES[shown.status],
    )
