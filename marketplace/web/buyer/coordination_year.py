"""The year's steps as the coordinating department drives them."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.permissions import Permission
from marketplace.procurement.models import Institution, YearStep
from marketplace.procurement.year.steps import do_step, reopen_step, year_board
from marketplace.procurement.year.survey import asked_departments
from marketplace.procurement.year.telling import send_survey, send_targets
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import coordinated_institution, my_institutions
from marketplace.web.buyer.people_names import names_of
from marketplace.web.buyer.place import me
from marketplace.web.numbers import calendar_year
from marketplace.web.translation import translate

STEPS = {
    YearStep.SURVEY: _l("공공구매 수요조사"),
    YearStep.ANSWERS: _l("구매가능액 의견제출"),
    YearStep.TARGETS: _l("구매계획 수립, 목표액 통보"),
    YearStep.RESULTS: _l("구매실적 관리"),
    YearStep.QUARTER_PLAN: _l("분기별 세부 구매계획 공시"),
    YearStep.QUARTER_REPORT: _l("구매실적 보고"),
    YearStep.AWARD: _l("구매실적 평가, 시상"),
}
# Where the work of a step is done; the rest of the address names institution and year.
PLACES = {
    YearStep.SURVEY: ("/buyer/coordination/survey", _l("수요조사 현황")),
    YearStep.ANSWERS: ("/buyer/coordination/survey", _l("수요조사 현황")),
    YearStep.TARGETS: ("/buyer/coordination/targets", _l("부서 목표 정하기")),
    YearStep.RESULTS: ("/buyer/coordination/closings", _l("월 마감 현황")),
    YearStep.QUARTER_REPORT: ("/buyer/coordination/quarter-reports", _l("분기 보고서 만들기")),
    YearStep.AWARD: ("/buyer/coordination/evaluation", _l("평가와 시상")),
    YearStep.QUARTER_PLAN: ("/buyer/coordination/quarter-plans", _l("분기 계획 모으기")),
}
# These two write to departments as they are done.
TELLING = {YearStep.SURVEY: send_survey, YearStep.TARGETS: send_targets}


@buyer.get("/coordination/year")
@access(Permission.QUOTA_COORDINATE)
def coordination_year() -> ResponseReturnValue:
    """Every step with its day, who did it, and what was reopened and why."""
    institution = coordinated_institution(request.args.get("institution", ""))
    year = request.args.get("year", clock.today().year, type=calendar_year)
    board = year_board(institution.id, year)
    return render_template(
        "buyer/coordination/year.html",
        institution=institution,
        institutions=my_institutions(),
        year=year,
        years=range(clock.today().year + 1, clock.today().year - 5, -1),
        board=board,
        names=names_of(event.done_by for state in board for event in state.events),
        places=PLACES,
        asked=asked_departments(institution.id, year),
        words=STEPS,
    )


@buyer.post("/coordination/steps")
@access(Permission.QUOTA_COORDINATE)
def coordination_step() -> ResponseReturnValue:
    """Do one step; the survey and the notification write to departments."""
    institution, year, step, quarter = _named()
    try:
        with transaction():
            if step in TELLING:
                letters = TELLING[step](institution.id, year, me().id)
                said = _("마쳤습니다. 메일 %(n)d통을 보냅니다.", n=letters)
            else:
                do_step(institution.id, year, step, quarter, me().id)
                said = _("단계를 마쳤습니다.")
        flash(said, "good")
    except (Conflict, Invalid) as error:
        flash(translate(error.message), "warn")
    return redirect(_board(institution.slug, year))


@buyer.post("/coordination/step-reopenings")
@access(Permission.QUOTA_COORDINATE)
def coordination_step_reopening() -> ResponseReturnValue:
    """Open a finished step again, with the reason that stays visible."""
    institution, year, step, quarter = _named()
    reason = request.form.get("reason", "")[:300]
    try:
        with transaction():
            reopen_step(institution.id, year, step, reason=reason, quarter=quarter, by=me().id)
        flash(_("단계를 다시 열었습니다."), "good")
    except (Conflict, Invalid) as error:
        flash(translate(error.message), "warn")
    return redirect(_board(institution.slug, year))


def _named() -> tuple[Institution, int, YearStep, int]:
    institution = coordinated_institution(request.form.get("institution", ""))
    step = request.form.get("step", "")
    if step not in set(YearStep):
        raise NotFound
    year = request.form.get("year", clock.today().year, type=calendar_year)
    return institution, year, YearStep(step), request.form.get("quarter", 0, type=int)


def _board(slug: str, year: int) -> str:
    return f"/buyer/coordination/year?{urlencode({'institution': slug, 'year': year})}"
