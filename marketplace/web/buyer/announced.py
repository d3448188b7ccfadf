"""Outside purchases told of before their paper is there."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.procurement.announcing import (
    Announcement,
    announce_purchase,
    drop_announcement,
    find_announced,
    list_announced,
)
from marketplace.web.access import access
from marketplace.web.buyer.amounts import WonField
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import departments_where, has_role, here, me, must_have
from marketplace.web.forms import show_errors
from marketplace.web.translation import translate

REPORTERS = (DepartmentRole.PURCHASER, DepartmentRole.ACCOUNTANT)


class AnnouncementForm(FlaskForm):
    """What is known without the paper."""

    bought_on = DateField(_l("산 날"), [InputRequired(_l("날짜를 골라 주세요."))])
    seller_name = StringField(
        _l("판매 기업"), [InputRequired(_l("판매 기업을 적어 주세요.")), Length(max=120)]
    )
    item = StringField(_l("품목"), [InputRequired(_l("품목을 적어 주세요.")), Length(max=200)])
    gross_won = WonField(_l("합계 금액"), [InputRequired(_l("합계 금액을 적어 주세요."))])


@buyer.route("/announced-purchases", methods=["GET", "POST"])
@access(Permission.PURCHASE_RECORD)
def announced_purchases() -> ResponseReturnValue:
    """What waits for its paper, and a form for one more."""
    department = must_have(*REPORTERS) if request.method == "POST" else here()
    form = AnnouncementForm(data={"bought_on": clock.today()})
    if form.validate_on_submit() and _announce(form, department.id):
        flash(_("알린 구매에 더했습니다. 증빙이 오면 기록해 주세요."), "good")
        return redirect(url_for("buyer.announced_purchases"))
    page = render_template(
        "buyer/announced_purchases.html",
        form=form,
        waiting=list_announced(department.id),
        may_record=has_role(department.id, *REPORTERS),
    )
    return page, 422 if form.errors or form.form_errors else 200


@buyer.post("/announced-purchases/<announced_id>/dropping")
@access(Permission.PURCHASE_RECORD)
def announced_purchase_dropping(announced_id: str) -> ResponseReturnValue:
    """It was not bought after all, or is recorded elsewhere."""
    row = find_announced(announced_id, departments_where(*REPORTERS))
    try:
        with transaction():
            drop_announcement(row, request.form.get("reason", "")[:300], me().id)
        flash(_("알린 구매를 지웠습니다."), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
    return redirect(url_for("buyer.announced_purchases"))


def _announce(form: AnnouncementForm, department_id: int) -> bool:
    try:
        with transaction():
            told = Announcement(
                form.bought_on.data or clock.today(),
                form.seller_name.data or "",
                form.item.data or "",
                form.gross_won.won or 0,
            )
            announce_purchase(department_id, told, me().id)
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True
