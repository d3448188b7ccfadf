"""One date: who comes, how many seats, called off, and who was there."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from marketplace.bookings.attending import note_attendance
from marketplace.bookings.calling_off import call_off_date, list_unworked
from marketplace.bookings.queries import list_participants, read_seats
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.catalog.sessions.queries import get_own_session
from marketplace.catalog.sessions.scheduling import change_seats
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.orders.booking_models import BookingEnd
from marketplace.web.access import access
from marketplace.web.dates import when_text
from marketplace.web.forms import show_errors
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.session_form import CallOffForm, SeatsForm
from marketplace.web.seller.words import BOOKING_END
from marketplace.web.translation import translate
from marketplace.web.typed import whole_number
from marketplace.web.viewer import current_viewer


def _mine(session_id: int) -> ExperienceSession:
    return get_own_session(session_id, current_viewer().enterprise_ids)


@seller.get("/sessions/<int:session_id>")
@access(Permission.LISTING_MANAGE)
def session(session_id: int) -> ResponseReturnValue:
    """The list of participants, and what can be done with the date."""
    return _show(session_id)


def _show(
    session_id: int, *, seats: SeatsForm | None = None, off: CallOffForm | None = None
) -> ResponseReturnValue:
    shown, now = _mine(session_id), clock.now()
    counted = read_seats([shown])[shown.id]
    seats_form = seats or SeatsForm(
        formdata=None, data={"shown": counted.whole, "seats": counted.whole}
    )
    page = render_template(
        "seller/session.html",
        session=shown,
        when=when_text(shown),
        seats=counted,
        participants=list_participants(shown),
        waiting=len(list_unworked(shown.id)) if shown.is_cancelled else 0,
        seats_form=seats_form,
        off_form=off or CallOffForm(formdata=None),
        has_begun=shown.has_begun(now),
        can_change=not shown.is_cancelled and not shown.has_begun(now),
        booking_end=BOOKING_END,
    )
    returned = seats or off
    return page, 422 if returned and returned.errors else 200


@seller.post("/sessions/<int:session_id>/seats")
@access(Permission.LISTING_MANAGE)
def session_seats(session_id: int) -> ResponseReturnValue:
    """More or fewer seats, never fewer than are booked."""
    shown, form = _mine(session_id), SeatsForm()
    if form.validate_on_submit():
        try:
            with transaction():
                change_seats(
                    _mine(shown.id), whole_number(form.shown.data) or 0, form.seats.data or 0
                )
            flash(_("자리를 바꿨습니다."), "good")
            return redirect(url_for("seller.session", session_id=session_id))
        except Invalid as error:
            show_errors(form, error)
        except Conflict:
            form.seats.errors = [_("이미 예약된 자리보다 적게 줄일 수 없습니다.")]
    return _show(session_id, seats=form)


@seller.post("/sessions/<int:session_id>/cancellation")
@access(Permission.LISTING_MANAGE)
def session_cancellation(session_id: int) -> ResponseReturnValue:
    """Call the date off; everybody is refunded and told."""
    shown, form = _mine(session_id), CallOffForm()
    if not form.validate_on_submit():
        return _show(session_id, off=form)
    try:
        with transaction():
            call_off_date(shown.id, form.reason.data or "")
        flash(_("날짜를 취소했습니다. 예약한 분들께 환불하고 메일로 알리고 있습니다."), "good")
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(url_for("seller.session", session_id=session_id))


@seller.post("/sessions/<int:session_id>/participants/<int:line_id>/attendance")
@access(Permission.LISTING_MANAGE)
def session_attendance(session_id: int, line_id: int) -> ResponseReturnValue:
    """Somebody came, or did not."""
    shown, form = _mine(session_id), FlaskForm()
    if form.validate_on_submit():
        came = request.form.get("came") == BookingEnd.ATTENDED.value
        try:
            with transaction():
                note_attendance(_mine(shown.id), line_id, came=came)
            flash(_("참석을 적었습니다.") if came else _("불참으로 적었습니다."), "good")
        except Conflict as error:
            flash(translate(error.message), "warn")
    return redirect(url_for("seller.session", session_id=session_id))
