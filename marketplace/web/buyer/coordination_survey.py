"""A department's answer to the survey, with last year's actual beside it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.permissions import Permission
from marketplace.procurement.models import SurveyAnswer
from marketplace.procurement.standing import department_standing
from marketplace.procurement.year.survey import answer_survey
from marketplace.web.access import access
from marketplace.web.buyer.amounts import WonField
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import here, me
from marketplace.web.forms import show_errors
from marketplace.web.numbers import calendar_year


class SurveyForm(FlaskForm):
    """What could be bought, and anything to add."""

    purchasable_won = WonField(
        _l("구매가능액"),
        [InputRequired(_l("구매가능액을 적어 주세요. 없으면 0을 적습니다."))],
        description=_l("올해 예산에서 사회적경제기업 제품과 서비스로 살 수 있는 금액"),
    )
    note = TextAreaField(_l("덧붙일 말"), [Length(max=500)])


@buyer.route("/survey", methods=["GET", "POST"])
@access(Permission.DEPARTMENT_VIEW)
def survey() -> ResponseReturnValue:
    """Answer, or change the answer while the survey is open."""
    department = here()
    year = request.args.get("year", clock.today().year, type=calendar_year)
    kept = db.session.scalar(select(SurveyAnswer).filter_by(department_id=department.id, year=year))
    form = SurveyForm(obj=kept)
    if form.validate_on_submit() and _keep(form, department.id, year):
        flash(_("구매가능액을 제출했습니다."), "good")
        return redirect(url_for("buyer.survey", year=year))
    return render_template(
        "buyer/coordination/survey.html",
        form=form,
        year=year,
        answer=kept,
        last_year=department_standing(department.id, max(year - 1, 1)),
    ), 422 if form.errors else 200


def _keep(form: SurveyForm, department_id: int, year: int) -> bool:
    try:
        with transaction():
            won = form.purchasable_won.won or 0
            answer_survey(department_id, year, won, form.note.data or "", me().id)
    except MarketplaceError as error:
        show_errors(form, error)
        return False
    return True
