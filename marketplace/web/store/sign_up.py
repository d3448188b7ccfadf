"""Becoming a member, confirming the mail address, and a new password for a forgotten one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import login_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, StringField, TelField
from wtforms.validators import Email, InputRequired, Length, Optional, Regexp

from marketplace.accounts import joining, passwords, recovering
from marketplace.accounts.links import NEW_PASSWORD, account_of
from marketplace.accounts.models import Account
from marketplace.accounts.service import EmailTaken
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.extensions import SIGN_IN_LIMIT, limiter
from marketplace.web.forms import show_errors
from marketplace.web.language import local_path
from marketplace.web.store.blueprint import store
from marketplace.web.store.checkout_form import PHONE, PHONE_SAYS, stripped
from marketplace.web.translation import chosen_language
from marketplace.web.viewer import forget_viewer

MAIL_RULES = [
    InputRequired(_l("메일 주소를 적어 주세요.")),
    Email(_l("name@example.com 모양의 메일 주소를 적어 주세요.")),
    Length(max=254),
]
PASSWORD_RULES = [InputRequired(_l("비밀번호를 적어 주세요.")), Length(max=passwords.MAX_LENGTH)]
PASSWORD_HINT = _l("10자 이상. 좋아하는 문장처럼 길게 쓰면 외우기 쉽고 안전해요.")


class MemberConsents:
    """What everybody who opens an account agrees to."""

    agree_terms = BooleanField(
        _l("이용약관에 동의해요."),
        validators=[InputRequired(_l("동의해 주셔야 가입할 수 있어요."))],
    )
    agree_privacy = BooleanField(
        _l("개인정보를 모으고 쓰는 데 동의해요."),
        validators=[InputRequired(_l("동의해 주셔야 가입할 수 있어요."))],
    )


class SignUpForm(MemberConsents, FlaskForm):
    """What a newcomer tells us; nothing that is not needed."""

    email = EmailField(
        _l("메일 주소"),
        filters=[stripped],
        description=_l("로그인할 때 써요."),
        validators=MAIL_RULES,
    )
    password = PasswordField(_l("비밀번호"), description=PASSWORD_HINT, validators=PASSWORD_RULES)
    name = StringField(
        _l("이름"),
        filters=[stripped],
        validators=[InputRequired(_l("이름을 적어 주세요.")), Length(max=80)],
    )
    phone = TelField(
        _l("휴대전화"),
        filters=[stripped],
        description=_l("적어 두면 주문할 때 다시 적지 않아도 돼요."),
        validators=[Optional(), Regexp(PHONE, message=PHONE_SAYS)],
    )
    is_old_enough = BooleanField(
        _l("만 14세 이상이에요."),
        validators=[InputRequired(_l("만 14세 미만은 보호자의 동의가 있어야 가입할 수 있어요."))],
    )
    agree_news = BooleanField(_l("기획전과 새 소식을 메일로 받을게요."))


class ForgottenForm(FlaskForm):
    """Where the letter goes."""

    email = EmailField(_l("메일 주소"), filters=[stripped], validators=MAIL_RULES)


class NewPasswordForm(FlaskForm):
    """The new password, once: it can be made visible and asked for again at any time."""

    password = PasswordField(
        _l("새 비밀번호"), description=PASSWORD_HINT, validators=PASSWORD_RULES
    )


@store.route("/sign-up", methods=["GET", "POST"])
@access(Permission.SHOP_BROWSE)
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
def sign_up() -> ResponseReturnValue:
    """Join, and be signed in at once."""
    form = SignUpForm()
    if form.validate_on_submit() and (account := _join(form)):
        session.clear()  # a session fixed before joining is worth nothing after
        login_user(account)
        forget_viewer()
        flash(
            _("반가워요, %(name)s님. 메일로 확인 링크를 보내 드렸어요.", name=account.name), "good"
        )
        return redirect(local_path(request.args.get("next"), url_for("store.account")), 303)
    return render_template("store/accounts/sign_up.html", form=form), 422 if form.errors else 200


def _join(form: SignUpForm) -> Account | None:
    email = form.email.data or ""
    try:
        passwords.check_policy(form.password.data or "", email)
        newcomer = joining.Joining(
            email=email,
            password_hash=passwords.hash_password(form.password.data or ""),
            name=form.name.data or "",
            phone=form.phone.data or "",
            locale=chosen_language(),
            wants_news=bool(form.agree_news.data),
        )
        with transaction():
            return joining.join(newcomer)
    except EmailTaken:
        form.email.errors = [
            _("이미 가입된 메일 주소예요. 로그인하거나 비밀번호를 다시 정해 주세요.")
        ]
    except Invalid as error:
        show_errors(form, error)
    return None


@store.route("/sign-up/confirmation/<token>", methods=["GET", "POST"])
@access(Permission.SHOP_BROWSE)
def confirm_mail(token: str) -> ResponseReturnValue:
    """The link of the letter. A press confirms, because mail programs open links by themselves."""
    form = FlaskForm()
    if form.validate_on_submit():
        with transaction():
            joining.confirm_mail(token)
        flash(_("메일 주소를 확인했어요."), "good")
        return redirect(url_for("store.account"), 303)
    return render_template("store/accounts/confirm.html", form=form)


@store.route("/forgotten-password", methods=["GET", "POST"])
@access(Permission.SHOP_BROWSE)
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
def forgotten_password() -> ResponseReturnValue:
    """Ask for the letter; the answer is the same whether there is such an account or not."""
    form = ForgottenForm()
    if form.validate_on_submit():
        with transaction():
            recovering.ask_new_password(form.email.data or "")
        return render_template("store/accounts/sent.html", email=form.email.data)
    page = render_template("store/accounts/forgotten.html", form=form)
    return page, 422 if form.errors else 200


@store.route("/forgotten-password/<token>", methods=["GET", "POST"])
@access(Permission.SHOP_BROWSE)
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
def new_password(token: str) -> ResponseReturnValue:
    """Choose another password."""
    account = account_of(NEW_PASSWORD, token)
    form = NewPasswordForm()
    if form.validate_on_submit() and _replace(form, token, account.email):
        flash(_("비밀번호를 바꿨어요. 새 비밀번호로 로그인해 주세요."), "good")
        return redirect(url_for("store.sign_in"), 303)
    page = render_template("store/accounts/new_password.html", form=form)
    return page, 422 if form.errors else 200


def _replace(form: NewPasswordForm, token: str, email: str) -> bool:
    typed = form.password.data or ""
    try:
        passwords.check_policy(typed, email)
    except Invalid as error:
        show_errors(form, error)
        return False
    hashed = passwords.hash_password(typed)
    with transaction():
        recovering.set_new_password(token, hashed)
    return True
