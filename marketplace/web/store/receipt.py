"""The paper of an order that was paid: 구매영수증."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.core.permissions import Permission
from marketplace.orders.errors import OrderNotFound
from marketplace.orders.queries import get_order_by_token
from marketplace.payments.queries import list_attempts, list_refunds, read_payment
from marketplace.web.access import access
from marketplace.web.store.blueprint import store
from marketplace.web.store.order_view import METHODS
from marketplace.web.store.receipt_view import receipt_of


@store.get("/orders/<access_token>/receipt")
@access(Permission.ORDER_PLACE)
def order_receipt(access_token: str) -> ResponseReturnValue:
    """The receipt; an order nobody has paid has none."""
    order = get_order_by_token(access_token)
    if order.confirmed_at is None:
        raise OrderNotFound
    refunds = list_refunds([each.id for each in list_attempts(order.id)])
    return render_template(
        "store/orders/receipt.html",
        order=order,
        receipt=receipt_of(order, refunds),
        method=METHODS.get(read_payment(order).method, ""),
    )
