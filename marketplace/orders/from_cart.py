"""Ordering what lies in a cart: the order is placed and its lines leave the cart together."""

from __future__ import annotations

from marketplace.orders.cart import CartOwner, take_out_ordered
from marketplace.orders.placing import OrderRequest, Placed, place_order


def order_from_cart(owner: CartOwner, request: OrderRequest) -> Placed:
    """Place an order and take its lines out of the owner's cart; raises as place_order does."""
    placed = place_order(request)
    if placed.is_new:
        take_out_ordered(owner, [option_id for option_id, _ in request.wanted])
    return placed
