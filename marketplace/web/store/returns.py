"""Asking to give something back, in two pages: what and why, then what it means."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.orders.models import Order, Parcel
from marketplace.orders.queries import get_order_by_token
from marketplace.returns.errors import NotReturnable, OfferChanged
from marketplace.returns.offering import is_returnable, offer, received_on, returnable_lines
from marketplace.returns.requesting import ask
from marketplace.returns.rules import Limit, limit_of, terms_from
from marketplace.returns.swapping import swaps_of
from marketplace.web import return_words as words
from marketplace.web.access import access
from marketplace.web.extensions import limiter
from marketplace.web.forms import show_errors
from marketplace.web.store.blueprint import store
from marketplace.web.store.orders import parcel_of
from marketplace.web.store.return_form import (
    ReturnForm,
    keep_photos,
    kept_photos,
    options_of,
    units_of,
)
from marketplace.web.translation import translate

ASK_LIMIT = "30 per hour"


@store.get("/orders/<access_token>/parcels/<parcel_id>/returns/new")
@access(Permission.ORDER_PLACE)
def return_new(access_token: str, parcel_id: str) -> ResponseReturnValue:
    """What, why, from where."""
    order = get_order_by_token(access_token)
    parcel = parcel_of(order, parcel_id)
    if not is_returnable(parcel):
        raise NotReturnable
    return _form_page(ReturnForm.of(order), order, parcel)


@store.post("/orders/<access_token>/parcels/<parcel_id>/returns")
@access(Permission.ORDER_PLACE)
@limiter.limit(ASK_LIMIT)
def return_creation(access_token: str, parcel_id: str) -> ResponseReturnValue:
    """Look what it means (`step=review`), change it (`edit`), or ask (`send`)."""
    order = get_order_by_token(access_token)
    parcel = parcel_of(order, parcel_id)
    form, step = ReturnForm.of(order), request.form.get("step")
    is_well = form.validate_on_submit()
    keep_photos(form, order.id)
    if step == "edit":
        form.photos.errors = []
        return _form_page(form, order, parcel)
    if not is_well or form.photos.errors:
        return _form_page(form, order, parcel), 422
    return _send(form, order, parcel) if step == "send" else _review(form, order, parcel)


def _review(
    form: ReturnForm, order: Order, parcel: Parcel, status: int = 200
) -> ResponseReturnValue:
    try:
        told = offer(parcel, form.wish(parcel))
    except Invalid as error:
        show_errors(form, error)
        return _form_page(form, order, parcel), 422
    form.shown_won.data, form.shown_won.raw_data = str(told.refund_won), None
    page = render_template(
        "store/returns/review.html",
        form=form,
        order=order,
        parcel=parcel,
        told=told,
        chosen=[(line, told.units[line.id]) for line in parcel.lines if line.id in told.units],
        photos=kept_photos(form, order.id),
        words=words,
        options=options_of(parcel),
        is_exchange=form.kind.data == "exchange",
    )
    return page, status


def _send(form: ReturnForm, order: Order, parcel: Parcel) -> ResponseReturnValue:
    asking = form.asking(parcel)
    try:
        with transaction():
            made = ask(parcel.id, asking)
    except OfferChanged as error:
        form.form_errors.append(translate(error.message))
        return _review(form, order, parcel, 409)
    except Invalid as error:
        show_errors(form, error)
        return _form_page(form, order, parcel), 422
    flash(_("신청을 판매 기업에 전했어요. 답이 오면 메일로 알려 드려요."), "good")
    to = url_for("store.return_page", access_token=order.access_token, return_id=made.public_id)
    return redirect(to, 303)


def _form_page(form: ReturnForm, order: Order, parcel: Parcel) -> str:
    lines = [line for line in returnable_lines(parcel) if line.left_quantity]
    limits = {line.id: limit_of(line, parcel) for line in lines}
    return render_template(
        "store/returns/new.html",
        form=form,
        order=order,
        parcel=parcel,
        lines=lines,
        limits={key: words.LIMIT[said] for key, said in limits.items() if said is not Limit.NONE},
        units=units_of(parcel),
        swaps=swaps_of(lines),
        options=options_of(parcel),
        terms=terms_from(received_on(parcel)),
        photos=kept_photos(form, order.id),
    )
