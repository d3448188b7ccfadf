"""An enterprise's own coupons: it pays for them, on its own products only."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.promotions import making, queries
from marketplace.promotions.models import CouponAct
from marketplace.web import coupons as shown
from marketplace.web.access import access
from marketplace.web.coupons import SellerCouponForm
from marketplace.web.forms import SelectChoice, show_errors
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.current import current_enterprise, my_account_id


@seller.get("/coupons")
@access(Permission.OWN_COUPON_MANAGE)
def coupons() -> ResponseReturnValue:
    """The firm's coupons, newest first, with what each has cost."""
    page = queries.list_coupons(current_enterprise().id, request.args.get("cursor"))
    sums = queries.sums_of([coupon.id for coupon in page.items])
    return render_template("seller/coupons.html", page=page, sums=sums, shown=shown)


@seller.route("/coupons/new", methods=["GET", "POST"])
@access(Permission.OWN_COUPON_MANAGE)
def coupon_new() -> ResponseReturnValue:
    """Make a coupon."""
    form = SellerCouponForm()
    products = queries.own_products(current_enterprise().id)
    form.product_ids.choices = [SelectChoice(each.id, each.name) for each in products]
    if form.validate_on_submit():
        code = _make(form)
        if code:
            flash(_("쿠폰을 만들었습니다."), "good")
            return redirect(url_for("seller.coupon", code=code), 303)
    return render_template("seller/coupon_new.html", form=form), 422 if form.errors else 200


def _make(form: SellerCouponForm) -> str:
    """The code of the coupon made; empty when something is to be put right."""
    try:
        with transaction():
            terms = form.terms(current_enterprise().id)
            return making.make_coupon(terms, my_account_id()).code
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return ""


@seller.get("/coupons/<code>")
@access(Permission.OWN_COUPON_MANAGE)
def coupon(code: str) -> ResponseReturnValue:
    """One coupon: its terms, where it stands, every use."""
    found = queries.get_coupon(code, current_enterprise().id)
    return render_template(
        "seller/coupon.html",
        coupon=found,
        sums=queries.sums_of([found.id]).get(found.id),
        scope=queries.scope_names(found),
        uses=queries.list_uses(found.id, request.args.get("cursor")),
        shown=shown,
    )


@seller.post("/coupons/<code>/<any(pause, resume):act>")
@access(Permission.OWN_COUPON_MANAGE)
def coupon_status(code: str, act: str) -> ResponseReturnValue:
    """Pause or resume."""
    with transaction():
        found = queries.get_coupon(code, current_enterprise().id)
        making.change_status(found, CouponAct(act))
    flash(_("쿠폰을 멈췄습니다.") if act == "pause" else _("쿠폰을 다시 시작했습니다."), "good")
    return redirect(url_for("seller.coupon", code=code), 303)
