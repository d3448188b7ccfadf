"""Employment-ratio certificates, judged apart because they lapse apart."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.enterprises import employment
from marketplace.enterprises.errors import CertificationNotFound
from marketplace.enterprises.queries import get_employment_ratio, list_waiting_employment_ratios
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.media import send_private_file
from marketplace.web.office import words
from marketplace.web.office.blueprint import office
from marketplace.web.office.certifications import DecisionForm
from marketplace.web.viewer import current_viewer

VERBS = {
    "approval": employment.approve_employment_ratio,
    "rejection": employment.reject_employment_ratio,
}


@office.get("/employment-ratios")
@access(Permission.CERTIFICATION_DECIDE)
def employment_ratios() -> ResponseReturnValue:
    """What waits for a decision."""
    return render_template(
        "office/employment_ratios.html", waiting=list_waiting_employment_ratios()
    )


@office.get("/employment-ratios/<int:paper_id>")
@access(Permission.CERTIFICATION_DECIDE)
def employment_ratio(paper_id: int) -> ResponseReturnValue:
    """One certificate beside what was typed."""
    return _page(paper_id, DecisionForm())


@office.post("/employment-ratios/<int:paper_id>/<any(approval, rejection):act>")
@access(Permission.CERTIFICATION_DECIDE)
def employment_ratio_decide(paper_id: int, act: str) -> ResponseReturnValue:
    """Approve or send back; the second of two colleagues is told."""
    form = DecisionForm()
    if form.validate_on_submit() and _decide(paper_id, act, form):
        flash(_("결정을 기록하고 기업에 알렸습니다."), "good")
        return redirect(url_for("office.employment_ratio", paper_id=paper_id))
    return _page(paper_id, form), 422


def _decide(paper_id: int, act: str, form: DecisionForm) -> bool:
    try:
        with transaction():
            VERBS[act](paper_id, current_viewer().account_id or 0, form.note.data or "")
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True


@office.get("/employment-ratios/<int:paper_id>/evidence")
@access(Permission.CERTIFICATION_DECIDE)
def employment_ratio_evidence(paper_id: int) -> ResponseReturnValue:
    """The copy the enterprise handed in, as a download."""
    paper = get_employment_ratio(paper_id)
    if paper.evidence is None:
        raise CertificationNotFound
    return send_private_file(paper.evidence)


def _page(paper_id: int, form: DecisionForm) -> str:
    paper = get_employment_ratio(paper_id)
    return render_template("office/employment_ratio.html", paper=paper, form=form, words=words)
