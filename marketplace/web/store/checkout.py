"""배송과 결제: one page from the cart to the payment page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.accounts.addresses import AddressBookFull, Place, add_address, list_addresses
from marketplace.accounts.models import Address
from marketplace.core.database import transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.permissions import Permission
from marketplace.orders.cart import PricedCart, read_cart
from marketplace.orders.errors import PriceChanged
from marketplace.orders.from_cart import order_from_cart
from marketplace.orders.placing import OrderRequest
from marketplace.orders.pricing import Quote, price
from marketplace.orders.queries import find_by_checkout_token
from marketplace.orders.snapshots import read_sellers, seller_snapshot
from marketplace.promotions.errors import CouponNotUsable
from marketplace.promotions.points.errors import PointsNotUsable
from marketplace.promotions.reducing import Promotions
from marketplace.web.access import access
from marketplace.web.extensions import limiter
from marketplace.web.filters import won
from marketplace.web.numbers import stored_numbers
from marketplace.web.store import reductions
from marketplace.web.store.blueprint import store
from marketplace.web.store.booking_view import booking_terms
from marketplace.web.store.cart_view import cart_view, picked_quote
from marketplace.web.store.checkout_form import CheckoutForm
from marketplace.web.store.payments import go_and_pay
from marketplace.web.store.point_earning import earning_text
from marketplace.web.store.reductions import ReductionView
from marketplace.web.store.sellers import Facts, facts_of
from marketplace.web.store.visitor import cart_owner
from marketplace.web.translation import chosen_language, translate

PLACE_LIMIT = "20 per minute"
TYPED = "checkout"
PLACE = ("recipient_name", "recipient_phone", "postcode", "address", "address_detail")


@store.route("/checkout", methods=["GET", "POST"])
@access(Permission.ORDER_PLACE)
@limiter.limit(PLACE_LIMIT, methods=["POST"])
def checkout() -> ResponseReturnValue:
    """Who, where to, what is agreed; then the order is placed and paid."""
    placed = find_by_checkout_token(request.form.get("checkout_token", "") or "-")
    if placed is not None:
        return redirect(url_for("store.order", access_token=placed.access_token), 303)
    cart = read_cart(cart_owner())
    picked = _picked(cart)
    if not picked:
        flash(_("주문할 상품을 먼저 골라 주세요."), "warn")
        return redirect(url_for("store.cart"), 303)
    form, quote = CheckoutForm(), picked_quote(cart, picked)
    if not _asked_for(cart, picked).travels:
        form.leave_out_place()
    if not form.is_submitted():
        off = reductions.first_view(quote, form)
        form.start(off.total_won, _known())
    elif not reductions.is_agreed():
        off = reductions.apply_asked(quote, form)
    elif form.validate():
        return _order(form, _asked_for(cart, picked), picked)
    else:
        off = reductions.view_of(quote, form, reductions.asked_choice())
    return _page(form, cart, picked, off), 422 if form.errors else 200


def _picked(cart: PricedCart) -> list[int]:
    """Line ids as asked for; a page that is only looked at leaves out what cannot be ordered."""
    asked = stored_numbers(request.values.getlist("line"))
    lines = [
        cart.line_ids[line.offer.option_id]
        for line in cart.quote.lines
        if request.method == "POST" or line.obstacle is None
    ]
    return [line_id for line_id in lines if not asked or line_id in asked]


def _asked_for(cart: PricedCart, picked: Sequence[int]) -> Quote:
    # With what has run out since the page was shown: placing refuses it by name.
    lines = [each for each in cart.quote.lines if cart.line_ids[each.offer.option_id] in picked]
    offers = {each.offer.option_id: each.offer for each in lines}
    return price([(each.offer.option_id, each.quantity) for each in lines], offers)


def _known() -> dict[str, str]:
    """The address that was picked, what was typed in this session, or what the account says."""
    typed = dict(session.get(TYPED, {}))
    if not current_user.is_authenticated:
        return typed
    book = list_addresses(current_user.id)
    picked = request.args.get("address", "")
    chosen = next((each for each in book if str(each.id) == picked), None)
    if typed and chosen is None:
        return typed
    person = current_user
    buyer = {
        "buyer_name": person.name,
        "buyer_email": person.email,
        "buyer_phone": person.phone,
    }
    place = chosen or (book[0] if book else None)
    return buyer | typed | ({name: getattr(place, name) for name in PLACE} if place else {})


def _book() -> Sequence[Address]:
    return list_addresses(current_user.id) if current_user.is_authenticated else ()


def _order(form: CheckoutForm, quote: Quote, picked: Sequence[int]) -> ResponseReturnValue:
    """Place and pay; what cannot be ordered is shown where it can be mended, nothing is lost."""
    session[TYPED] = form.typed()
    try:
        with transaction():
            order = order_from_cart(cart_owner(), _request(form, quote)).order
            order_id, access_token = order.id, order.access_token
            _keep_address(form)
    except (CouponNotUsable, PointsNotUsable) as error:
        return _without(form, picked, error)
    except MarketplaceError as error:
        flash(f"{translate(error.message)} {translate(error.kept)}".strip(), "bad")
        is_price = isinstance(error, PriceChanged)
        back = url_for("store.checkout", line=picked) if is_price else url_for("store.cart")
        return redirect(back, 303)
    session.pop(TYPED, None)
    reductions.forget_choice()
    return _pay(order_id, access_token)


def _without(
    form: CheckoutForm, picked: Sequence[int], error: CouponNotUsable | PointsNotUsable
) -> ResponseReturnValue:
    """The same page without the coupon or points that ran out meanwhile, all else still there."""
    flash(f"{translate(error.message)} {translate(error.kept)}", "bad")
    cart = read_cart(cart_owner())
    off = reductions.view_without(picked_quote(cart, picked), form, error)
    return _page(form, cart, picked, off), 409


def _keep_address(form: CheckoutForm) -> None:
    """Into the book when asked; a full book is no reason to refuse an order."""
    has_place = form.postcode is not None
    if not (has_place and form.keeps_address.data and current_user.is_authenticated):
        return
    to = form.destination()
    place = Place(**{name: getattr(to, name) for name in PLACE})
    with suppress(AddressBookFull):
        add_address(current_user.id, place)


def _request(form: CheckoutForm, quote: Quote) -> OrderRequest:
    return OrderRequest(
        checkout_token=form.checkout_token.data or "",
        wanted=[(line.offer.option_id, line.quantity) for line in quote.lines],
        buyer=form.buyer(cart_owner().account_id, chosen_language()),
        destination=form.destination(),
        shown_total_won=int(form.shown_total_won.data or 0),
        consents=form.consents([share.enterprise_name for share in quote.shares]),
        reducer=Promotions(reductions.current_shopper(form), reductions.asked_choice()),
    )


def _pay(order_id: int, access_token: str) -> ResponseReturnValue:
    try:
        return go_and_pay(order_id, access_token)
    except MarketplaceError as error:
        flash(translate(error.message), "bad")
        return redirect(url_for("store.order", access_token=access_token), 303)


def _page(form: CheckoutForm, cart: PricedCart, picked: Sequence[int], off: ReductionView) -> str:
    quote = picked_quote(cart, picked)
    shown = cart_view(cart, picked)
    form.shown_total_won.data = str(off.total_won)
    return render_template(
        "store/checkout/index.html",
        form=form,
        cart=replace(shown, sums=[*shown.sums, *off.sums], total_text=won(off.total_won)),
        off=off,
        earning=earning_text(off.total_won - quote.delivery_won),
        picked=picked,
        book=_book(),
        sellers=_sellers(quote),
        has_goods=quote.travels,
        bookings=booking_terms(quote),
    )


def _sellers(quote: Quote) -> list[Facts]:
    found = read_sellers(share.enterprise_id for share in quote.shares)
    return [facts_of(seller_snapshot(found[share.enterprise_id])) for share in quote.shares]
