"""The gallery of one listing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import Length

from marketplace.catalog import pictures
from marketplace.catalog.errors import LastPicture
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.media.models import PictureState
from marketplace.media.pictures import prepare_picture
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.images import image_of
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.current import my_account_id
from marketplace.web.seller.listing import my_listing
from marketplace.web.seller.listing_frame import frame
from marketplace.web.translation import translate


class PictureForm(FlaskForm):
    """A picture and what it shows in words."""

    picture = FileField(
        _l("사진 파일"),
        [FileRequired(_l("사진을 골라 주세요."))],
        description=_l("JPEG, PNG, WebP · 10MB까지. 위치 정보는 지우고 올립니다."),
    )
    alt = StringField(
        _l("사진 설명"),
        [Length(max=300)],
        description=_l(
            "사진을 볼 수 없는 분에게 읽어 드리는 문장입니다. 예: 나무 접시에 놓인 쑥비누 두 개"
        ),
    )


@seller.route("/listings/<int:product_id>/pictures", methods=["GET", "POST"])
@access(Permission.LISTING_MANAGE)
def listing_pictures(product_id: int) -> ResponseReturnValue:
    """The pictures with their state, and one more."""
    product, form = my_listing(product_id), PictureForm()
    if form.validate_on_submit() and _add(product.id, form):
        flash(_("사진을 받았습니다. 화면 크기에 맞추는 데 잠시 걸립니다."), "good")
        return redirect(url_for("seller.listing_pictures", product_id=product_id))
    product = my_listing(product_id)
    page = render_template(
        "seller/listing_pictures.html",
        form=form,
        image_of=image_of,
        received=PictureState.RECEIVED,
        most=pictures.MOST_PICTURES,
        **frame(product, "pictures"),
    )
    return page, 422 if form.errors else 200


def _add(product_id: int, form: PictureForm) -> bool:
    try:
        checked = prepare_picture(form.picture.data.read())
        with transaction():
            pictures.add_picture(product_id, checked, form.alt.data or "", my_account_id())
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True


@seller.post("/listings/<int:product_id>/pictures/<int:picture_id>/description")
@access(Permission.LISTING_MANAGE)
def picture_description(product_id: int, picture_id: int) -> ResponseReturnValue:
    """Say in words what a picture shows."""
    product = my_listing(product_id)
    with transaction():
        pictures.describe_picture(product.id, picture_id, request.form.get("alt", ""))
    flash(_("사진 설명을 저장했습니다."), "good")
    return redirect(url_for("seller.listing_pictures", product_id=product_id))


@seller.post("/listings/<int:product_id>/pictures/<int:picture_id>/place")
@access(Permission.LISTING_MANAGE)
def picture_place(product_id: int, picture_id: int) -> ResponseReturnValue:
    """Put a picture at another place of the gallery."""
    product = my_listing(product_id)
    with transaction():
        pictures.move_picture(product.id, picture_id, request.form.get("to", 0, int))
    return redirect(url_for("seller.listing_pictures", product_id=product_id))


@seller.post("/listings/<int:product_id>/pictures/<int:picture_id>/removal")
@access(Permission.LISTING_MANAGE)
def picture_removal(product_id: int, picture_id: int) -> ResponseReturnValue:
    """Take a picture out of the gallery."""
    product = my_listing(product_id)
    try:
        with transaction():
            pictures.remove_picture(product.id, picture_id)
        flash(_("사진을 지웠습니다."), "good")
    except LastPicture as error:
        flash(f"{translate(error.message)} {translate(error.action)}", "warn")
    return redirect(url_for("seller.listing_pictures", product_id=product_id))
