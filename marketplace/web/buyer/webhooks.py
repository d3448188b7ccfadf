"""Where to tell the institution's other systems: made, switched, removed, secret shown once."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.permissions import Permission
from marketplace.core.text import T, storable
from marketplace.procurement.models import (
    WEBHOOK_TRANSITIONS,
    Institution,
    Webhook,
    WebhookAct,
    WebhookEvent,
    WebhookStatus,
)
from marketplace.procurement.webhooks.addresses import LONGEST_URL, check_address
from marketplace.procurement.webhooks.log import list_deliveries
from marketplace.procurement.webhooks.subscribing import (
    LONGEST_NAME,
    OFFERED,
    MadeWebhook,
    change_webhook,
    find_webhook,
    list_webhooks,
    subscribe,
)
from marketplace.web.access import access
from marketplace.web.buyer import webhook_words as words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import my_institutions
from marketplace.web.buyer.coordination_frame import address, asked_institution
from marketplace.web.forms import choices_of, show_errors
from marketplace.web.translation import translate
from marketplace.web.viewer import current_viewer

HOME = "/webhooks"
ACTS = {
    "switch-off": (WebhookAct.SWITCH_OFF, _l("웹훅을 껐습니다.")),
    "switch-on": (WebhookAct.SWITCH_ON, _l("웹훅을 켰습니다. 기다리던 알림부터 보냅니다.")),
    "removal": (WebhookAct.REMOVE, _l("웹훅을 지웠습니다.")),
}


class WebhookForm(FlaskForm):
    """Which system, where it listens, what it wants to hear."""

    name = StringField(
        _l("받는 시스템 이름"),
        [
            InputRequired(_l("웹훅을 받을 시스템의 이름을 60자 안으로 적어 주세요.")),
            Length(max=LONGEST_NAME),
        ],
        description=_l("예: 내부 업무 게시판"),
    )
    url = StringField(
        _l("받는 주소"),
        [InputRequired(_l("https://로 시작하는 주소를 적어 주세요.")), Length(max=LONGEST_URL)],
        description=_l("예: https://hooks.example.go.kr/ieum"),
    )
    events = SelectMultipleField(
        _l("알릴 일"),
        [InputRequired(_l("알릴 일을 하나 이상 골라 주세요."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


@buyer.get("/coordination/webhooks")
@access(Permission.QUOTA_COORDINATE)
def webhooks() -> ResponseReturnValue:
    """Every webhook of the institution and how it stands."""
    return _index(asked_institution(), _form())


@buyer.post("/coordination/webhooks")
@access(Permission.QUOTA_COORDINATE)
def webhook_new() -> ResponseReturnValue:
    """Make one; its secret is on this answer and nowhere else."""
    institution = asked_institution()
    form, key = _form(), institution.id
    if not form.validate_on_submit():
        return _index(institution, form)
    try:
        # The name service is asked before the transaction, so that nobody waits for it.
        target = check_address((form.url.data or "").strip())
        with transaction():
            chosen = [WebhookEvent(each) for each in form.events.data or []]
            made = subscribe(key, storable(form.name.data or ""), target, chosen)
    except Invalid as error:
        show_errors(form, error)
        return _index(asked_institution(), form)
    return show_webhook(made.webhook, made)


@buyer.get("/coordination/webhooks/<webhook_id>")
@access(Permission.QUOTA_COORDINATE)
def webhook(webhook_id: str) -> ResponseReturnValue:
    """One webhook and what was sent to it, newest first."""
    refuse_unstorable(webhook_id)
    return show_webhook(find_webhook(webhook_id, current_viewer().coordinated_institution_ids))


@buyer.post(f"/coordination/webhooks/<webhook_id>/<any({','.join(map(repr, ACTS))}):act>")
@access(Permission.QUOTA_COORDINATE)
def webhook_change(webhook_id: str, act: str) -> ResponseReturnValue:
    """Switch it off or on, or remove it."""
    refuse_unstorable(webhook_id)
    wanted, said = ACTS[act]
    try:
        with transaction():
            changed = change_webhook(
                webhook_id, current_viewer().coordinated_institution_ids, wanted
            )
            is_gone = changed.status is WebhookStatus.REMOVED
        flash(said, "good")
    except Conflict as error:
        flash(translate(error.message), "warn")
        is_gone = False
    return redirect(address(HOME if is_gone else f"{HOME}/{webhook_id}"))


def refuse_unstorable(name: str) -> None:
    """An address with a NUL names nothing, and PostgreSQL cannot be asked about it."""
    if "\x00" in name:
        raise NotFound(T("웹훅을 찾을 수 없습니다."))


def show_webhook(found: Webhook, made: MadeWebhook | None = None) -> ResponseReturnValue:
    """The page of one webhook, with its secret when it was made this moment."""
    page = list_deliveries(found.id, request.args.get("cursor") or None)
    institution = next(each for each in my_institutions() if each.id == found.institution_id)
    here = address(f"{HOME}/{found.public_id}")
    answer = make_response(
        render_template(
            "buyer/webhooks/show.html",
            webhook=found,
            institution=institution,
            acts=WEBHOOK_TRANSITIONS.acts_from(found.status),
            deliveries=page.items,
            next_href=f"{here}?cursor={page.next_cursor}" if page.next_cursor else None,
            secret=made.secret if made else "",
            words=words,
            here=here,
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _form() -> WebhookForm:
    form = WebhookForm()
    form.events.choices = choices_of({each: words.EVENT[each] for each in OFFERED})
    return form


def _index(institution: Institution, form: WebhookForm) -> ResponseReturnValue:
    return render_template(
        "buyer/webhooks/index.html",
        institution=institution,
        webhooks=list_webhooks(institution.id),
        form=form,
        words=words,
    ), 422 if form.errors else 200
