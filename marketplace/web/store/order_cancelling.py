"""Cancelling before anything has left: a whole order, or units of one enterprise's part."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.core.text import T
from marketplace.orders.booked import read_booked
from marketplace.orders.cancelling import GONE
from marketplace.orders.errors import AlreadyShipped, NotCancellable
from marketplace.orders.models import Order, OrderStatus, Parcel, ParcelStatus
from marketplace.orders.part_cancelling import PartCancellation, plan_cancellation
from marketplace.orders.queries import get_order_by_token
from marketplace.orders.units import Canceller
from marketplace.payments.undoing import (
    RefundChanged,
    cancel_and_refund,
    cancel_parcel_and_refund,
    cancel_units_and_refund,
)
from marketplace.promotions.points.shares import preview_back
from marketplace.web.access import access
from marketplace.web.store.blueprint import store
from marketplace.web.store.booking_view import booking_views
from marketplace.web.store.orders import parcel_of
from marketplace.web.translation import translate
from marketplace.web.units import read_units

REASONS = {
    "changed_mind": T("마음이 바뀌었어요"),
    "wrong_choice": T("옵션이나 수량을 잘못 골랐어요"),
    "too_late": T("필요한 날까지 오지 않을 것 같아요"),
    "other": T("다른 까닭이 있어요"),
}


class CancelForm(FlaskForm):
    """Why; the seller reads it."""

    reason = RadioField(
        _l("취소하는 까닭"), validators=[InputRequired(_l("취소하는 까닭을 골라 주세요."))]
    )

    def __init__(self) -> None:
        super().__init__()
        self.reason.choices = [(code, translate(text)) for code, text in REASONS.items()]

    def said(self) -> str:
        """The reason in Korean, as the seller and the books read it."""
        return str(REASONS[self.reason.data])


@store.route("/orders/<access_token>/cancellation", methods=["GET", "POST"])
@access(Permission.ORDER_PLACE)
def order_cancellation(access_token: str) -> ResponseReturnValue:
    """Cancel a whole order before anything of it has left."""
    found = get_order_by_token(access_token)
    form = CancelForm()
    if form.validate_on_submit():
        with transaction():
            cancel_and_refund(found.id, form.said())
        flash(_("주문을 취소했어요. 결제한 금액은 영업일 3일 안에 돌려드려요."), "good")
        return redirect(url_for("store.order", access_token=access_token), 303)
    return _ask_why(form, found, None)


@store.route("/orders/<access_token>/parcels/<parcel_id>/cancellation", methods=["GET", "POST"])
@access(Permission.ORDER_PLACE)
def parcel_cancellation(access_token: str, parcel_id: str) -> ResponseReturnValue:
    """Take units of one enterprise's part off the order; what goes back is said before."""
    found = get_order_by_token(access_token)
    parcel = parcel_of(found, parcel_id)
    if read_booked([parcel]):
        return _cancel_booked(found, parcel)
    if request.method == "POST" and request.form.get("step") == "count":
        return _ask(CancelForm(), found, parcel, fresh=True)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            with transaction():
                cancel_units_and_refund(
                    parcel.id,
                    _units(parcel),
                    form.said(),
                    shown_won=request.form.get("shown_won", None, int),
                )
        except (Invalid, RefundChanged) as error:
            form.form_errors.append(translate(error.message))
            return _ask(form, found, parcel)
        name = parcel.seller["name"]
        flash(_("%(name)s의 상품을 취소했어요. 그만큼 돌려드려요.", name=name), "good")
        return redirect(url_for("store.order", access_token=access_token), 303)
    return _ask(form, found, parcel)


def _cancel_booked(found: Order, parcel: Parcel) -> ResponseReturnValue:
    """A part with booked dates goes as a whole; single dates are given back at their own page."""
    form = CancelForm()
    if form.validate_on_submit():
        with transaction():
            cancel_parcel_and_refund(parcel.id, form.said(), Canceller.BUYER)
        name = parcel.seller["name"]
        flash(_("%(name)s의 상품을 취소했어요. 그만큼 돌려드려요.", name=name), "good")
        return redirect(url_for("store.order", access_token=found.access_token), 303)
    return _ask_why(form, found, parcel)


def _ask_why(form: CancelForm, found: Order, parcel: Parcel | None) -> ResponseReturnValue:
    booked = read_booked([parcel] if parcel else found.parcels).values()
    page = render_template(
        "store/orders/cancel.html",
        form=form,
        order=found,
        parcel=parcel,
        bookings=booking_views(found, booked),
    )
    return page, 422 if form.errors else 200


def _units(parcel: Parcel) -> dict[int, int]:
    """What was chosen; everything that is left where nothing was said."""
    left = {line.id: line.left_quantity for line in parcel.lines}
    return read_units(request.form, left) if request.method == "POST" else left


def _ask(
    form: CancelForm, found: Order, parcel: Parcel, *, fresh: bool = False
) -> ResponseReturnValue:
    _refuse_what_cannot_be_cancelled(parcel)
    units = _units(parcel)
    try:
        plan: PartCancellation | None = plan_cancellation(parcel, units, Canceller.BUYER)
    except Invalid as error:
        plan = None
        form.form_errors.append(translate(error.message))
    if fresh:
        form.reason.errors = []
    page = render_template(
        "store/orders/cancel_part.html",
        form=form,
        order=found,
        parcel=parcel,
        units=units,
        plan=plan,
        points_back=preview_back(parcel, plan.units) if plan else 0,
    )
    return page, 422 if form.errors else 200


def _refuse_what_cannot_be_cancelled(parcel: Parcel) -> None:
    if parcel.status in GONE:
        raise AlreadyShipped
    if parcel.status is ParcelStatus.CANCELLED or parcel.order.status is not OrderStatus.CONFIRMED:
        raise NotCancellable
