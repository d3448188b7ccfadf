"""A firm's papers: their history, and new ones handed in."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.enterprises.employment import submit_employment_ratio
from marketplace.enterprises.errors import CertificationNotFound
from marketplace.enterprises.queries import (
    get_certification_of,
    get_employment_ratio_of,
    list_certifications,
    list_employment_ratios,
)
from marketplace.enterprises.verification import submit_certification
from marketplace.media.files import prepare_file
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.media import send_private_file
from marketplace.web.seller import words
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.certification_form import CertificationForm, EmploymentRatioForm
from marketplace.web.seller.current import current_enterprise, my_account_id
from marketplace.web.seller.papers import PaperStanding
from marketplace.web.viewer import current_viewer


@seller.get("/certifications")
@access(Permission.CERTIFICATION_SUBMIT)
def certifications() -> ResponseReturnValue:
    """What holds, waits, came back and has ended."""
    enterprise, today = current_enterprise(), clock.today()
    ratios = list_employment_ratios(enterprise.id)
    return render_template(
        "seller/certifications.html",
        certifications=list_certifications(enterprise.id),
        ratios=ratios,
        standing=PaperStanding.of(enterprise, ratios, today),
        today=today,
        words=words,
    )


@seller.route("/certifications/new", methods=["GET", "POST"])
@access(Permission.CERTIFICATION_SUBMIT)
def certification_new() -> ResponseReturnValue:
    """Hand in a certificate."""
    form = CertificationForm().offer_kinds()
    if form.validate_on_submit() and _submit(form):
        return _thank()
    status = 422 if form.errors else 200
    return render_template("seller/certification_new.html", form=form), status


@seller.route("/employment-ratio/new", methods=["GET", "POST"])
@access(Permission.CERTIFICATION_SUBMIT)
def employment_ratio_new() -> ResponseReturnValue:
    """Hand in an employment-ratio certificate."""
    form = EmploymentRatioForm()
    if form.validate_on_submit() and _submit(form):
        return _thank()
    status = 422 if form.errors else 200
    return render_template("seller/employment_ratio_new.html", form=form), status


def _thank() -> ResponseReturnValue:
    flash(_("제출했습니다. 통합지원센터가 확인하면 메일로 알려 드립니다."), "good")
    return redirect(url_for("seller.certifications"))


def _submit(form: FlaskForm) -> bool:
    enterprise_id, person = current_enterprise().id, my_account_id()
    try:
        copy = prepare_file(form.evidence.data.read(), form.evidence.data.filename or "")
        with transaction():
            if isinstance(form, CertificationForm):
                submit_certification(enterprise_id, form.paper(), copy, person)
            else:
                period = (form.issued_on.data, form.expires_on.data)
                submit_employment_ratio(enterprise_id, form.basis_points(), period, copy, person)
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True


@seller.get("/certifications/<int:certification_id>/evidence")
@access(Permission.CERTIFICATION_SUBMIT)
def certification_evidence(certification_id: int) -> ResponseReturnValue:
    """The copy one's own firm handed in."""
    certification = get_certification_of(current_viewer().enterprise_ids, certification_id)
    if certification.evidence is None:
        raise CertificationNotFound
    return send_private_file(certification.evidence)


@seller.get("/employment-ratio/<int:paper_id>/evidence")
@access(Permission.CERTIFICATION_SUBMIT)
def employment_ratio_evidence(paper_id: int) -> ResponseReturnValue:
    """The copy one's own firm handed in."""
    paper = get_employment_ratio_of(current_viewer().enterprise_ids, paper_id)
    if paper.evidence is None:
        raise CertificationNotFound
    return send_private_file(paper.evidence)
