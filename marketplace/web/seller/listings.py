"""What an enterprise sells: the list, and a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.models import Product, ProductStatus
from marketplace.catalog.own import LOW_STOCK, count_own_by_status, list_own_products
from marketplace.catalog.service import begin_listing
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.images import image_of
from marketplace.web.seller import current, words
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.listing_form import ListingForm


@seller.get("/listings")
@access(Permission.LISTING_MANAGE)
def listings() -> ResponseReturnValue:
    """Listings by state and words, newest first."""
    mine = [current.current_enterprise().id]
    asked = request.args.get("status", "")
    status = ProductStatus(asked) if asked in set(ProductStatus) else None
    text = request.args.get("q", "").strip()[:80]
    return render_template(
        "seller/listings.html",
        page=list_own_products(mine, status, text, request.args.get("cursor"), limit=20),
        counts=count_own_by_status(mine),
        status=status,
        text=text,
        image_of=image_of,
        low_stock=LOW_STOCK,
        words=words,
    )


@seller.route("/listings/new", methods=["GET", "POST"])
@access(Permission.LISTING_MANAGE)
def listing_new() -> ResponseReturnValue:
    """A new listing: its facts first; pictures, options and notice follow."""
    form = ListingForm().offer_categories()
    if form.validate_on_submit():
        product = _begin(form)
        if product is not None:
            flash(_("상품을 만들었습니다. 이제 사진을 올려 주세요."), "good")
            return redirect(url_for("seller.listing_pictures", product_id=product.id))
    status = 422 if form.errors else 200
    return render_template("seller/listing_new.html", form=form), status


def _begin(form: ListingForm) -> Product | None:
    try:
        with transaction():
            return begin_listing(current.current_enterprise().id, form.listing())
    except Invalid as error:
        show_errors(form, error)
        return None
