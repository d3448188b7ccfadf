"""An order's own page, opened by whoever holds its address; and what is done with it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import Email, InputRequired, Length

from marketplace.core.database import transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.permissions import Permission
from marketplace.orders import cart as carts
from marketplace.orders.arrivals import miss
from marketplace.orders.errors import OrderNotFound, ParcelNotFound
from marketplace.orders.models import Order, OrderLine, Parcel
from marketplace.orders.queries import get_guest_order, get_order_by_token, list_lines_of_order
from marketplace.orders.shipping import confirm_delivery
from marketplace.web.access import access
from marketplace.web.extensions import limiter
from marketplace.web.store.blueprint import store
from marketplace.web.store.line_doors import line_doors
from marketplace.web.store.order_view import order_view
from marketplace.web.store.visitor import cart_owner, remember_cart

FIND_LIMIT = "10 per minute; 40 per hour"


class FindOrderForm(FlaskForm):
    """What opens an order without signing in."""

    number = StringField(
        _l("주문 번호"),
        description=_l("주문 확인 메일에 적혀 있어요. 예: 261121-7K3F-9Q2M"),
        validators=[InputRequired(_l("주문 번호를 적어 주세요.")), Length(max=24)],
    )
    email = EmailField(
        _l("메일 주소"),
        validators=[
            InputRequired(_l("주문할 때 적은 메일 주소를 적어 주세요.")),
            Email(_l("name@example.com 모양의 메일 주소를 적어 주세요.")),
        ],
    )


@store.get("/orders/<access_token>")
@access(Permission.ORDER_PLACE)
def order(access_token: str) -> ResponseReturnValue:
    """The order as it stands."""
    found = get_order_by_token(access_token)
    return render_template(
        "store/orders/order.html", order=found, view=order_view(found), doors=line_doors(found)
    )


@store.route("/orders/find", methods=["GET", "POST"])
@access(Permission.ORDER_PLACE)
@limiter.limit(FIND_LIMIT, methods=["POST"])
def find_order() -> ResponseReturnValue:
    """A guest's way back to an order."""
    form = FindOrderForm()
    if form.validate_on_submit():
        try:
            found = get_guest_order(form.number.data or "", form.email.data or "")
            return redirect(url_for("store.order", access_token=found.access_token), 303)
        except OrderNotFound:
            # One sentence for both, so that nobody learns which of the two exists.
            form.form_errors.append(
                _("이 번호와 메일 주소로 받은 주문이 없어요. 다시 확인해 주세요.")
            )
    return render_template("store/orders/find.html", form=form), 422 if form.errors else 200


@store.post("/orders/<access_token>/parcels/<parcel_id>/delivery")
@access(Permission.ORDER_PLACE)
def parcel_delivery(access_token: str, parcel_id: str) -> ResponseReturnValue:
    """The buyer says that it has come."""
    parcel = parcel_of(get_order_by_token(access_token), parcel_id)
    with transaction():
        confirm_delivery(parcel.id)
    flash(_("받으셨다니 다행이에요."), "good")
    return redirect(url_for("store.order", access_token=access_token), 303)


@store.post("/orders/<access_token>/parcels/<parcel_id>/absence")
@access(Permission.ORDER_PLACE)
def parcel_absence(access_token: str, parcel_id: str) -> ResponseReturnValue:
    """The buyer says that it has not come, though somebody wrote that it had."""
    parcel = parcel_of(get_order_by_token(access_token), parcel_id)
    with transaction():
        miss(parcel.id)
    flash(_("적은 것을 되돌리고 판매 기업에 알렸어요."), "good")
    return redirect(url_for("store.order", access_token=access_token), 303)


@store.post("/orders/<access_token>/repetition")
@access(Permission.CART_EDIT)
def order_repetition(access_token: str) -> ResponseReturnValue:
    """The same things into the cart again, as far as they are still sold."""
    found = get_order_by_token(access_token)
    missing = [name for name in map(_put_again, list_lines_of_order(found.id)) if name]
    for name in missing:
        flash(_("지금은 담을 수 없는 상품이에요: %(name)s", name=name), "warn")
    return redirect(url_for("store.cart"), 303)


def _put_again(line: OrderLine) -> str:
    """Put one line in; its name when it cannot be had any more."""
    try:
        with transaction():
            remember_cart(carts.put_in_cart(cart_owner(), line.option_id, line.quantity))
    except MarketplaceError:
        return line.product_name
    return ""


def parcel_of(found: Order, public_id: str) -> Parcel:
    """A parcel of this order; raises ParcelNotFound for any other."""
    for parcel in found.parcels:
        if parcel.public_id == public_id:
            return parcel
    raise ParcelNotFound
