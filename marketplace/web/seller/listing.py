"""One listing: its facts, and whether it is on sale."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.errors import ListingChangedMeanwhile, NotReadyToPublish
from marketplace.catalog.models import Product
from marketplace.catalog.own import get_own_product
from marketplace.catalog.service import edit_listing, hide_listing, publish_listing
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.differences import Difference, differences
from marketplace.web.seller.listing_form import ListingForm
from marketplace.web.seller.listing_frame import frame
from marketplace.web.translation import translate
from marketplace.web.viewer import current_viewer


def my_listing(product_id: int) -> Product:
    """The viewer's own listing; raises ListingNotFound for anybody else's."""
    return get_own_product(product_id, current_viewer().enterprise_ids)


@seller.route("/listings/<int:product_id>", methods=["GET", "POST"])
@access(Permission.LISTING_MANAGE)
def listing(product_id: int) -> ResponseReturnValue:
    """Change the facts of a listing."""
    form = ListingForm.of(my_listing(product_id))
    differing: list[Difference] = []
    if form.validate_on_submit():
        try:
            _save(product_id, form)
            return redirect(url_for("seller.listing", product_id=product_id))
        except ListingChangedMeanwhile:
            differing = _catch_up(form, my_listing(product_id))
        except Invalid as error:
            show_errors(form, error)
    product = my_listing(product_id)
    page = render_template(
        "seller/listing.html", form=form, differing=differing, **frame(product, "listing")
    )
    return page, 409 if differing else 422 if form.errors else 200


def _save(product_id: int, form: ListingForm) -> None:
    version = int(form.version.data or 0) if str(form.version.data).isdigit() else 0
    with transaction():
        edit_listing(product_id, version, form.listing())
    flash(_("저장했습니다."), "good")


def _catch_up(form: ListingForm, stored: Product) -> list[Difference]:
    """Keep what was typed, and let the next saving know of what is stored now."""
    form.version.data, form.version.raw_data = str(stored.version), None
    return differences(form, stored)


@seller.post("/listings/<int:product_id>/publication")
@access(Permission.LISTING_MANAGE)
def publication(product_id: int) -> ResponseReturnValue:
    """Put on sale, or say what is missing."""
    product = my_listing(product_id)
    try:
        with transaction():
            publish_listing(product.id)
        flash(_("공개했습니다. 이제 장터에서 보입니다."), "good")
    except NotReadyToPublish as error:
        flash(translate(error.message), "warn")
    return redirect(url_for("seller.listing", product_id=product_id))


@seller.post("/listings/<int:product_id>/withdrawal")
@access(Permission.LISTING_MANAGE)
def withdrawal(product_id: int) -> ResponseReturnValue:
    """Take off sale; nothing is lost."""
    product = my_listing(product_id)
    with transaction():
        hide_listing(product.id)
    flash(_("숨겼습니다. 장터에서 보이지 않습니다."), "good")
    return redirect(url_for("seller.listing", product_id=product_id))
