"""The second step of signing in: whoever knew the password is asked for a code.

Until it is answered nobody is signed in and no remember cookie exists; what is kept in the
session is only who is being asked, signed, for ten minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from marketplace.accounts import second_factor
from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.extensions import CODE_LIMIT, limiter
from marketplace.web.forms import show_errors
from marketplace.web.language import local_path

ASKED = "second_step"
LASTS = timedelta(minutes=10)
LetIn = Callable[..., None]


class CodeForm(FlaskForm):
    """Six digits of an app, or a recovery code."""

    code = StringField(
        _l("인증 코드"),
        [InputRequired(_l("코드를 적어 주세요.")), Length(max=40)],
        description=_l("인증 앱에 보이는 숫자 여섯 자리예요. 앱이 없으면 복구 코드를 적어 주세요."),
    )


def ask(account: Account, *, remember: bool, target: str) -> None:
    """Keep who is being asked; whoever was signed in here no longer is."""
    session.clear()
    session[ASKED] = {
        "id": account.get_id(),
        "remember": remember,
        "target": target,
        "at": int(clock.now().timestamp()),
    }


def _asked() -> Account | None:
    """Who is being asked, None when it is too long ago or the password changed meanwhile."""
    held = session.get(ASKED)
    if not held or clock.now().timestamp() - held["at"] > LASTS.total_seconds():
        return None
    account = db.session.get(Account, int(held["id"].partition(":")[0]))
    usable = account is not None and account.is_active and account.get_id() == held["id"]
    return account if usable else None


def add_to(blueprint: Blueprint, portal: str, let_in: LetIn) -> None:
    """Give a portal the page that asks for the code."""

    @blueprint.route("/sign-in/code", methods=["GET", "POST"])
    @access(Permission.SHOP_BROWSE)
    @limiter.limit(CODE_LIMIT, methods=["POST"])
    def sign_in_code() -> ResponseReturnValue:
        """The code, after the password."""
        account = _asked()
        if account is None:
            session.pop(ASKED, None)
            flash(_("시간이 지나 처음부터 다시 로그인해 주세요."), "warn")
            return redirect(url_for(f"{portal}.sign_in"), 303)
        form, held = CodeForm(), session[ASKED]
        if form.validate_on_submit() and _passes(account, form):
            let_in(account, remember=held["remember"])
            return redirect(local_path(held["target"], url_for("store.home")), 303)
        page = render_template(f"{portal}/sign_in_code.html", form=form)
        return page, 422 if form.errors else 200


def _passes(account: Account, form: CodeForm) -> bool:
    account_id = account.id
    with transaction():  # a wrong try is counted, so it commits either way
        passes = second_factor.passes(account_id, form.code.data or "")
    if not passes:
        show_errors(form, second_factor.WrongCode())
    return passes
