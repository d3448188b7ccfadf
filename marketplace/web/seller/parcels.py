"""Orders as an enterprise sees them: its own parcel of each, and nothing of the others."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.orders.arrivals import days_to_note, note_arrival
from marketplace.orders.booked import is_only_booked, read_booked
from marketplace.orders.errors import ArrivalNotOurs, NotShippable
from marketplace.orders.models import Channel, Parcel, ParcelStatus
from marketplace.orders.queries import get_parcel_of_enterprises, list_parcels_of_enterprises
from marketplace.orders.shipping import CARRIERS, ship_parcel
from marketplace.orders.tracking import tracking_page
from marketplace.promotions.queries import borne_of
from marketplace.web.access import access
from marketplace.web.dates import when_text
from marketplace.web.forms import SelectChoice, show_errors
from marketplace.web.seller import current, words
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.invoicing import tax_totals
from marketplace.web.seller.parcel_cancelling import may_give_up
from marketplace.web.translation import translate
from marketplace.web.viewer import current_viewer


class ShipmentForm(FlaskForm):
    """Who carries the parcel and under what number."""

    carrier = SelectField(_l("보내는 방법"), [InputRequired(_l("택배사를 골라 주세요."))])
    tracking_number = StringField(
        _l("운송장 번호"),
        [Length(max=40)],
        description=_l("직접 전달하거나 방문해 제공하면 비워 두세요."),
    )

    def offer_carriers(self) -> ShipmentForm:
        """Fill the choices, in the visitor's language."""
        blank = SelectChoice("", _("골라 주세요"))
        named = [SelectChoice(each.code, translate(each.name)) for each in CARRIERS.values()]
        self.carrier.choices = [blank, *named]
        return self


class ArrivalForm(FlaskForm):
    """The day it came."""

    arrived_on = DateField(
        _l("도착한 날"),
        [InputRequired(_l("도착한 날을 적어 주세요."))],
        description=_l("구매자의 반품 기한이 이날부터 갑니다. 사흘 전까지 적을 수 있습니다."),
    )


@seller.get("/parcels")
@access(Permission.PARCEL_SHIP)
def parcels() -> ResponseReturnValue:
    """Orders by state, newest first."""
    asked = request.args.get("status", "")
    status = next((each for each in words.PARCEL_STATUS if each.value == asked), None)
    chosen = [status] if status else list(words.PARCEL_STATUS)
    page = list_parcels_of_enterprises(
        [current.current_enterprise().id], chosen, request.args.get("cursor")
    )
    return render_template(
        "seller/parcels.html", page=page, status=status, words=words, now=clock.now()
    )


@seller.get("/parcels/<public_id>")
@access(Permission.PARCEL_SHIP)
def parcel(public_id: str) -> ResponseReturnValue:
    """One order: what to send to whom, and the form that sends it."""
    return _show(_mine(public_id))


@seller.post("/parcels/<public_id>/shipment")
@access(Permission.PARCEL_SHIP)
def shipment(public_id: str) -> ResponseReturnValue:
    """Send a parcel; the buyer is told in the same moment."""
    shown, form = _mine(public_id), ShipmentForm().offer_carriers()
    if form.validate_on_submit() and _send(shown.id, form):
        return redirect(url_for("seller.parcel", public_id=public_id))
    return _show(_mine(public_id), form), 422


@seller.post("/parcels/<public_id>/arrival")
@access(Permission.PARCEL_SHIP)
def arrival(public_id: str) -> ResponseReturnValue:
    """Write down the day a parcel arrived; its buyer is told and may object."""
    shown, form = _mine(public_id), ArrivalForm()
    if form.validate_on_submit() and _note(shown.id, form):
        return redirect(url_for("seller.parcel", public_id=public_id), 303)
    return _show(_mine(public_id), arrived=form), 422


@seller.get("/parcels/<public_id>/packing-slip")
@access(Permission.PARCEL_SHIP)
def packing_slip(public_id: str) -> ResponseReturnValue:
    """One sheet to lay into the box."""
    shown = _mine(public_id)
    return render_template(
        "seller/packing_slip.html",
        parcel=shown,
        order=shown.order,
        totals=tax_totals(shown),
        borne=borne_of(shown),
    )


def _mine(public_id: str) -> Parcel:
    return get_parcel_of_enterprises(public_id, current_viewer().enterprise_ids)


def _send(parcel_id: int, form: ShipmentForm) -> bool:
    """False when the form has to be shown again."""
    try:
        with transaction():
            ship_parcel(parcel_id, form.carrier.data or "", form.tracking_number.data or "")
        flash(_("발송했습니다. 받는 분에게 메일로 알렸습니다."), "good")
    except NotShippable as error:
        flash(translate(error.message), "warn")
    except Invalid as error:
        show_errors(form, error)
        return False
    return True


def _note(parcel_id: int, form: ArrivalForm) -> bool:
    """False when the form has to be shown again."""
    try:
        with transaction():
            note_arrival(parcel_id, form.arrived_on.data or clock.today())
        flash(_("도착한 날을 적었습니다. 구매자에게 메일로 알렸습니다."), "good")
    except ArrivalNotOurs as error:
        flash(translate(error.message), "warn")
    except Invalid as error:
        show_errors(form, error)
        return False
    return True


def _show(
    shown: Parcel, form: ShipmentForm | None = None, arrived: ArrivalForm | None = None
) -> str:
    carrier = CARRIERS.get(shown.carrier)
    booked = read_booked([shown])
    is_booked = is_only_booked(shown, booked)
    return render_template(
        "seller/parcel.html",
        parcel=shown,
        order=shown.order,
        form=form or ShipmentForm(formdata=None).offer_carriers(),
        arrival=arrived or ArrivalForm(formdata=None, arrived_on=clock.today()),
        arrival_days=days_to_note(shown),
        may_give_up=may_give_up(shown),
        is_official=shown.order.channel is Channel.PUBLIC,
        to_send=shown.status is ParcelStatus.PREPARING and not is_booked,
        sessions=[(when_text(each.session), each.session.id) for each in booked.values()],
        carrier_name=translate(carrier.name) if carrier else "",
        tracking_url=tracking_page(shown),
        totals=tax_totals(shown),
        borne=borne_of(shown),
        words=words,
    )
