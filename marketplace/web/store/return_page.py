"""A request's own page for its buyer, and what the buyer may do about it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.orders.queries import get_order_by_token
from marketplace.orders.shipping import CARRIERS
from marketplace.returns import requesting
from marketplace.returns.errors import AlreadyAnswered
from marketplace.returns.models import RETURN_TRANSITIONS as TABLE
from marketplace.returns.models import ReturnAct, ReturnRequest
from marketplace.returns.queries import get_of_order, get_photo
from marketplace.web.access import access
from marketplace.web.forms import SelectChoice, show_errors
from marketplace.web.private_pictures import send_private_picture
from marketplace.web.return_view import return_view
from marketplace.web.store.blueprint import store
from marketplace.web.translation import translate

AT = "/orders/<access_token>/returns/<return_id>"


class DispatchForm(FlaskForm):
    """Who carries it back, and under what number."""

    carrier = SelectField(_l("보내는 방법"), [InputRequired(_l("택배사를 골라 주세요."))])
    tracking_number = StringField(_l("운송장 번호"), [Length(max=40)])

    def __init__(self) -> None:
        super().__init__()
        blank = SelectChoice("", _("골라 주세요"))
        named = [SelectChoice(each.code, translate(each.name)) for each in CARRIERS.values()]
        self.carrier.choices = [blank, *named]


class ObjectionForm(FlaskForm):
    """What is not right about a refusal."""

    objection = TextAreaField(
        _l("무엇이 맞지 않나요?"),
        [InputRequired(_l("무엇이 맞지 않는지 적어 주세요.")), Length(max=1000)],
    )


@store.get(AT)
@access(Permission.ORDER_PLACE)
def return_page(access_token: str, return_id: str) -> ResponseReturnValue:
    """Where a request stands and what to do next."""
    return _page(_mine(access_token, return_id), DispatchForm(), ObjectionForm())


@store.get(AT + "/photos/<picture_id>")
@access(Permission.ORDER_PLACE)
def return_photo(access_token: str, return_id: str, picture_id: str) -> Response:
    """A photo, for whoever may open the order."""
    return send_private_picture(get_photo(_mine(access_token, return_id), picture_id))


@store.post(AT + "/dispatch")
@access(Permission.ORDER_PLACE)
def return_dispatch(access_token: str, return_id: str) -> ResponseReturnValue:
    """The buyer has sent it back."""
    mine, form = _mine(access_token, return_id), DispatchForm()
    if form.validate_on_submit():
        try:
            with transaction():
                requesting.send_back(
                    mine.id, form.carrier.data or "", form.tracking_number.data or ""
                )
            flash(_("판매 기업에 알렸어요. 도착하면 메일로 알려 드려요."), "good")
            return _back(access_token, return_id)
        except Invalid as error:
            show_errors(form, error)
        except AlreadyAnswered as error:
            return _late(access_token, return_id, error)
    return _page(_mine(access_token, return_id), form, ObjectionForm()), 422


@store.post(AT + "/objection")
@access(Permission.ORDER_PLACE)
def return_objection(access_token: str, return_id: str) -> ResponseReturnValue:
    """The buyer asks the centre to decide."""
    mine, form = _mine(access_token, return_id), ObjectionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                requesting.object_to(mine.id, form.objection.data or "")
            flash(_("통합지원센터에 전했어요. 결정이 나면 메일로 알려 드려요."), "good")
            return _back(access_token, return_id)
        except Invalid as error:
            show_errors(form, error)
        except AlreadyAnswered as error:
            return _late(access_token, return_id, error)
    return _page(_mine(access_token, return_id), DispatchForm(), form), 422


@store.post(AT + "/withdrawal")
@access(Permission.ORDER_PLACE)
def return_withdrawal(access_token: str, return_id: str) -> ResponseReturnValue:
    """The buyer keeps it after all."""
    mine = _mine(access_token, return_id)
    try:
        with transaction():
            requesting.withdraw(mine.id)
        flash(_("신청을 거두었어요."), "good")
    except AlreadyAnswered as error:
        return _late(access_token, return_id, error)
    return _back(access_token, return_id)


@store.post(AT + "/receipt")
@access(Permission.ORDER_PLACE)
def return_receipt(access_token: str, return_id: str) -> ResponseReturnValue:
    """The buyer has the new one."""
    mine = _mine(access_token, return_id)
    try:
        with transaction():
            requesting.confirm_replacement(mine.id)
        flash(_("받으셨다니 다행이에요."), "good")
    except AlreadyAnswered as error:
        return _late(access_token, return_id, error)
    return _back(access_token, return_id)


def _mine(access_token: str, return_id: str) -> ReturnRequest:
    return get_of_order(get_order_by_token(access_token).id, return_id)


def _back(access_token: str, return_id: str) -> ResponseReturnValue:
    to = url_for("store.return_page", access_token=access_token, return_id=return_id)
    return redirect(to, 303)


def _late(access_token: str, return_id: str, error: AlreadyAnswered) -> ResponseReturnValue:
    flash(translate(error.message), "warn")
    return _back(access_token, return_id)


def _page(mine: ReturnRequest, dispatch: DispatchForm, objection: ObjectionForm) -> str:
    return render_template(
        "store/returns/page.html",
        asked=mine,
        order=mine.parcel.order,
        parcel=mine.parcel,
        view=return_view(mine),
        dispatch=dispatch,
        objection=objection,
        can={act.value for act in ReturnAct if TABLE.allows(mine.status, act)},
    )
