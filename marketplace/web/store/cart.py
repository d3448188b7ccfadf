"""The cart: what lies in it, adding, changing, taking out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Invalid, MarketplaceError
from marketplace.core.permissions import Permission
from marketplace.core.text import T
from marketplace.orders import cart as carts
from marketplace.web.access import access
from marketplace.web.extensions import csrf
from marketplace.web.numbers import stored_numbers
from marketplace.web.store.blueprint import store
from marketplace.web.store.cart_view import cart_view, picked_quote
from marketplace.web.store.coupon_notes import coupon_notes
from marketplace.web.store.point_earning import earning_text
from marketplace.web.store.same_origin import refuse_other_sites
from marketplace.web.store.visitor import cart_owner, remember_cart
from marketplace.web.translation import translate


@store.get("/cart")
@access(Permission.CART_EDIT)
def cart() -> ResponseReturnValue:
    """The cart; with `picking` only the ticked lines are summed up."""
    return render_template("store/cart/index.html", **_shown())


@store.post("/cart/lines")
@access(Permission.CART_EDIT)
@csrf.exempt  # type: ignore[untyped-decorator]
def cart_addition() -> ResponseReturnValue:
    """Put units of an option in; `then` says where to go on."""
    refuse_other_sites()
    if not _number("option"):
        return _refused(Invalid(T("무엇을 담을지 골라 주세요.")))
    try:
        with transaction():
            held = carts.put_in_cart(cart_owner(), _number("option"), _number("quantity", 1))
            line_id = next(each.id for each in held.lines if each.option_id == _number("option"))
    except MarketplaceError as error:
        return _refused(error)
    remember_cart(held)
    if request.form.get("then") == "checkout":
        return _go(url_for("store.checkout", line=line_id))
    return _added()


@store.post("/cart/lines/<int:line_id>/quantity")
@access(Permission.CART_EDIT)
def cart_quantity(line_id: int) -> ResponseReturnValue:
    """Change how many of a line."""
    try:
        with transaction():
            carts.change_quantity(cart_owner(), line_id, _number("quantity"))
    except MarketplaceError as error:
        return _changed(translate(error.message))
    return _changed()


@store.post("/cart/lines/<int:line_id>/removal")
@access(Permission.CART_EDIT)
def cart_removal(line_id: int) -> ResponseReturnValue:
    """Take a line out."""
    with transaction():
        carts.remove_line(cart_owner(), line_id)
    return _changed()


def _number(name: str, default: int = 0) -> int:
    said = request.form.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else default


def _picked() -> set[int] | None:
    """Ids of the ticked lines, None where nobody was asked to tick."""
    if "picking" not in request.values:
        return None
    return stored_numbers(request.values.getlist("line"))


def _shown(problem: str = "") -> dict[str, object]:
    held = carts.read_cart(cart_owner())
    products = {line.offer.option_id: line.offer.product_id for line in held.quote.lines}
    notes = coupon_notes(set(products.values()))
    picked = _picked()
    return {
        "cart": cart_view(held, picked),
        "earning": earning_text(picked_quote(held, picked).goods_won),
        "coupons": {option: notes.get(product, ()) for option, product in products.items()},
        "problem": problem,
    }


def _is_htmx() -> bool:
    return "HX-Request" in request.headers


def _go(address: str) -> ResponseReturnValue:
    return ("", 204, {"HX-Redirect": address}) if _is_htmx() else redirect(address, 303)


def _added() -> ResponseReturnValue:
    if _is_htmx():
        return render_template("store/cart/added.html", problem="")
    flash(_("장바구니에 담았어요."), "good")
    return redirect(url_for("store.cart"), 303)


def _refused(error: MarketplaceError) -> ResponseReturnValue:
    if _is_htmx():
        return render_template("store/cart/added.html", problem=translate(error.message)), 422
    flash(translate(error.message), "bad")
    return redirect(_back(), 303)


def _back() -> str:
    product_id = _number("product")
    return f"/products/{product_id}" if product_id else url_for("store.cart")


def _changed(problem: str = "") -> ResponseReturnValue:
    if _is_htmx():
        return render_template("store/cart/_cart.html", **_shown(problem), is_swapped=True)
    if problem:
        flash(problem, "bad")
    return redirect(url_for("store.cart"), 303)
