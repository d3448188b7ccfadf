"""The wish list: kept from the product page, looked at in the account."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.catalog import wishing
from marketplace.catalog.queries import read_cards
from marketplace.core.database import transaction
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.cards import product_cards
from marketplace.web.extensions import csrf
from marketplace.web.store.account import account_tabs
from marketplace.web.store.blueprint import store
from marketplace.web.store.same_origin import refuse_other_sites

HERE = "/account/wishes"


@store.get(HERE)
@access(Permission.ACCOUNT_MANAGE)
def account_wishes() -> ResponseReturnValue:
    """What is remembered and still on sale."""
    ids = wishing.wished_ids(current_user.id)
    cards = product_cards(read_cards(ids))
    return render_template(
        "store/accounts/wishes.html",
        cards=cards,
        gone=len(ids) - len(cards),
        account_tabs=account_tabs(HERE),
    )


@store.post("/products/<int:product_id>/wish")
@access(Permission.SHOP_BROWSE)
@csrf.exempt  # type: ignore[untyped-decorator]
def wish(product_id: int) -> ResponseReturnValue:
    """Remember a product; a guest is shown the door and comes back to the product."""
    refuse_other_sites()
    if not current_user.is_authenticated:
        flash(_("찜하려면 로그인해 주세요."), "info")
        return _go(url_for("store.sign_in", next=f"/products/{product_id}"))
    with transaction():
        wishing.wish(current_user.id, product_id)
    if "HX-Request" in request.headers:
        return render_template("store/product/wished.html")
    flash(_("찜했어요."), "good")
    return redirect(url_for("store.account_wishes"), 303)


def _go(address: str) -> ResponseReturnValue:
    is_htmx = "HX-Request" in request.headers
    return ("", 204, {"HX-Redirect": address}) if is_htmx else redirect(address, 303)


@store.post(f"{HERE}/<int:product_id>/removal")
@access(Permission.ACCOUNT_MANAGE)
def wish_removal(product_id: int) -> ResponseReturnValue:
    """Forget a product."""
    with transaction():
        wishing.forget_wish(current_user.id, product_id)
    return redirect(url_for("store.account_wishes"), 303)
