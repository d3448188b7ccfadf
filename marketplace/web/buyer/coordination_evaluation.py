"""The year-end evaluation: scored, ranked, kept, awarded, published."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.pdf import render_pdf
from marketplace.core.permissions import Permission
from marketplace.procurement.models import AwardGrade, PublicationKind, TextSubject, YearStep
from marketplace.procurement.publishing.publications import PublicationAddress, list_versions
from marketplace.procurement.year.awarding import (
    Honour,
    award_department,
    get_award,
    list_awards,
    revoke_award,
)
from marketplace.procurement.year.criteria import CRITERIA
from marketplace.procurement.year.evaluating import (
    YearEvaluation,
    compute_evaluation,
    evaluate_year,
    evaluation_content,
    list_evaluations,
)
from marketplace.procurement.year.evaluation_paper import (
    evaluation_paper,
    usual_giver,
)
from marketplace.procurement.year.finishing import finish_year
from marketplace.procurement.year.steps import step_state
from marketplace.procurement.year.texts import find_text, words_of, write_text
from marketplace.web.access import access
from marketplace.web.award_words import GRADES
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.certificates import certificate_file
from marketplace.web.buyer.evaluation_words import GROUPS
from marketplace.web.buyer.people_names import names_of
from marketplace.web.buyer.place import me
from marketplace.web.buyer.year_place import YearPlace, asked_year
from marketplace.web.buyer.year_words import EVALUATION_PARTS, typed_words
from marketplace.web.downloads import file_download
from marketplace.web.marks import MARKS
from marketplace.web.translation import translate


@buyer.get("/coordination/evaluation")
@access(Permission.QUOTA_COORDINATE)
def coordination_evaluation() -> ResponseReturnValue:
    """The year as it is evaluated now, with what was kept, given and published."""
    return _page(asked_year())


@buyer.post("/coordination/evaluation")
@access(Permission.QUOTA_COORDINATE)
def coordination_evaluation_keeping() -> ResponseReturnValue:
    """Keep the evaluation of a year that is over."""
    here = asked_year()
    try:
        with transaction():
            version = evaluate_year(here.institution.id, here.year, me().id).version
        flash(_("평가 %(n)d차를 확정했습니다.", n=version), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
    return redirect(here.address("evaluation"))


@buyer.post("/coordination/evaluation/words")
@access(Permission.QUOTA_COORDINATE)
def coordination_evaluation_words() -> ResponseReturnValue:
    """Keep the remarks."""
    here = asked_year()
    typed = typed_words(EVALUATION_PARTS)
    try:
        with transaction():
            write_text(
                here.institution.id,
                here.year,
                TextSubject.EVALUATION,
                typed,
                seen_version=request.form.get("seen_version", 0, type=int),
                by=me().id,
            )
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
        return _page(here, words=typed), 422
    flash(_("평가 의견을 저장했습니다."), "good")
    return redirect(here.address("evaluation"))


@buyer.post("/coordination/evaluation/awards")
@access(Permission.QUOTA_COORDINATE)
def coordination_award() -> ResponseReturnValue:
    """Give a department an award."""
    here = asked_year()
    typed = {
        name: request.form.get(name, "")[:300]
        for name in ("department", "grade", "giver", "reason")
    }
    if typed["grade"] not in set(AwardGrade) or not typed["department"].isdecimal():
        raise NotFound
    try:
        with transaction():
            award_department(
                here.institution.id,
                here.year,
                int(typed["department"][:18]),
                Honour(AwardGrade(typed["grade"]), typed["giver"][:80], typed["reason"]),
                me().id,
            )
        flash(_("시상했습니다. 상장을 내려받을 수 있습니다."), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
        return _page(here, typed=typed), 422
    return redirect(here.address("evaluation"))


@buyer.post("/coordination/evaluation/awards/<award_id>/revocation")
@access(Permission.QUOTA_COORDINATE)
def coordination_award_revocation(award_id: str) -> ResponseReturnValue:
    """Take an award back with a reason that stays."""
    here = asked_year()
    award = get_award(award_id, here.institution.id)
    try:
        with transaction():
            revoke_award(award, request.form.get("reason", "")[:300], me().id)
        flash(_("시상을 취소했습니다."), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
    return redirect(here.address("evaluation"))


@buyer.get("/coordination/evaluation/awards/<award_id>/certificate.pdf")
@access(Permission.QUOTA_COORDINATE)
def coordination_certificate(award_id: str) -> Response:
    """The certificate of an award, in Korean or English."""
    here = asked_year()
    return certificate_file(get_award(award_id, here.institution.id), here.institution)


@buyer.post("/coordination/evaluation/publications")
@access(Permission.QUOTA_COORDINATE)
def coordination_evaluation_publication() -> ResponseReturnValue:
    """Publish ranking and awards and write to the departments; the step is done with it."""
    here = asked_year()
    try:
        with transaction():
            _published, letters = finish_year(here.institution.id, here.year, me().id)
        flash(_("평가 결과를 공시했습니다. 부서에 메일 %(n)d통을 보냅니다.", n=letters), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
    return redirect(here.address("evaluation"))


@buyer.get("/coordination/evaluation/paper")
@access(Permission.QUOTA_COORDINATE)
def coordination_evaluation_paper() -> ResponseReturnValue:
    """The evaluation as it comes out now, to read and print."""
    here = asked_year()
    return render_template(
        "documents/year_paper.html",
        paper=_paper(here),
        back=here.address("evaluation"),
        pdf=here.address("evaluation.pdf"),
    )


@buyer.get("/coordination/evaluation.pdf")
@access(Permission.QUOTA_COORDINATE)
def coordination_evaluation_pdf() -> Response:
    """The same as a file."""
    made = _paper(asked_year())
    return file_download(f"{made['title']}.pdf", "application/pdf", render_pdf("report.typ", made))


def _paper(here: YearPlace) -> dict[str, Any]:
    made = compute_evaluation(here.institution.id, here.year)
    said = words_of(here.institution.id, here.year, TextSubject.EVALUATION)
    return evaluation_paper({**evaluation_content(made), "words": said})


def _page(
    here: YearPlace, words: dict[str, str] | None = None, typed: dict[str, str] | None = None
) -> str:
    body, year = here.institution.id, here.year
    made: YearEvaluation = compute_evaluation(body, year)
    kept = find_text(body, year, TextSubject.EVALUATION)
    evaluations = list_evaluations(body, year)
    awards = list_awards(body, year)
    published = list_versions(PublicationAddress(body, year, PublicationKind.EVALUATION))
    people = [e.evaluated_by for e in evaluations] + [e.given_by for e in awards]
    return render_template(
        "buyer/coordination/evaluation.html",
        **here.surroundings(),
        made=made,
        groups=GROUPS,
        grades=GRADES,
        marks=MARKS,
        criteria=CRITERIA,
        evaluations=evaluations,
        awards=awards,
        awarded={each.department_id for each in awards if each.revoked_at is None},
        published=published,
        names=names_of([*people, *(each.published_by for each in published)]),
        state=step_state(body, year, YearStep.AWARD),
        parts=EVALUATION_PARTS,
        words=words or (kept.words if kept else {}),
        seen_version=kept.version if kept else 0,
        typed=typed or {"giver": usual_giver(here.institution)},
    )
