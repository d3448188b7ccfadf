"""A day's sales in an outlet: one form, one number per product."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import InputRequired

from marketplace.channels import queries, selling
from marketplace.channels.placing import get_outlet
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.core.text import T
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.office.blueprint import office

PREFIX = "units-"
MOST_UNITS = 100_000


class SalesForm(FlaskForm):
    """The day; the numbers are one field per placement, named `units-<placement id>`."""

    sold_on = DateField(_l("판매일"), [InputRequired(_l("판매일을 골라 주세요."))])


@office.route("/outlets/<slug>/sales", methods=["GET", "POST"])
@access(Permission.OUTLET_MANAGE)
def sales_new(slug: str) -> ResponseReturnValue:
    """Record what an outlet sold on one day."""
    outlet = get_outlet(slug)
    form = SalesForm(sold_on=clock.today())
    if form.validate_on_submit() and _record(slug, form):
        flash(_("판매를 기록했습니다. 매장 재고와 채널 판매에 반영되었습니다."), "good")
        return redirect(url_for("office.outlet", slug=slug))
    status = 422 if form.errors else 200
    return render_template(
        "office/sales_new.html",
        outlet=outlet,
        form=form,
        placements=queries.list_placements(outlet.id),
        typed=_typed(),
        prefix=PREFIX,
    ), status


def _typed() -> dict[int, str]:
    return {
        int(name.removeprefix(PREFIX)): value
        for name, value in request.form.items()
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).isdigit()
    }


def units_of(typed: dict[int, str]) -> dict[int, int]:
    """The numbers typed, empty as zero; raises Invalid for what is no whole number."""
    units: dict[int, int] = {}
    for placement_id, value in typed.items():
        text = value.strip().replace(",", "")
        if text and not (text.isascii() and text.isdigit() and int(text) <= MOST_UNITS):
            said = T(
                "'%(value)s'은(는) 수량이 아닙니다. 0 이상의 숫자로 적어 주세요.", value=value[:20]
            )
            raise Invalid(said, {"sold": [said]})
        units[placement_id] = int(text or 0)
    return units


def _record(slug: str, form: SalesForm) -> bool:
    try:
        units = units_of(_typed())
        with transaction():
            selling.record_day(get_outlet(slug), form.sold_on.data or clock.today(), units)
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True
