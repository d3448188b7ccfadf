"""Dates of one experience: laid out, and what cancelling gives back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.bookings.queries import read_seats
from marketplace.catalog.errors import ListingNotFound
from marketplace.catalog.models import Product, ProductKind
from marketplace.catalog.sessions.queries import list_sessions, terms_of
from marketplace.catalog.sessions.scheduling import add_dates, set_terms
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.dates import day_text, refund_rows, time_text
from marketplace.web.forms import show_errors
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.listing import my_listing
from marketplace.web.seller.listing_frame import frame
from marketplace.web.seller.session_form import DateForm, TermsForm

SHOWN = 30


@seller.route("/listings/<int:product_id>/sessions", methods=["GET", "POST"])
@access(Permission.LISTING_MANAGE)
def listing_sessions(product_id: int) -> ResponseReturnValue:
    """Coming dates with their seats, past ones behind a link, and a form for more."""
    _experience(product_id)
    form = DateForm(data={"closes_hours_before": 2})
    if form.validate_on_submit() and _add(product_id, form):
        return redirect(url_for("seller.listing_sessions", product_id=product_id))
    product, over = _experience(product_id), request.args.get("when") == "past"
    page = list_sessions(product_id, over=over, cursor=request.args.get("cursor"), limit=SHOWN)
    rendered = render_template(
        "seller/listing_sessions.html",
        form=form,
        page=page,
        over=over,
        seats=read_seats(page.items),
        terms=refund_rows(terms_of(product_id).table),
        day_text=day_text,
        time_text=time_text,
        now=clock.now(),
        **frame(product, "sessions"),
    )
    return rendered, 422 if form.errors else 200


def _experience(product_id: int) -> Product:
    product = my_listing(product_id)
    if product.kind is not ProductKind.EXPERIENCE:
        raise ListingNotFound
    return product


def _add(product_id: int, form: DateForm) -> bool:
    try:
        with transaction():
            count = len(add_dates(product_id, form.plan()))
    except Invalid as error:
        show_errors(form, error)
        return False
    flash(_("날짜 %(n)d개를 열었습니다.", n=count), "good")
    return True


@seller.route("/listings/<int:product_id>/booking-terms", methods=["GET", "POST"])
@access(Permission.LISTING_MANAGE)
def booking_terms(product_id: int) -> ResponseReturnValue:
    """What a booking gives back, and how many seats one may take."""
    _experience(product_id)
    form = TermsForm.of(terms_of(product_id))
    if form.validate_on_submit() and (table := form.table()) is not None:
        with transaction():
            set_terms(product_id, table, form.most_seats.data)
        flash(_("취소 조건을 저장했습니다. 앞으로의 예약부터 적용됩니다."), "good")
        return redirect(url_for("seller.listing_sessions", product_id=product_id))
    rendered = render_template(
        "seller/booking_terms.html", form=form, **frame(_experience(product_id), "sessions")
    )
    return rendered, 422 if form.errors else 200
