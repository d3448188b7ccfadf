"""The link of an invitation: who has an account signs in and accepts, who has none opens one."""

from __future__ import annotations

from urllib.parse import quote

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length

from marketplace.accounts import passwords
from marketplace.accounts.models import Account
from marketplace.accounts.service import EmailTaken
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.procurement.inviting import (
    InvitationForAnother,
    accept_as,
    accept_as_newcomer,
    find_invited,
    read_invitation,
)
from marketplace.procurement.models import Invitation
from marketplace.web.access import access
from marketplace.web.department_words import ROLES
from marketplace.web.extensions import SIGN_IN_LIMIT, limiter
from marketplace.web.forms import show_errors
from marketplace.web.signing_in import let_in
from marketplace.web.store.blueprint import store
from marketplace.web.store.checkout_form import stripped
from marketplace.web.store.sign_up import PASSWORD_HINT, PASSWORD_RULES, MemberConsents
from marketplace.web.viewer import forget_viewer


class JoiningForm(MemberConsents, FlaskForm):
    """A newcomer's name and password; the address is the invited one."""

    name = StringField(
        _l("이름"),
        filters=[stripped],
        validators=[DataRequired(_l("이름을 적어 주세요.")), Length(max=80)],
    )
    password = PasswordField(_l("비밀번호"), description=PASSWORD_HINT, validators=PASSWORD_RULES)


@store.route("/invitations/<secret>", methods=["GET", "POST"])
@access(Permission.SHOP_BROWSE)
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
def invitation(secret: str) -> ResponseReturnValue:
    """What one is asked to do, and the way in; a press accepts, never the link alone."""
    asked = read_invitation(secret)
    if current_user.is_authenticated:
        return _as_member(secret, asked)
    known = find_invited(asked)
    form = JoiningForm(data={"name": asked.name})
    if known is None and form.validate_on_submit() and (newcomer := _join(secret, asked, form)):
        let_in(newcomer, remember=False)
        flash(_("반가워요, %(name)s님. 이제 부서의 일을 할 수 있어요.", name=newcomer.name), "good")
        return redirect("/buyer", 303)
    return _page(secret, asked, form=form, is_known=known is not None)


def _as_member(secret: str, asked: Invitation) -> ResponseReturnValue:
    """The person who is signed in accepts, if the letter was to them."""
    if current_user.email != asked.email:
        raise InvitationForAnother
    form = FlaskForm()
    if form.validate_on_submit():
        with transaction():
            accept_as(secret, current_user._get_current_object())
        forget_viewer()
        flash(_("역할을 받아들였어요."), "good")
        return redirect("/buyer", 303)
    return _page(secret, asked, form=form, is_member=True)


def _join(secret: str, asked: Invitation, form: JoiningForm) -> Account | None:
    typed = form.password.data or ""
    try:
        passwords.check_policy(typed, asked.email)
        hashed = passwords.hash_password(typed)
        with transaction():
            return accept_as_newcomer(secret, form.name.data or "", hashed)
    except (EmailTaken, Invalid) as error:
        show_errors(form, error)
    return None


def _page(
    secret: str,
    asked: Invitation,
    *,
    form: FlaskForm,
    is_known: bool = False,
    is_member: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "store/invitations/invitation.html",
        asked=asked,
        role=ROLES[asked.role],
        form=form,
        is_known=is_known,
        is_member=is_member,
        sign_in=f"/buyer/sign-in?next={quote(f'/invitations/{secret}')}",
    )
    return page, 422 if form.errors or form.form_errors else 200
