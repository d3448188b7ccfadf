"""A member's own data: what was agreed to and when, the news mail, a copy of everything."""

from __future__ import annotations

from flask import Response, flash, json, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace.accounts import consents
from marketplace.accounts.models import ConsentKind
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.filters import datetime_ko
from marketplace.web.store.account import account_tabs
from marketplace.web.store.blueprint import store
from marketplace.web.store.data_copy import everything_of

HERE = "/account/data"
KINDS = {
    ConsentKind.TERMS: _l("이용약관"),
    ConsentKind.PRIVACY: _l("개인정보 수집·이용"),
    ConsentKind.THIRD_PARTY: _l("판매자에게 알리기"),
    ConsentKind.MARKETING_MAIL: _l("기획전과 새 소식 메일"),
}


@store.get(HERE)
@access(Permission.ACCOUNT_MANAGE)
def account_data() -> ResponseReturnValue:
    """What was agreed to and when, and what can be done with one's data."""
    answers = consents.list_consents(current_user.id)
    in_force = consents.consents_in_force(current_user.id)
    news = in_force.get(ConsentKind.MARKETING_MAIL)
    return render_template(
        "store/accounts/data.html",
        wants_news=bool(news and news.agreed),
        history=[
            [
                str(KINDS[each.kind]),
                _("동의") if each.agreed else _("동의하지 않음"),
                datetime_ko(each.at),
            ]
            for each in answers
        ],
        account_tabs=account_tabs(HERE),
    )


@store.post(f"{HERE}/news")
@access(Permission.ACCOUNT_MANAGE)
def news_consent() -> ResponseReturnValue:
    """Turn the news mail on or off: the other of what is in force."""
    news = consents.consents_in_force(current_user.id).get(ConsentKind.MARKETING_MAIL)
    wants = not (news and news.agreed)
    with transaction():
        consents.record_consents(current_user.id, {ConsentKind.MARKETING_MAIL: wants})
    flash(_("소식 메일을 보내 드릴게요.") if wants else _("소식 메일을 보내지 않을게요."), "good")
    return redirect(url_for("store.account_data"), 303)


@store.get(f"{HERE}/copy")
@access(Permission.ACCOUNT_MANAGE)
def data_copy() -> ResponseReturnValue:
    """Everything we hold of this member, as a file machines can read."""
    body = json.dumps(everything_of(current_user), ensure_ascii=False, indent=2)
    name = f"ieum-{clock.today():%Y%m%d}.json"
    return Response(
        body,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
