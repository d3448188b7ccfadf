"""The centre's coupons: making, pausing, giving them, and what each has cost."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import StringField

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.promotions import making, queries
from marketplace.promotions.models import CouponAct
from marketplace.web import coupons as shown
from marketplace.web.access import access
from marketplace.web.coupons import GiveForm, OfficeCouponForm
from marketplace.web.forms import SelectChoice, show_errors
from marketplace.web.office.blueprint import office
from marketplace.web.viewer import current_account_id


@office.get("/coupons")
@access(Permission.COUPON_MANAGE)
def coupons() -> ResponseReturnValue:
    """Every coupon, newest first, with what it has cost."""
    page = queries.list_coupons(cursor=request.args.get("cursor"))
    sums = queries.sums_of([coupon.id for coupon in page.items])
    return render_template("office/coupons.html", page=page, sums=sums, shown=shown)


@office.route("/coupons/new", methods=["GET", "POST"])
@access(Permission.COUPON_MANAGE)
def coupon_new() -> ResponseReturnValue:
    """Make a coupon."""
    form = OfficeCouponForm()
    choices = queries.scope_choices()
    form.category_ids.choices = [SelectChoice(each.id, each.name) for each in choices.categories]
    form.brand_ids.choices = [SelectChoice(each.id, each.name) for each in choices.brands]
    form.exhibition_ids.choices = [
        SelectChoice(each.id, each.title) for each in choices.exhibitions
    ]
    if form.validate_on_submit():
        code = _make(form)
        if code:
            flash(_("쿠폰을 만들었습니다."), "good")
            return redirect(url_for("office.coupon", code=code), 303)
    status = 422 if form.errors else 200
    return render_template(
        "office/coupon_new.html", form=form, payers=queries.list_payers()
    ), status


def _make(form: OfficeCouponForm) -> str:
    """The code of the coupon made; empty when something is to be put right."""
    payer_id = _enterprise(form.payer)
    form.enterprise_id = _enterprise(form.enterprise)
    if form.errors:
        return ""
    try:
        with transaction():
            return making.make_coupon(form.terms(payer_id), current_account_id()).code
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return ""


def _enterprise(field: StringField) -> int | None:
    if not (field.data or "").strip():
        return None
    found = queries.find_payer(field.data or "")
    if found is None:
        field.errors = [_("판매 중인 기업의 이름이 아닙니다. 목록에서 골라 주세요.")]
        return None
    return found.id


@office.get("/coupons/<code>")
@access(Permission.COUPON_MANAGE)
def coupon(code: str) -> ResponseReturnValue:
    """One coupon: its terms, where it stands, every use."""
    return _page(code, GiveForm())


def _page(code: str, form: GiveForm, status: int = 200) -> ResponseReturnValue:
    found = queries.get_coupon(code)
    return render_template(
        "office/coupon.html",
        coupon=found,
        sums=queries.sums_of([found.id]).get(found.id),
        scope=queries.scope_names(found),
        given=queries.count_grants(found.id),
        uses=queries.list_uses(found.id, request.args.get("cursor")),
        give=form,
        shown=shown,
    ), status


@office.post("/coupons/<code>/<any(pause, resume):act>")
@access(Permission.COUPON_MANAGE)
def coupon_status(code: str, act: str) -> ResponseReturnValue:
    """Pause or resume."""
    with transaction():
        making.change_status(queries.get_coupon(code), CouponAct(act))
    flash(_("쿠폰을 멈췄습니다.") if act == "pause" else _("쿠폰을 다시 시작했습니다."), "good")
    return redirect(url_for("office.coupon", code=code), 303)


@office.post("/coupons/<code>/grants")
@access(Permission.COUPON_MANAGE)
def coupon_grants(code: str) -> ResponseReturnValue:
    """Give it to members."""
    form = GiveForm()
    if not form.validate_on_submit():
        return _page(code, form, 422)
    try:
        with transaction():
            given = making.give_to(queries.get_coupon(code), form.addresses())
    except Invalid as error:
        show_errors(form, error)
        return _page(code, form, 422)
    flash(_("%(n)d명에게 쿠폰을 주었습니다.", n=given.count), "good")
    if given.unknown:
        names = ", ".join(given.unknown[:10])
        flash(_("회원이 아닌 주소: %(names)s", names=names), "warn")
    return redirect(url_for("office.coupon", code=code), 303)
