"""The centre's switch of points: rules by day with their reasons, and what is outstanding."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.promotions.points import queries, rules
from marketplace.promotions.points.rules import Terms
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.office.blueprint import office
from marketplace.web.typed import AtLeast, TypedInteger
from marketplace.web.viewer import current_account_id

PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?%?")


class PointRuleForm(FlaskForm):
    """A rule from a day on."""

    rate = StringField(
        _l("적립률(%)"),
        [InputRequired(_l("적립률을 적어 주세요.")), Length(max=10)],
        description=_l("낸 상품 값에 대한 비율입니다. 0을 적으면 포인트를 끕니다."),
    )
    valid_months = TypedInteger(
        _l("유효 기간(개월)"),
        [InputRequired(_l("유효 기간을 적어 주세요.")), AtLeast(1)],
        description=_l("쌓인 날부터 이만큼 뒤, 그달의 마지막 날까지 씁니다."),
    )
    min_use_won = TypedInteger(
        _l("한 번에 쓰는 최소 금액"),
        [InputRequired(_l("최소 금액을 적어 주세요. 제한이 없으면 0입니다.")), AtLeast(0)],
    )
    from_day = DateField(_l("시작일"), [InputRequired(_l("시작일을 골라 주세요."))])
    reason = StringField(
        _l("바꾸는 까닭"),
        [InputRequired(_l("바꾸는 까닭을 적어 주세요.")), Length(max=200)],
    )

    def validate_rate(self, field: StringField) -> None:
        """Up to two decimals."""
        if not PERCENT.fullmatch((field.data or "").strip()):
            raise ValidationError(_("1이나 0.5처럼 소수 둘째 자리까지 적어 주세요."))

    def terms(self) -> Terms:
        """What was typed; only after validation."""
        found = PERCENT.fullmatch((self.rate.data or "").strip())
        whole, part = found.groups() if found else ("0", None)
        return Terms(
            from_day=self.from_day.data or clock.today(),
            rate=int(whole) * 100 + int((part or "").ljust(2, "0")),
            valid_months=self.valid_months.data or 0,
            min_use_won=self.min_use_won.data or 0,
            reason=self.reason.data or "",
        )


@office.route("/points", methods=["GET", "POST"])
@access(Permission.POINTS_MANAGE)
def points() -> ResponseReturnValue:
    """What holds, what is owed, every rule there was; another rule from a day on."""
    form = PointRuleForm(from_day=clock.today(), valid_months=12, min_use_won=1_000)
    if form.validate_on_submit() and _set(form):
        flash(_("포인트 규칙을 기록했습니다."), "good")
        return redirect(url_for("office.points"), 303)
    page = render_template(
        "office/points.html",
        form=form,
        current=rules.current_rule(),
        outstanding=queries.outstanding(),
        history=rules.list_rules(request.args.get("cursor")),
    )
    return page, 422 if form.errors else 200


def _set(form: PointRuleForm) -> bool:
    try:
        with transaction():
            rules.set_rule(form.terms(), current_account_id())
    except Invalid as error:
        show_errors(form, error)
        return False
    return True
