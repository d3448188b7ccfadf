"""One door, built four times: each portal shows it in its own clothes and sends on to its home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import Email, InputRequired, Length

from marketplace.accounts import second_factor
from marketplace.accounts.models import Account
from marketplace.accounts.service import WrongCredentials, authenticate
from marketplace.core.permissions import Permission, Viewer
from marketplace.web import second_step
from marketplace.web.access import access
from marketplace.web.extensions import SIGN_IN_LIMIT, limiter
from marketplace.web.forms import show_errors
from marketplace.web.language import local_path
from marketplace.web.viewer import current_viewer, forget_viewer


class SignInForm(FlaskForm):
    """Mail and password."""

    email = EmailField(
        _l("메일 주소"),
        filters=[lambda typed: typed.strip() if typed else typed],
        validators=[
            InputRequired(_l("메일 주소를 입력해 주세요.")),
            Email(_l("name@example.com 모양의 메일 주소를 입력해 주세요.")),
        ],
    )
    password = PasswordField(
        _l("비밀번호"),
        validators=[InputRequired(_l("비밀번호를 입력해 주세요.")), Length(max=200)],
    )
    remember = BooleanField(_l("이 기기에서 로그인 유지"))


@dataclass(frozen=True, slots=True)
class Door:
    """A portal's sign-in: its name, where it leads, and who belongs there."""

    portal: str
    home: str
    belongs: Callable[[Viewer], bool]


def add_door(blueprint: Blueprint, door: Door) -> None:
    """Give a portal `sign_in` and `sign_out`."""

    @blueprint.route("/sign-in", methods=["GET", "POST"])
    @access(Permission.SHOP_BROWSE)
    @limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
    def sign_in() -> ResponseReturnValue:
        """The portal's sign-in page."""
        form = SignInForm()
        if form.validate_on_submit() and (account := _known(form)):
            target = local_path(request.args.get("next"), url_for(door.home))
            remember = bool(form.remember.data)
            if second_factor.is_on(account.id):
                second_step.ask(account, remember=remember, target=target)
                return redirect(url_for(f"{door.portal}.sign_in_code"), 303)
            let_in(account, remember=remember)
            return redirect(target)
        status = 422 if form.errors else 200
        stranger = current_viewer().is_signed_in and not door.belongs(current_viewer())
        return render_template(f"{door.portal}/sign_in.html", form=form, stranger=stranger), status

    second_step.add_to(blueprint, door.portal, let_in)

    @blueprint.post("/sign-out")
    @access(Permission.SHOP_BROWSE)
    def sign_out() -> ResponseReturnValue:
        """Leave; nothing of the session stays."""
        session.clear()
        logout_user()  # last: it leaves word in the session that the remember cookie goes too
        return redirect(url_for(f"{door.portal}.sign_in"))


def _known(form: SignInForm) -> Account | None:
    try:
        return authenticate(form.email.data or "", form.password.data or "")
    except WrongCredentials as error:
        show_errors(form, error)
        return None


def let_in(account: Account, *, remember: bool) -> None:
    """Everything that was asked is answered: the session is this person's."""
    session.clear()  # a session fixed before signing in is worth nothing after
    login_user(account, remember=remember)
    session.permanent = True
    forget_viewer()
