"""Tokens of other systems: made, rotated and revoked by the coordinator, shown once."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.procurement.exchange.tokens import (
    MadeToken,
    Scope,
    list_tokens,
    make_token,
    revoke_token,
    rotate_token,
)
from marketplace.procurement.models import Institution
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import coordinated_institution, my_institutions
from marketplace.web.forms import SelectChoice, show_errors
from marketplace.web.translation import translate
from marketplace.web.viewer import current_viewer

SCOPES = {
    Scope.PURCHASES_WRITE: _l("구매 보내기와 정정"),
    Scope.CATALOGUE_READ: _l("인정 상품 목록 읽기"),
}
DAYS = {90: _l("90일"), 180: _l("180일"), 365: _l("1년")}


class TokenForm(FlaskForm):
    """Which system, what it may do, how long."""

    name = StringField(
        _l("시스템 이름"),
        [InputRequired(_l("토큰을 쓸 시스템의 이름을 적어 주세요.")), Length(max=60)],
        description=_l("예: 지방재정관리시스템 연계"),
    )
    scopes = SelectMultipleField(
        _l("권한"),
        [InputRequired(_l("권한을 하나 이상 골라 주세요."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    days = SelectField(_l("유효 기간"), coerce=int, default=180)


@buyer.get("/coordination/tokens")
@access(Permission.QUOTA_COORDINATE)
def tokens() -> ResponseReturnValue:
    """Every token of the institution, with its last use."""
    return _page(coordinated_institution(request.args.get("institution", "")), _form())


@buyer.post("/coordination/tokens")
@access(Permission.QUOTA_COORDINATE)
def token_new() -> ResponseReturnValue:
    """Make one; its secret is on this answer and nowhere else."""
    institution = coordinated_institution(request.form.get("institution", ""))
    form, key = _form(), institution.id
    if not form.validate_on_submit():
        return _page(institution, form)
    try:
        with transaction():
            scopes = [Scope(each) for each in form.scopes.data or []]
            made = make_token(key, form.name.data or "", scopes, timedelta(days=form.days.data))
    except Invalid as error:
        show_errors(form, error)
        return _page(coordinated_institution(institution.slug), form)
    return _page(coordinated_institution(institution.slug), _form(empty=True), made)


@buyer.post("/coordination/tokens/<token_id>/rotation")
@access(Permission.QUOTA_COORDINATE)
def token_rotation(token_id: str) -> ResponseReturnValue:
    """A new secret beside the old one, which goes on for a week."""
    mine = current_viewer().coordinated_institution_ids
    try:
        with transaction():
            made = rotate_token(token_id, mine)
            institution_id = made.token.institution_id
    except Conflict as error:
        flash(translate(error.message), "warn")
        return redirect(url_for("buyer.tokens"))
    institution = next(each for each in my_institutions() if each.id == institution_id)
    return _page(institution, _form(empty=True), made)


@buyer.post("/coordination/tokens/<token_id>/revocation")
@access(Permission.QUOTA_COORDINATE)
def token_revocation(token_id: str) -> ResponseReturnValue:
    """Let it open nothing any more."""
    try:
        with transaction():
            revoke_token(token_id, current_viewer().coordinated_institution_ids)
        flash(_("토큰을 폐기했습니다. 이제 쓸 수 없습니다."), "good")
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(url_for("buyer.tokens"))


def _form(*, empty: bool = False) -> TokenForm:
    form = TokenForm(formdata=None) if empty else TokenForm()
    form.scopes.choices = [SelectChoice(each.value, said) for each, said in SCOPES.items()]
    form.days.choices = [SelectChoice(days, said) for days, said in DAYS.items()]
    return form


def _page(
    institution: Institution, form: TokenForm, made: MadeToken | None = None
) -> ResponseReturnValue:
    now = clock.now()
    found = list_tokens(institution.id)
    answer = make_response(
        render_template(
            "buyer/tokens/index.html",
            institution=institution,
            institutions=my_institutions(),
            tokens=[(each, each.is_valid_at(now)) for each in found],
            form=form,
            secret=made.secret if made else "",
            scopes={each.value: said for each, said in SCOPES.items()},
        ),
        422 if form.errors else 200,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
