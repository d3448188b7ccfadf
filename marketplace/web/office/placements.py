"""Placing a product in an outlet, refilling, taking back, counting again."""

from __future__ import annotations

from decimal import Decimal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from marketplace.channels import placing
from marketplace.channels.models import PlacementTerms
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.forms import SelectChoice, choices_of, show_errors
from marketplace.web.office import words
from marketplace.web.office.blueprint import office
from marketplace.web.office.product_choice import choices_for, option_of, published_product

UNITS = [
    InputRequired(_l("수량을 입력해 주세요.")),
    NumberRange(1, 100_000, _l("1개 이상을 입력해 주세요.")),
]


class PlacementForm(FlaskForm):
    """What stands there, how many, on which terms, for how long."""

    product_id = IntegerField(_l("상품"), [InputRequired(_l("상품을 골라 주세요."))])
    option_id = SelectField(_l("선택"), coerce=int, validate_choice=False)
    quantity = IntegerField(_l("입고 수량"), UNITS)
    terms = SelectField(
        _l("거래 조건"),
        choices=choices_of(words.PLACEMENT_TERMS),
    )
    commission = DecimalField(
        _l("판매 수수료(%)"),
        [Optional(), NumberRange(0, 100, _l("0에서 100 사이의 숫자를 입력해 주세요."))],
        places=2,
        default=Decimal(0),
    )
    starts_on = DateField(_l("시작일"), [InputRequired(_l("시작일을 골라 주세요."))])
    ends_on = DateField(_l("종료일"), [Optional()], description=_l("비워 두면 계속 입점합니다."))

    def validate_ends_on(self, field: DateField) -> None:
        """The end is not before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValueError(_("종료일은 시작일과 같거나 뒤여야 합니다."))

    def agreed(self) -> placing.Terms:
        """The form as terms; the commission in hundredths of a percent."""
        return placing.Terms(
            kind=PlacementTerms(self.terms.data),
            commission_basis_points=int((self.commission.data or Decimal(0)) * 100),
            starts_on=self.starts_on.data or clock.today(),
            ends_on=self.ends_on.data,
        )


class ShelfForm(FlaskForm):
    """A number of units and, where the shelf is put right, the reason."""

    quantity = IntegerField(_l("수량"), [InputRequired(), NumberRange(0, 100_000)])
    reason = StringField(_l("사유"), [Optional(), Length(max=200)])


@office.route("/outlets/<slug>/placements", methods=["GET", "POST"])
@access(Permission.OUTLET_MANAGE)
def placement_new(slug: str) -> ResponseReturnValue:
    """Place a product in an outlet."""
    outlet = placing.get_outlet(slug)
    form = PlacementForm(starts_on=clock.today())
    if form.validate_on_submit() and _place(slug, form):
        flash(_("입점했습니다. 창고 재고에서 매장 재고로 옮겼습니다."), "good")
        return redirect(url_for("office.outlet", slug=slug))
    shown = choices_for(form.product_id.data)
    if shown["chosen"]:
        form.option_id.choices = [
            SelectChoice(option.id, option.name or _("기본")) for option in shown["chosen"].options
        ]
    status = 422 if form.errors else 200
    return render_template("office/placement_new.html", outlet=outlet, form=form, **shown), status


def _place(slug: str, form: PlacementForm) -> bool:
    try:
        with transaction():
            option = option_of(published_product(form.product_id.data), form.option_id.data)
            placing.place_in_outlet(
                placing.get_outlet(slug), option, form.quantity.data or 0, form.agreed()
            )
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True


@office.route("/outlets/<slug>/placements/<int:placement_id>", methods=["GET", "POST"])
@access(Permission.OUTLET_MANAGE)
def placement(slug: str, placement_id: int) -> ResponseReturnValue:
    """One shelf: refill it, take back from it, set it to what was counted."""
    outlet = placing.get_outlet(slug)
    shown = placing.get_placement(outlet.id, placement_id)
    return render_template(
        "office/placement.html", outlet=outlet, placement=shown, form=ShelfForm(), words=words
    )


@office.post("/outlets/<slug>/placements/<int:placement_id>/<any(refill, return, count):act>")
@access(Permission.OUTLET_MANAGE)
def placement_move(slug: str, placement_id: int, act: str) -> ResponseReturnValue:
    """Change what stands on one shelf."""
    outlet = placing.get_outlet(slug)
    form = ShelfForm()
    if form.validate_on_submit() and _move(outlet.id, placement_id, act, form):
        flash(_("매장 재고를 바꿨습니다."), "good")
        return redirect(url_for("office.outlet", slug=slug))
    shown = placing.get_placement(outlet.id, placement_id)
    return render_template(
        "office/placement.html",
        outlet=outlet,
        placement=shown,
        form=form,
        act=act,
        words=words,
    ), 422


def _move(outlet_id: int, placement_id: int, act: str, form: ShelfForm) -> bool:
    quantity, reason = form.quantity.data or 0, form.reason.data or ""
    try:
        with transaction():
            shelf = placing.get_placement(outlet_id, placement_id)
            if act == "refill":
                placing.move_in(shelf, quantity)
            elif act == "return":
                placing.take_back(shelf, quantity, reason)
            else:
                placing.adjust_shelf(shelf, quantity, reason)
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True
