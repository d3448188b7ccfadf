"""Quotes as a firm answers them: unanswered first, a version each, a reason when it cannot."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.quoting import answering
from marketplace.quoting.asking import MOST_BUDGET_WON
from marketplace.quoting.models import InquiryStatus, Outcome, QuoteInquiry
from marketplace.quoting.queries import get_inquiry_of_enterprises, list_inquiries
from marketplace.web.access import access
from marketplace.web.forms import choices_of, show_errors
from marketplace.web.quote_forms import MessageForm, checked_file
from marketplace.web.quote_paper import send_file_of, show_paper
from marketplace.web.quote_words import OUTCOME, VAT, inquiry_view
from marketplace.web.seller import current
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.quote_rows import QuoteRows
from marketplace.web.translation import translate
from marketplace.web.typed import TypedInteger
from marketplace.web.viewer import current_viewer

CAME_TO_NOTHING = (
    InquiryStatus.DECLINED,
    InquiryStatus.REFUSED,
    InquiryStatus.WITHDRAWN,
)
NOTED = (Outcome.LOST_TO_ORDINARY, Outcome.LOST_TO_SOCIAL, Outcome.DECLINED)


class RefusalForm(FlaskForm):
    """Why it cannot be done; the asker reads it."""

    reason = TextAreaField(
        _l("어려운 까닭"),
        [
            InputRequired(_l("요청한 분이 읽을 까닭을 적어 주세요.")),
            Length(max=300, message=_l("300자 안으로 적어 주세요.")),
        ],
    )


class OutcomeForm(FlaskForm):
    """Who got it in the end."""

    outcome = SelectField(_l("결과"))
    won = TypedInteger(_l("금액(모르면 비워 두세요)"), [Optional()])

    def __init__(self) -> None:
        super().__init__()
        self.outcome.choices = choices_of({each: OUTCOME[each] for each in NOTED})


def _mine(public_id: str) -> QuoteInquiry:
    return get_inquiry_of_enterprises(public_id, current_viewer().enterprise_ids)


@seller.get("/quotes")
@access(Permission.LISTING_MANAGE)
def quotes() -> ResponseReturnValue:
    """What was asked: unanswered first, the longest wait on top."""
    page = list_inquiries([current.current_enterprise().id], request.args.get("cursor"))
    return render_template(
        "seller/quotes/list.html",
        page=page,
        rows=[inquiry_view(each) for each in page.items],
        now=clock.now(),
    )


@seller.get("/quotes/<public_id>")
@access(Permission.LISTING_MANAGE)
def quote(public_id: str) -> ResponseReturnValue:
    """One inquiry with everything said, and the form that answers it."""
    return _show(public_id)


def _show(
    public_id: str,
    *,
    rows: QuoteRows | None = None,
    refusal: RefusalForm | None = None,
    message: MessageForm | None = None,
    outcome: OutcomeForm | None = None,
) -> ResponseReturnValue:
    inquiry = _mine(public_id)
    view = inquiry_view(inquiry)
    page = render_template(
        "seller/quotes/quote.html",
        view=view,
        request_=inquiry.request,
        rows=rows or QuoteRows(inquiry),
        has_fault=rows is not None,
        refusal=refusal or RefusalForm(formdata=None),
        message=message or MessageForm(formdata=None),
        outcome=outcome or OutcomeForm(),
        can_answer=inquiry.status in (InquiryStatus.ASKED, InquiryStatus.QUOTED),
        can_note=view.is_lapsed
        or inquiry.status
        in (InquiryStatus.DECLINED, InquiryStatus.REFUSED, InquiryStatus.WITHDRAWN),
        vat=VAT,
        at=f"/seller/quotes/{public_id}",
    )
    is_wrong = rows is not None or any(
        form is not None and form.errors for form in (refusal, message, outcome)
    )
    return page, 422 if is_wrong else 200


@seller.post("/quotes/<public_id>/versions")
@access(Permission.LISTING_MANAGE)
def quote_version(public_id: str) -> ResponseReturnValue:
    """Write a quote, or a better one; earlier versions stay."""
    inquiry = _mine(public_id)
    rows, inquiry_id, author = QuoteRows(inquiry), inquiry.id, current.my_account_id()
    if not rows.validate_on_submit():
        return _show(public_id, rows=rows)
    try:
        file = checked_file(rows.form.file)
        with transaction():
            answering.write_quote(inquiry_id, rows.said(), author, file)
    except Invalid as error:
        rows.show(error)
        return _show(public_id, rows=rows)
    except Conflict as error:
        rows.form.form_errors.append(translate(error.message))
        return _show(public_id, rows=rows)
    flash(_("견적을 보냈습니다. 요청한 분께 메일로 알렸습니다."), "good")
    return redirect(url_for("seller.quote", public_id=public_id))


@seller.post("/quotes/<public_id>/refusal")
@access(Permission.LISTING_MANAGE)
def quote_refusal(public_id: str) -> ResponseReturnValue:
    """Say that it cannot be done."""
    inquiry_id, form = _mine(public_id).id, RefusalForm()
    if not form.validate_on_submit():
        return _show(public_id, refusal=form)
    _told(lambda: answering.refuse(inquiry_id, form.reason.data or ""))
    return redirect(url_for("seller.quote", public_id=public_id))


@seller.post("/quotes/<public_id>/messages")
@access(Permission.LISTING_MANAGE)
def quote_message(public_id: str) -> ResponseReturnValue:
    """A word to the asker."""
    inquiry_id, form, author = _mine(public_id).id, MessageForm(), current.my_account_id()
    if not form.validate_on_submit():
        return _show(public_id, message=form)
    said = form.text.data or ""
    _told(lambda: answering.say(inquiry_id, said, is_from_seller=True, account_id=author))
    return redirect(url_for("seller.quote", public_id=public_id))


@seller.post("/quotes/<public_id>/outcome")
@access(Permission.LISTING_MANAGE)
def quote_outcome(public_id: str) -> ResponseReturnValue:
    """Note who got it in the end, as far as it is known."""
    inquiry_id, form = _mine(public_id).id, OutcomeForm()
    won = form.won.data
    if form.validate_on_submit() and won is not None and not 0 <= won <= MOST_BUDGET_WON:
        form.won.errors = [_("0원에서 1조 원 사이로 적어 주세요.")]
    if not form.is_submitted() or form.errors:
        return _show(public_id, outcome=form)
    _told(lambda: answering.note_outcome(inquiry_id, Outcome(form.outcome.data), won))
    return redirect(url_for("seller.quote", public_id=public_id))


def _told(act: Callable[[], object]) -> None:
    try:
        with transaction():
            act()
    except Conflict as error:
        flash(translate(error.message), "warn")
    except Invalid as error:
        show_errors(FlaskForm(), error)
    else:
        flash(_("저장했습니다."), "good")


@seller.get("/quotes/<public_id>/papers/<int:version>")
@access(Permission.LISTING_MANAGE)
def quote_paper(public_id: str, version: int) -> ResponseReturnValue:
    """견적서."""
    return show_paper(_mine(public_id), version, f"/seller/quotes/{public_id}")


@seller.get("/quotes/<public_id>/files/<file_id>")
@access(Permission.LISTING_MANAGE)
def quote_file(public_id: str, file_id: str) -> ResponseReturnValue:
    """What either side attached."""
    inquiry = _mine(public_id)
    return send_file_of(inquiry.request, inquiry, file_id)
