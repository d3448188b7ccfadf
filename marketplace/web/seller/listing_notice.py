"""The product-information notice (상품정보제공고시) of one listing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.errors import ListingChangedMeanwhile
from marketplace.catalog.models import Product
from marketplace.catalog.notices import SEE_DETAILS, notice_items
from marketplace.catalog.service import answer_notice
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid, MarketplaceError
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.listing import my_listing
from marketplace.web.seller.listing_frame import frame
from marketplace.web.seller.option_rows import VersionForm
from marketplace.web.translation import translate
from marketplace.web.typed import whole_number


@seller.route("/listings/<int:product_id>/notice", methods=["GET", "POST"])
@access(Permission.LISTING_MANAGE)
def listing_notice(product_id: int) -> ResponseReturnValue:
    """Answer what the law wants said of this kind of product."""
    product = my_listing(product_id)
    form, faults = VersionForm(data={"version": product.version}), {}
    answers = _typed(product) if form.is_submitted() else dict(product.notice)
    if form.validate_on_submit():
        faults = _save(product_id, form, answers)
        if not faults:
            flash(_("상품정보 고시를 저장했습니다."), "good")
            return redirect(url_for("seller.listing_notice", product_id=product_id))
    product = my_listing(product_id)
    items = notice_items(product.category.notice_schema)
    page = render_template(
        "seller/listing_notice.html",
        form=form,
        faults=faults,
        answers=answers,
        items=[(item.key, translate(item.label)) for item in items],
        see_details=translate(SEE_DETAILS),
        **frame(product, "notice"),
    )
    return page, 422 if faults else 200


def _typed(product: Product) -> dict[str, str]:
    items = notice_items(product.category.notice_schema)
    return {item.key: request.form.get(f"notice-{item.key}", "").strip() for item in items}


def _save(product_id: int, form: VersionForm, answers: dict[str, str]) -> dict[str, str]:
    """Sentences of refusal by item; under "" for the whole."""
    try:
        with transaction():
            answer_notice(product_id, whole_number(form.version.data) or 0, answers)
    except ListingChangedMeanwhile as error:
        form.version.data, form.version.raw_data = str(my_listing(product_id).version), None
        return _told(error)
    except Invalid as error:
        return {name: translate(texts[0]) for name, texts in error.fields.items()}
    return {}


def _told(error: MarketplaceError) -> dict[str, str]:
    return {"": f"{translate(error.message)} {translate(error.kept)} {translate(error.action)}"}
