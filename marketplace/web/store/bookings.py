"""What a buyer does with one booking: give it back, put it into a calendar."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from marketplace.bookings.errors import BookingNotFound
from marketplace.bookings.giving_back import give_back
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict
from marketplace.core.permissions import Permission
from marketplace.core.text import T
from marketplace.orders.booked import BookedLine, read_booked
from marketplace.orders.models import Order
from marketplace.orders.queries import get_order_by_token
from marketplace.web.access import access
from marketplace.web.calendar_file import calendar_file
from marketplace.web.store.blueprint import store
from marketplace.web.store.booking_view import booking_view
from marketplace.web.translation import translate

REASONS = {
    "changed_mind": T("마음이 바뀌었어요"),
    "cannot_come": T("그날 갈 수 없게 되었어요"),
    "other": T("다른 까닭이 있어요"),
}


class GiveBackForm(FlaskForm):
    """Why; `shown_refund_won` is the sum the page promised."""

    shown_refund_won = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    reason = RadioField(
        _l("취소하는 까닭"), validators=[InputRequired(_l("취소하는 까닭을 골라 주세요."))]
    )

    def __init__(self) -> None:
        super().__init__()
        self.reason.choices = [(code, translate(text)) for code, text in REASONS.items()]


@store.route("/orders/<access_token>/bookings/<int:line_id>/cancellation", methods=["GET", "POST"])
@access(Permission.ORDER_PLACE)
def booking_cancellation(access_token: str, line_id: int) -> ResponseReturnValue:
    """Give one booking back, knowing what is refunded."""
    order = get_order_by_token(access_token)
    each = _booking(order, line_id)
    form = GiveBackForm()
    if form.validate_on_submit() and _give_back(order.id, line_id, form):
        return redirect(url_for("store.order", access_token=access_token), 303)
    order = get_order_by_token(access_token)
    view = booking_view(order, _booking(order, each.line.id))
    form.shown_refund_won.process_data(view.refund_won)
    form.shown_refund_won.raw_data = None
    page = render_template("store/orders/booking_cancel.html", form=form, order=order, booking=view)
    return page, 422 if form.errors else 200


def _give_back(order_id: int, line_id: int, form: GiveBackForm) -> bool:
    shown = form.shown_refund_won.data or 0
    try:
        with transaction():
            give_back(order_id, line_id, shown, str(REASONS[form.reason.data]))
    except Conflict as error:
        form.form_errors += [translate(said) for said in (error.message, error.action) if said]
        return False
    flash(_("예약을 취소했어요. 돌려드릴 금액은 결제한 방법으로 보내 드려요."), "good")
    return True


@store.get("/orders/<access_token>/bookings/<int:line_id>.ics")
@access(Permission.ORDER_PLACE)
def booking_calendar(access_token: str, line_id: int) -> ResponseReturnValue:
    """The date as a file calendars take."""
    order = get_order_by_token(access_token)
    each = _booking(order, line_id)
    page = url_for("store.order", access_token=access_token, _external=True)
    answer = Response(calendar_file(order, each, page), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="booking-{line_id}.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _booking(order: Order, line_id: int) -> BookedLine:
    found = read_booked(order.parcels).get(line_id)
    if found is None:
        raise BookingNotFound
    return found
