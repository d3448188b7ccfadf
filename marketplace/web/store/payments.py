"""From an order to the payment page and back; and the door through which the provider tells."""

from __future__ import annotations

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import config
from marketplace.core.database import transaction
from marketplace.core.permissions import Permission
from marketplace.orders.queries import get_order_by_token
from marketplace.payments import webhooks
from marketplace.payments.beginning import ReturnPages, begin_payment
from marketplace.payments.comparing import verify_payment
from marketplace.payments.provider import ProviderFailed, SignatureRefused
from marketplace.payments.queries import Standing, read_payment
from marketplace.web.access import access
from marketplace.web.extensions import csrf
from marketplace.web.store.blueprint import store


@store.post("/payments/<access_token>/attempts")
@access(Permission.ORDER_PLACE)
def payment_attempt(access_token: str) -> ResponseReturnValue:
    """Go and pay: on the page already open for this order, or on a new one."""
    return go_and_pay(get_order_by_token(access_token).id, access_token)


def go_and_pay(order_id: int, access_token: str) -> ResponseReturnValue:
    """To the payment page of an order; raises as begin_payment does."""
    pages = ReturnPages(
        success_url=url_for("store.payment_return", access_token=access_token, _external=True),
        cancel_url=url_for("store.payment_stopped", access_token=access_token, _external=True),
    )
    return redirect(on_this_host(begin_payment(order_id, pages)), 303)


@store.get("/payments/<access_token>/return")
@access(Permission.ORDER_PLACE)
def payment_return(access_token: str) -> ResponseReturnValue:
    """Back from the payment page, paid or perhaps not yet heard of."""
    order = get_order_by_token(access_token)
    payment = read_payment(order)
    return render_template("store/payments/return.html", order=order, payment=payment)


@store.get("/payments/<access_token>/stopped")
@access(Permission.ORDER_PLACE)
def payment_stopped(access_token: str) -> ResponseReturnValue:
    """Back from the payment page without having paid."""
    order = get_order_by_token(access_token)
    payment = read_payment(order)
    if payment.standing not in (Standing.PAYABLE, Standing.CHECKING):
        return redirect(url_for("store.payment_return", access_token=access_token))
    return render_template("store/payments/stopped.html", order=order, payment=payment)


@store.post("/payments/<access_token>/verification")
@access(Permission.ORDER_PLACE)
def payment_verification(access_token: str) -> ResponseReturnValue:
    """Ask the provider itself; its word settles the payment, the browser's never does."""
    order = get_order_by_token(access_token)
    with suppress(ProviderFailed):  # nothing is known yet; the page says so and asks again
        verify_payment(order.id)
    back = url_for("store.payment_return", access_token=access_token)
    if "HX-Request" not in request.headers:
        return redirect(back, 303)
    if read_payment(get_order_by_token(access_token)).standing is Standing.CHECKING:
        return "", 204
    return "", 200, {"HX-Redirect": back}


@store.post("/payments/stripe/webhook")
@access(Permission.WEBHOOK_RECEIVE)
@csrf.exempt  # type: ignore[untyped-decorator]
def stripe_webhook() -> ResponseReturnValue:
    """What the provider tells: 400 when it is not signed by it, 200 when taken in or known."""
    signature = request.headers.get("Stripe-Signature", "")
    try:
        event = webhooks.read_event(request.get_data(), signature)
    except SignatureRefused as refused:
        return {"status": 400, "code": refused.code}, 400
    with transaction():
        outcome = webhooks.take_in(event)
    return {"outcome": outcome}


def on_this_host(url: str) -> str:
    """The sandbox's page on whichever name of this machine the visitor uses.

    A form may lead to our own host or the provider's only, so 127.0.0.1 and localhost differ.
    """
    settings = config.current()
    return url.removeprefix(settings.public_url) if settings.uses_sandbox else url
