"""Whose cart this is: a member's by account, a guest's by a cookie of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, after_this_request, current_app, g, request
from flask_login import user_logged_in

from marketplace.accounts.models import Account
from marketplace.core.database import transaction
from marketplace.orders import cart
from marketplace.orders.cart import CartOwner
from marketplace.orders.models import Cart
from marketplace.web.viewer import current_account_id

CART_COOKIE = "ieum_cart"  # also named in page_cache.KNOWN_VISITOR: a cart has a count to show
CART_LASTS = timedelta(days=30)
LONGEST_TOKEN = 40


def cart_owner() -> CartOwner:
    """The owner of the cart of this request."""
    return CartOwner(token=cart_token(), account_id=current_account_id())


def cart_token() -> str:
    """The guest's token, empty without one."""
    token: str = g.get("cart_token") or request.cookies.get(CART_COOKIE, "")
    return token[:LONGEST_TOKEN]


def cart_count() -> int:
    """How many units lie in the visitor's cart; costs nothing for who has none."""
    owner = cart_owner()
    return cart.count_units(owner) if owner.token or owner.account_id else 0


def remember_cart(held: Cart) -> None:
    """Let a guest's browser keep the cart for a month; a member's needs no cookie."""
    if held.account_id is not None:
        return
    g.cart_token = held.token
    after_this_request(_keep_cookie)


def _keep_cookie(response: Response) -> Response:
    response.set_cookie(
        CART_COOKIE,
        g.cart_token,
        max_age=CART_LASTS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


def _forget_cookie(response: Response) -> Response:
    response.delete_cookie(CART_COOKIE)
    return response


@user_logged_in.connect  # type: ignore[untyped-decorator]
def bring_cart_along(_app: Any, user: Account, **_more: Any) -> None:
    """What a guest gathered is the member's from the moment of signing in."""
    token = cart_token()
    if not token:
        return
    with transaction():
        cart.merge_into_account(token, user.id)
    after_this_request(_forget_cookie)
