"""Another password, and leaving: what is asked with the password once more."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from marketplace.accounts import passwords, recovering
from marketplace.accounts.models import Account
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid, MarketplaceError, NotPermitted
from marketplace.core.permissions import Permission
from marketplace.core.text import T
from marketplace.orders.leaving import leave
from marketplace.promotions.points.queries import spendable_won
from marketplace.web.access import access
from marketplace.web.extensions import SIGN_IN_LIMIT, limiter
from marketplace.web.forms import show_errors
from marketplace.web.store.blueprint import store
from marketplace.web.store.own_data import HERE
from marketplace.web.store.points_switch import points_rule
from marketplace.web.store.sign_up import PASSWORD_HINT, PASSWORD_RULES
from marketplace.web.translation import translate
from marketplace.web.viewer import current_viewer


class ProofForm(FlaskForm):
    """The password once more, before something that cannot be taken back."""

    current = PasswordField(
        _l("지금 비밀번호"),
        validators=[InputRequired(_l("지금 비밀번호를 적어 주세요.")), Length(max=200)],
    )

    def is_proven(self) -> bool:
        """Whether it is the password; otherwise the fault stands in the field."""
        if passwords.matches(self.current.data or "", current_user.password_hash):
            return True
        self.current.errors = [_("비밀번호가 맞지 않아요.")]
        return False


class ChangePasswordForm(ProofForm):
    """The old and the new one."""

    password = PasswordField(
        _l("새 비밀번호"), description=PASSWORD_HINT, validators=PASSWORD_RULES
    )


@store.route(f"{HERE}/password", methods=["GET", "POST"])
@access(Permission.ACCOUNT_MANAGE)
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
def password_change() -> ResponseReturnValue:
    """Another password; other devices are signed out, this one stays."""
    form = ChangePasswordForm()
    if form.validate_on_submit() and form.is_proven() and _replace(form):
        flash(_("비밀번호를 바꿨어요. 다른 기기에서는 로그아웃됐어요."), "good")
        return redirect(url_for("store.account_data"), 303)
    page = render_template("store/accounts/password.html", form=form)
    return page, 422 if form.errors else 200


def _replace(form: ChangePasswordForm) -> bool:
    typed = form.password.data or ""
    try:
        passwords.check_policy(typed, current_user.email)
    except Invalid as error:
        show_errors(form, error)
        return False
    hashed = passwords.hash_password(typed)
    with transaction():
        person = recovering.replace_password(db.session.get_one(Account, current_user.id), hashed)
    login_user(person)
    return True


@store.route(f"{HERE}/departure", methods=["GET", "POST"])
@access(Permission.ACCOUNT_MANAGE)
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
def departure() -> ResponseReturnValue:
    """Leave: what is erased and what the law keeps is said before the press."""
    _refuse_who_works_here()
    form = ProofForm()
    if form.validate_on_submit() and form.is_proven() and _leave(form):
        flash(_("탈퇴했어요. 그동안 고마웠어요."), "good")
        return redirect(url_for("store.home"), 303)
    page = render_template(
        "store/accounts/departure.html",
        form=form,
        points_on=points_rule() is not None,
        points_won=spendable_won(current_user.id) if points_rule() else 0,
    )
    return page, 422 if form.errors or form.form_errors else 200


def _refuse_who_works_here() -> None:
    viewer = current_viewer()
    if viewer.enterprise_ids or viewer.department_roles or viewer.is_office:
        raise NotPermitted(
            T("기업이나 기관, 지원센터의 일을 맡고 있어 바로 탈퇴할 수 없어요."),
            action=T("맡은 일을 먼저 넘겨 주세요"),
        )


def _leave(form: ProofForm) -> bool:
    account_id = current_user.id
    try:
        with transaction():
            leave(account_id)
    except MarketplaceError as error:
        show_errors(form, error)
        form.form_errors.append(translate(error.action))
        return False
    logout_user()
    session.clear()
    return True
