"""The survey on screen: a department answers; the coordinating department sees, presses, helps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict, Invalid, MarketplaceError
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.procurement.errors import DepartmentNotFound
from marketplace.procurement.models import Department, Institution, SurveyAnswer, YearStep
from marketplace.procurement.standing import department_standing
from marketplace.procurement.year.actuals import actuals_by_kind
from marketplace.procurement.year.pressing import pressed_at
from marketplace.procurement.year.steps import due_on, step_state
from marketplace.procurement.year.survey import (
    answer_for,
    answer_survey,
    answer_versions,
    asked_departments,
    is_late_answer,
)
from marketplace.procurement.year.telling import remind_of_survey
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import coordinated_institution, my_institutions
from marketplace.web.buyer.place import has_role, here, me, must_have
from marketplace.web.buyer.said import said_of_reminders
from marketplace.web.buyer.survey_form import BehalfForm, SurveyForm, as_kept
from marketplace.web.forms import show_errors
from marketplace.web.numbers import calendar_year
from marketplace.web.translation import translate

ANSWER_ROLES = (DepartmentRole.PURCHASER, DepartmentRole.ACCOUNTANT, DepartmentRole.APPROVER)


@buyer.route("/survey", methods=["GET", "POST"])
@access(Permission.DEPARTMENT_VIEW)
def survey() -> ResponseReturnValue:
    """Answer, or change the answer until targets are told."""
    department = must_have(*ANSWER_ROLES) if request.method == "POST" else here()
    year = _year()
    form = SurveyForm(data=as_kept(_kept(department.id, year)))
    if form.validate_on_submit() and _keep(form, department.id, year):
        flash(_("구매가능액을 제출했습니다."), "good")
        return redirect(url_for("buyer.survey", year=year))
    page = _page(form, department, year)
    return page, 422 if form.errors else 200


@buyer.get("/coordination/survey")
@access(Permission.QUOTA_COORDINATE)
def coordination_survey() -> ResponseReturnValue:
    """Who has answered what, who is late, and who was asked again when."""
    institution, year = _asked_for()
    asked = asked_departments(institution.id, year)
    return render_template(
        "buyer/coordination/survey_progress.html",
        institution=institution,
        institutions=my_institutions(),
        year=year,
        years=range(clock.today().year + 1, clock.today().year - 5, -1),
        asked=asked,
        answered=[each for each in asked if each.answer],
        whole_won=sum(each.answer.purchasable_won for each in asked if each.answer),
        pressed=pressed_at(institution.id, year, YearStep.ANSWERS),
        state=step_state(institution.id, year, YearStep.SURVEY),
        is_told=step_state(institution.id, year, YearStep.TARGETS).is_done,
        due_on=due_on(year, YearStep.ANSWERS),
    )


@buyer.post("/coordination/survey/reminders")
@access(Permission.QUOTA_COORDINATE)
def coordination_survey_reminder() -> ResponseReturnValue:
    """Ask again whoever has not answered."""
    institution, year = _asked_for()
    try:
        with transaction():
            told = remind_of_survey(institution.id, year, me().id)
        flash(*said_of_reminders(told))
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(_progress(institution, year))


@buyer.route("/coordination/survey/<int:department_id>", methods=["GET", "POST"])
@access(Permission.QUOTA_COORDINATE)
def coordination_survey_answer(department_id: int) -> ResponseReturnValue:
    """Answer in a department's place, with why; every earlier answer stays in sight."""
    institution, year = _asked_for()
    department = _department(institution, department_id)
    form = BehalfForm(data=as_kept(_kept(department.id, year)) | {"behalf_note": ""})
    if form.validate_on_submit() and _keep_for(form, department.id, year):
        flash(_("%(name)s의 답을 대신 적었습니다.", name=department.name), "good")
        return redirect(_progress(institution, year))
    page = _page(form, department, year, _progress(institution, year))
    return page, 422 if form.errors else 200


def _page(form: SurveyForm, department: Department, year: int, back: str = "") -> str:
    last_year = max(year - 1, 1)
    by_kind = actuals_by_kind(Department.id == department.id, last_year)
    versions = answer_versions(department.id, year)
    return render_template(
        "buyer/coordination/survey.html",
        form=form,
        year=year,
        place=department,
        back=back,
        may_answer=bool(back) or has_role(department.id, *ANSWER_ROLES),
        last_year=department_standing(department.id, last_year),
        by_kind=by_kind.get(department.id, {}),
        words=words,
        versions=[(each, is_late_answer(each)) for each in reversed(versions)],
        due_on=due_on(year, YearStep.ANSWERS),
    )


def _keep(form: SurveyForm, department_id: int, year: int) -> bool:
    try:
        with transaction():
            answer_survey(department_id, year, form.answer(), me().id)
    except MarketplaceError as error:
        _show(form, error)
        return False
    return True


def _keep_for(form: BehalfForm, department_id: int, year: int) -> bool:
    try:
        with transaction():
            note = form.behalf_note.data or ""
            answer_for(department_id, year, form.answer(), note, me().id)
    except MarketplaceError as error:
        _show(form, error)
        return False
    return True


def _show(form: SurveyForm, error: MarketplaceError) -> None:
    show_errors(form, error)
    if isinstance(error, Invalid):
        named: dict[str, Any] = error.fields
        form.show_split_errors({name: [translate(t) for t in named[name]] for name in named})


def _kept(department_id: int, year: int) -> SurveyAnswer | None:
    query = select(SurveyAnswer).filter_by(department_id=department_id, year=year)
    return db.session.scalar(query)


def _department(institution: Institution, department_id: int) -> Department:
    department = db.session.get(Department, department_id)
    if department is None or department.institution_id != institution.id:
        raise DepartmentNotFound
    return department


def _year() -> int:
    return request.values.get("year", clock.today().year, type=calendar_year)


def _asked_for() -> tuple[Institution, int]:
    return coordinated_institution(request.values.get("institution", "")), _year()


def _progress(institution: Institution, year: int) -> str:
    query = urlencode({"institution": institution.slug, "year": year})
    return f"/buyer/coordination/survey?{query}"
