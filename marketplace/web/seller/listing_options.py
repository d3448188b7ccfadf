"""Options and stock of one listing, on one page."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.assortment import save_assortment
from marketplace.catalog.errors import ListingChangedMeanwhile
from marketplace.catalog.sessions.queries import has_dates
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.listing import my_listing
from marketplace.web.seller.listing_frame import frame
from marketplace.web.seller.option_rows import OptionRows


@seller.route("/listings/<int:product_id>/options", methods=["GET", "POST"])
@access(Permission.LISTING_MANAGE)
def listing_options(product_id: int) -> ResponseReturnValue:
    """Change options, their prices and how many there are."""
    if has_dates(my_listing(product_id).id):
        return redirect(url_for("seller.listing_sessions", product_id=product_id))
    rows = OptionRows.of(my_listing(product_id))
    if rows.validate_on_submit() and _save(product_id, rows):
        flash(_("선택과 재고를 저장했습니다."), "good")
        return redirect(url_for("seller.listing_options", product_id=product_id))
    product = my_listing(product_id)
    page = render_template("seller/listing_options.html", rows=rows, **frame(product, "options"))
    return page, 422 if rows.faults else 200


def _save(product_id: int, rows: OptionRows) -> bool:
    try:
        with transaction():
            save_assortment(product_id, rows.version, rows.said())
    except ListingChangedMeanwhile as error:
        rows.catch_up(my_listing(product_id), error)
        return False
    except (Invalid, Conflict) as error:
        rows.show(error)
        return False
    return True
