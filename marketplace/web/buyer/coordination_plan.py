"""The purchase plan: composed from targets and answers, words written, published, printed."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.pdf import render_pdf
from marketplace.core.permissions import Permission
from marketplace.procurement.models import PublicationKind, TextSubject
from marketplace.procurement.publishing.publications import PublicationAddress, list_versions
from marketplace.procurement.year.plan import NothingPlanned, compose_plan, publish_plan
from marketplace.procurement.year.plan_paper import plan_paper
from marketplace.procurement.year.texts import find_text, write_text
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.people_names import names_of
from marketplace.web.buyer.place import me
from marketplace.web.buyer.year_place import YearPlace, asked_year
from marketplace.web.buyer.year_words import PLAN_PARTS, typed_words
from marketplace.web.downloads import file_download
from marketplace.web.translation import translate

PDF = "application/pdf"
FOLLOWS = {
    "answer": _l("부서 의견"),
    "last_year": _l("지난해 부서 실적"),
    "institution": _l("지난해 기관 실적"),
    "even": _l("고르게"),
}


@buyer.get("/coordination/plan")
@access(Permission.QUOTA_COORDINATE)
def coordination_plan() -> ResponseReturnValue:
    """The plan as it is composed now, and what was published of it."""
    return _page(asked_year())


@buyer.post("/coordination/plan")
@access(Permission.QUOTA_COORDINATE)
def coordination_plan_words() -> ResponseReturnValue:
    """Keep the words around the figures."""
    here = asked_year()
    typed = typed_words(PLAN_PARTS)
    seen = request.form.get("seen_version", 0, type=int)
    try:
        with transaction():
            write_text(
                here.institution.id,
                here.year,
                TextSubject.PLAN,
                typed,
                seen_version=seen,
                by=me().id,
            )
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
        return _page(here, typed), 422
    flash(_("구매계획의 글을 저장했습니다."), "good")
    return redirect(here.address("plan"))


@buyer.post("/coordination/plan/publications")
@access(Permission.QUOTA_COORDINATE)
def coordination_plan_publication() -> ResponseReturnValue:
    """Publish the plan as it is composed now."""
    here = asked_year()
    reason = request.form.get("reason", "")
    try:
        with transaction():
            done = publish_plan(here.institution.id, here.year, me().id, reason)
            version = done.version
        flash(_("구매계획 %(n)d판을 공시했습니다.", n=version), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
        return _page(here, reason=reason), 422
    return redirect(here.address("plan"))


@buyer.get("/coordination/plan.pdf")
@access(Permission.QUOTA_COORDINATE)
def coordination_plan_pdf() -> Response:
    """The composed plan as a paper."""
    here = asked_year()
    made = plan_paper(compose_plan(here.institution.id, here.year))
    return file_download(f"{made['title']}.pdf", PDF, render_pdf("report.typ", made))


@buyer.get("/coordination/plan/paper")
@access(Permission.QUOTA_COORDINATE)
def coordination_plan_paper() -> ResponseReturnValue:
    """The composed plan to read and print."""
    here = asked_year()
    made = plan_paper(compose_plan(here.institution.id, here.year))
    return render_template(
        "documents/year_paper.html",
        paper=made,
        back=here.address("plan"),
        pdf=here.address("plan.pdf"),
    )


def _page(here: YearPlace, typed: dict[str, str] | None = None, reason: str = "") -> str:
    kept = find_text(here.institution.id, here.year, TextSubject.PLAN)
    address = PublicationAddress(here.institution.id, here.year, PublicationKind.PLAN)
    published = list_versions(address)
    try:
        plan = compose_plan(here.institution.id, here.year)
    except NothingPlanned:
        plan = None
    return render_template(
        "buyer/coordination/plan.html",
        **here.surroundings(),
        plan=plan,
        parts=PLAN_PARTS,
        words=typed or (kept.words if kept else {}),
        seen_version=kept.version if kept else 0,
        published=published,
        names=names_of(each.published_by for each in published),
        follows=FOLLOWS,
        reason=reason,
    )
