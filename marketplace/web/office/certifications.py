"""Certificates: waiting ones are judged, approved ones may be taken back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.enterprises import reviewing, verification
from marketplace.enterprises.queries import list_waiting_employment_ratios
from marketplace.media.models import StoredFile
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.media import send_private_file
from marketplace.web.office import words
from marketplace.web.office.blueprint import office
from marketplace.web.viewer import current_viewer


class DecisionForm(FlaskForm):
    """What the enterprise will read about the decision."""

    note = TextAreaField(
        _l("의견"),
        [Length(max=300, message=_l("300자 안으로 적어 주세요."))],
        description=_l("반려하거나 취소할 때는 까닭을 꼭 적어 주세요. 기업에 그대로 전달됩니다."),
    )


@office.get("/certifications")
@access(Permission.CERTIFICATION_DECIDE)
def certifications() -> ResponseReturnValue:
    """What waits for a decision, and what lapses."""
    return render_template(
        "office/certifications.html",
        waiting=reviewing.list_waiting_certifications(),
        ratios_waiting=len(list_waiting_employment_ratios()),
        lapsing=reviewing.list_lapsing(),
        lapsed=reviewing.list_lapsed(),
        today=clock.today(),
    )


@office.get("/certifications/<int:certification_id>")
@access(Permission.CERTIFICATION_DECIDE)
def certification(certification_id: int) -> ResponseReturnValue:
    """One certificate beside its enterprise's others."""
    return _page(certification_id, DecisionForm())


@office.post("/certifications/<int:certification_id>/<any(approval, rejection, revocation):act>")
@access(Permission.CERTIFICATION_DECIDE)
def certification_decide(certification_id: int, act: str) -> ResponseReturnValue:
    """Approve, reject or revoke; a colleague who was first is named on the page."""
    form = DecisionForm()
    if form.validate_on_submit() and _decide(certification_id, act, form):
        flash(_("결정을 기록하고 기업에 알렸습니다."), "good")
        return redirect(url_for("office.certification", certification_id=certification_id))
    return _page(certification_id, form), 422


def _decide(certification_id: int, act: str, form: DecisionForm) -> bool:
    decided_by, note = current_viewer().account_id or 0, form.note.data or ""
    verbs = {
        "approval": verification.approve_certification,
        "rejection": verification.reject_certification,
        "revocation": verification.revoke_certification,
    }
    try:
        with transaction():
            verbs[act](certification_id, decided_by, note)
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True


def _page(certification_id: int, form: DecisionForm) -> str:
    shown = reviewing.get_certification(certification_id)
    return render_template(
        "office/certification.html",
        certification=shown,
        evidence=db.session.get(StoredFile, shown.evidence_id) if shown.evidence_id else None,
        form=form,
        today=clock.today(),
        words=words,
    )


@office.get("/certifications/<int:certification_id>/evidence")
@access(Permission.CERTIFICATION_DECIDE)
def certification_evidence(certification_id: int) -> ResponseReturnValue:
    """The copy the enterprise handed in, as a download."""
    shown = reviewing.get_certification(certification_id)
    stored = db.session.get(StoredFile, shown.evidence_id) if shown.evidence_id else None
    if stored is None:
        abort(404)
    return send_private_file(stored)
