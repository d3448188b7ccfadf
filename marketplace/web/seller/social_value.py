"""What a firm declares of its year."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, Optional

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.enterprises.queries import get_enterprise
from marketplace.enterprises.service import SocialValue, report_social_value
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.current import current_enterprise
from marketplace.web.typed import AtLeast, TypedInteger

OWN_WORD = "기업이 직접 밝힘"


class SocialValueForm(FlaskForm):
    """One year's figures; a blank is not stated."""

    year = IntegerField(_l("연도"), [InputRequired(_l("연도를 적어 주세요."))])
    employees = TypedInteger(_l("전체 종사자"), [Optional(), AtLeast(0)])
    vulnerable_employees = TypedInteger(_l("취약계층 종사자"), [Optional(), AtLeast(0)])
    community_return_won = TypedInteger(
        _l("지역사회 환원액"),
        [Optional(), AtLeast(0)],
        description=_l("기부, 무료 서비스처럼 지역에 돌려준 금액"),
    )

    def value(self) -> SocialValue:
        """What was typed, as the service takes it; only after validation."""
        return SocialValue(
            self.year.data or 0,
            self.employees.data,
            self.vulnerable_employees.data,
            self.community_return_won.data,
        )


@seller.route("/social-value", methods=["GET", "POST"])
@access(Permission.LISTING_MANAGE)
def social_value() -> ResponseReturnValue:
    """The years declared, and one to declare or put right."""
    form = SocialValueForm(data={"year": clock.today().year - 1})
    if form.validate_on_submit() and _report(form):
        flash(_("%(year)d년 사회적 가치를 저장했습니다.", year=form.year.data), "good")
        return redirect(url_for("seller.social_value"))
    reports = get_enterprise(current_enterprise().id).social_values
    page = render_template("seller/social_value.html", form=form, reports=reports)
    return page, 422 if form.errors else 200


def _report(form: SocialValueForm) -> bool:
    try:
        with transaction():
            report_social_value(current_enterprise().id, form.value(), OWN_WORD)
    except Invalid as error:
        show_errors(form, error)
        return False
    return True
