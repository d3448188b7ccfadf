"""Accepting a quote: who, where to, what is agreed; then the order at the quoted price is paid."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog.models import ProductKind
from marketplace.core.database import transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.permissions import Permission
from marketplace.orders.placing import OrderRequest
from marketplace.orders.queries import find_by_checkout_token
from marketplace.orders.snapshots import seller_snapshot
from marketplace.quoting.deciding import Choice, order_by_quote
from marketplace.quoting.models import QuoteInquiry, QuoteRequest
from marketplace.quoting.queries import get_request_by_token
from marketplace.web.access import access
from marketplace.web.extensions import limiter
from marketplace.web.numbers import stored_numbers
from marketplace.web.quote_words import VAT, inquiry_view
from marketplace.web.store.blueprint import store
from marketplace.web.store.checkout_form import CheckoutForm
from marketplace.web.store.payments import go_and_pay
from marketplace.web.store.quotes import only_inquiry
from marketplace.web.store.sellers import facts_of
from marketplace.web.translation import translate
from marketplace.web.viewer import current_account_id


@store.route("/quotes/<public_id>/acceptance", methods=["GET", "POST"])
@access(Permission.ORDER_PLACE)
@limiter.limit("20 per minute", methods=["POST"])
def quote_acceptance(public_id: str) -> ResponseReturnValue:
    """Accept and pay; the same page sent twice makes one order."""
    placed = find_by_checkout_token(request.form.get("checkout_token", "") or "-")
    if placed is not None:
        return redirect(url_for("store.order", access_token=placed.access_token), 303)
    found = get_request_by_token(public_id)
    inquiry = only_inquiry(found)
    if not inquiry_view(inquiry).can_be_accepted or inquiry.current is None:
        return redirect(url_for("store.quote_request", public_id=public_id), 303)
    form = _form(inquiry)
    if not form.is_submitted():
        form.start(inquiry.current.gross_won, _known(found))
    elif form.validate():
        answer = _order(form, found, inquiry)
        if answer is not None:
            return answer
        return redirect(url_for("store.quote_request", public_id=public_id), 303)
    return _page(form, found, inquiry), 422 if form.errors else 200


def _form(inquiry: QuoteInquiry) -> CheckoutForm:
    form = CheckoutForm()
    del form.coupon_code  # what was agreed is not reduced any further
    if inquiry.product.kind is not ProductKind.GOODS:
        form.leave_out_place()
    return form


def _known(found: QuoteRequest) -> dict[str, str]:
    return {"buyer_name": found.name, "buyer_email": found.email, "buyer_phone": found.phone}


def _order(
    form: CheckoutForm, found: QuoteRequest, inquiry: QuoteInquiry
) -> ResponseReturnValue | None:
    """To the payment page; None when it was not accepted, which is told."""
    version = next(iter(stored_numbers(request.form.getlist("version"))), 0)
    choice = Choice(inquiry.id, version)
    asked = OrderRequest(
        checkout_token=form.checkout_token.data or "",
        wanted=(),
        buyer=form.buyer(current_account_id() or found.account_id, found.locale),
        destination=form.destination(),
        shown_total_won=int(form.shown_total_won.data or 0),
        consents=form.consents([inquiry.enterprise.name]),
    )
    try:
        with transaction():
            order = order_by_quote(choice, asked)
            order_id, access_token = order.id, order.access_token
    except MarketplaceError as error:
        flash(f"{translate(error.message)} {translate(error.action)}".strip(), "bad")
        return None
    try:
        return go_and_pay(order_id, access_token)
    except MarketplaceError as error:
        flash(translate(error.message), "bad")
        return redirect(url_for("store.order", access_token=access_token), 303)


def _page(form: CheckoutForm, found: QuoteRequest, inquiry: QuoteInquiry) -> str:
    return render_template(
        "store/quotes/acceptance.html",
        form=form,
        request_=found,
        inquiry=inquiry,
        quote=inquiry.current,
        seller=facts_of(seller_snapshot(inquiry.enterprise)),
        has_goods=inquiry.product.kind is ProductKind.GOODS,
        vat=VAT,
    )
