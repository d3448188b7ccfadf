"""The second factor in a member's hands: set up, confirm, renew the recovery codes, turn off."""

from __future__ import annotations

import segno
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user
from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from marketplace.accounts import second_factor
from marketplace.accounts.factor_models import SecondFactor
from marketplace.accounts.models import Account
from marketplace.core.database import db, transaction
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.extensions import CODE_LIMIT, limiter
from marketplace.web.forms import show_errors
from marketplace.web.second_step import CodeForm
from marketplace.web.store.account import account_tabs
from marketplace.web.store.blueprint import store
from marketplace.web.store.departing import ProofForm

HERE = "/account/second-factor"
RENEWAL, REMOVAL = "renewal-", "removal-"  # two forms on one page


class OffForm(ProofForm):
    """The password and a code, before the door is opened wider."""

    code = StringField(_l("인증 코드"), [InputRequired(_l("코드를 적어 주세요.")), Length(max=40)])


@store.route(HERE, methods=["GET", "POST"])
@access(Permission.ACCOUNT_MANAGE)
@limiter.limit(CODE_LIMIT, methods=["POST"])
def second_factor_page() -> ResponseReturnValue:
    """Off, being set up, or on; a press with the password makes the secret."""
    form = ProofForm()
    if form.validate_on_submit() and form.is_proven():
        with transaction():
            second_factor.begin(current_user.id)
        return redirect(url_for("store.second_factor_page"), 303)
    return _page(proof=form)


@store.route(f"{HERE}/confirmation", methods=["GET", "POST"])
@access(Permission.ACCOUNT_MANAGE)
@limiter.limit(CODE_LIMIT, methods=["POST"])
def second_factor_confirmation() -> ResponseReturnValue:
    """A first code turns it on; the recovery codes are shown, this once."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(confirmation=form)
    with transaction():
        account = _me()
        codes = second_factor.confirm(account, form.code.data or "")
    return _codes(account, codes) if codes else _page(confirmation=_wrong(form))


@store.route(f"{HERE}/recovery-codes", methods=["GET", "POST"])
@access(Permission.ACCOUNT_MANAGE)
@limiter.limit(CODE_LIMIT, methods=["POST"])
def second_factor_codes() -> ResponseReturnValue:
    """Ten new recovery codes, shown this once."""
    form = CodeForm(prefix=RENEWAL)
    if not form.validate_on_submit():
        return _page(renewal=form)
    with transaction():
        account = _me()
        codes = second_factor.renew_recovery_codes(account, form.code.data or "")
    return _codes(account, codes) if codes else _page(renewal=_wrong(form))


@store.route(f"{HERE}/removal", methods=["GET", "POST"])
@access(Permission.ACCOUNT_MANAGE)
@limiter.limit(CODE_LIMIT, methods=["POST"])
def second_factor_removal() -> ResponseReturnValue:
    """Turn it off, with password and code."""
    form = OffForm(prefix=REMOVAL)
    if not (form.validate_on_submit() and form.is_proven()):
        return _page(removal=form)
    with transaction():
        account = _me()
        is_off = second_factor.turn_off(account, form.code.data or "")
    if not is_off:
        return _page(removal=_wrong(form))
    login_user(account)
    flash(_("2단계 인증을 껐어요. 다른 기기에서는 로그아웃됐어요."), "good")
    return redirect(url_for("store.second_factor_page"), 303)


def _me() -> Account:
    return db.session.get_one(Account, current_user.id)


def _wrong(form: CodeForm | OffForm) -> CodeForm | OffForm:
    show_errors(form, second_factor.WrongCode())
    return form


def _codes(account: Account, codes: list[str]) -> ResponseReturnValue:
    login_user(account)  # its stamp may be new: this session stays, the others end
    page = render_template(
        "store/accounts/recovery_codes.html", codes=codes, account_tabs=account_tabs(HERE)
    )
    return page, 200, {"Cache-Control": "no-store"}


def _page(
    proof: ProofForm | None = None,
    confirmation: CodeForm | OffForm | None = None,
    renewal: CodeForm | OffForm | None = None,
    removal: CodeForm | OffForm | None = None,
) -> ResponseReturnValue:
    factor = second_factor.find_factor(current_user.id)
    forms = [each for each in (proof, confirmation, renewal, removal) if each]
    page = render_template(
        "store/accounts/second_factor.html",
        factor=factor,
        setup=_setup(factor),
        codes_left=second_factor.count_recovery_codes(current_user.id),
        proof=proof or ProofForm(),
        confirmation=confirmation or CodeForm(),
        renewal=renewal or CodeForm(prefix=RENEWAL),
        removal=removal or OffForm(prefix=REMOVAL),
        shown=forms[0] if forms else None,
        account_tabs=account_tabs(HERE),
    )
    status = 422 if any(each.errors for each in forms) else 200
    return page, status, {"Cache-Control": "no-store"}


def _setup(factor: SecondFactor | None) -> dict[str, object]:
    """The secret as a picture and as text, while it is being set up."""
    if factor is None or factor.confirmed_at is not None:
        return {}
    code = segno.make(second_factor.provisioning_uri(factor, current_user), error="m")
    # The library writes this markup from our own address; nothing of it was typed by anybody.
    picture = Markup(code.svg_inline(scale=5, svgclass="qr", lineclass=None))  # noqa: S704
    secret = second_factor.secret_of(factor)
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"picture": picture, "secret": spaced}
