"""Widgets for the institution's own sites: made, copied, withdrawn."""

from __future__ import annotations

import re

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.core.database import db, transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.permissions import Permission
from marketplace.procurement.models import Department, Institution
from marketplace.procurement.widgets import (
    WidgetNotFound,
    list_widgets,
    make_widget,
    withdraw_widget,
)
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordination_frame import address, asked_institution
from marketplace.web.buyer.frame import called
from marketplace.web.buyer.place import me
from marketplace.web.forms import choices_of, show_errors
from marketplace.web.numbers import stored_number

BETWEEN = re.compile(r"[\s,]+")


class WidgetForm(FlaskForm):
    """Whose year it shows, and which sites may show it."""

    department = SelectField(_l("보여 줄 부서"))
    origins = TextAreaField(
        _l("보여 줄 누리집"),
        [InputRequired(_l("보여 줄 곳을 하나에서 열 곳까지 적어 주세요.")), Length(max=2000)],
        description=_l(
            "https://intra.example.go.kr 처럼 한 줄에 하나씩. 여기 적은 곳에서만 보입니다."
        ),
    )


@buyer.route("/coordination/widgets", methods=["GET", "POST"])
@access(Permission.QUOTA_COORDINATE)
def coordination_widgets() -> ResponseReturnValue:
    """The widgets there are, and a form for another."""
    institution = asked_institution()
    form = _form(institution)
    if form.validate_on_submit() and _make(form, institution.id):
        flash(_("위젯을 만들었습니다. 아래 코드를 누리집에 붙여 주세요."), "good")
        return redirect(address("/widgets", institution=institution.slug))
    return render_template(
        "buyer/coordination/widgets.html",
        institution=institution,
        form=form,
        widgets=list_widgets(institution.id),
        base=current_app.extensions["settings"].public_url.rstrip("/"),
    ), 422 if form.errors else 200


@buyer.post("/coordination/widget-withdrawals")
@access(Permission.QUOTA_COORDINATE)
def coordination_widget_withdrawal() -> ResponseReturnValue:
    """Its address answers no more, within the minute it may be kept."""
    institution = asked_institution()
    widget_id = request.form.get("widget", type=stored_number)
    if widget_id is None:
        raise WidgetNotFound
    with transaction():
        withdraw_widget(institution.id, widget_id)
    flash(_("위젯을 거두었습니다."), "good")
    return redirect(address("/widgets", institution=institution.slug))


def _make(form: WidgetForm, institution_id: int) -> bool:
    chosen = form.department.data or ""
    origins = BETWEEN.split(form.origins.data or "")
    try:
        with transaction():
            make_widget(institution_id, int(chosen) if chosen.isdigit() else None, origins, me().id)
    except MarketplaceError as error:
        show_errors(form, error)
        return False
    return True


def _form(institution: Institution) -> WidgetForm:
    form = WidgetForm()
    query = (
        select(Department)
        .filter_by(institution_id=institution.id, closed_on=None)
        .order_by(Department.position, Department.id)
    )
    listed = {str(each.id): called(each) for each in db.session.scalars(query)}
    form.department.choices = choices_of({"": _("기관 전체"), **listed})
    return form
