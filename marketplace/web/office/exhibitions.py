"""기획전: composed by the office, with their products in order."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.channels.editorial import exhibiting
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.core.romanize import slug_of
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.images import image_of
from marketplace.web.office.blueprint import office
from marketplace.web.office.dated_picture_form import DatedPictureForm
from marketplace.web.office.product_choice import choices_for, published_product
from marketplace.web.translation import translate
from marketplace.web.viewer import current_account_id


class ExhibitionForm(DatedPictureForm):
    """What the exhibition is called and says."""

    title = StringField(_l("제목"), [InputRequired(_l("제목을 적어 주세요.")), Length(max=120)])
    lead = TextAreaField(_l("소개"), [Length(max=300)])

    def draft(self) -> exhibiting.ExhibitionDraft:
        """The form as a draft; the address is made from the title."""
        title = (self.title.data or "").strip()
        return exhibiting.ExhibitionDraft(
            slug=slug_of(title),
            title=title,
            lead=(self.lead.data or "").strip(),
            starts_on=self.starts_on.data or clock.today(),
            ends_on=self.ends_on.data or clock.today(),
            position=self.position.data or 0,
        )


@office.get("/exhibitions")
@access(Permission.EDITORIAL_MANAGE)
def exhibitions() -> ResponseReturnValue:
    """Every exhibition, the one that ends last first."""
    return render_template(
        "office/exhibitions.html", exhibitions=exhibiting.list_exhibitions(), today=clock.today()
    )


@office.route("/exhibitions/new", methods=["GET", "POST"])
@access(Permission.EDITORIAL_MANAGE)
def exhibition_new() -> ResponseReturnValue:
    """Compose one; its products come next."""
    form = ExhibitionForm(starts_on=clock.today())
    if form.validate_on_submit() and (slug := _save(form, None)):
        flash(_("기획전을 만들었습니다. 이제 상품을 담아 주세요."), "good")
        return redirect(url_for("office.exhibition", slug=slug))
    page = render_template("office/exhibition_new.html", form=form)
    return page, 422 if form.errors else 200


@office.route("/exhibitions/<slug>", methods=["GET", "POST"])
@access(Permission.EDITORIAL_MANAGE)
def exhibition(slug: str) -> ResponseReturnValue:
    """One exhibition: its words, its period, its products."""
    shown = exhibiting.get_exhibition(slug)
    form = ExhibitionForm(obj=shown)
    if form.validate_on_submit() and _save(form, slug):
        flash(_("기획전을 저장했습니다."), "good")
        return redirect(url_for("office.exhibition", slug=slug))
    page = render_template(
        "office/exhibition.html",
        exhibition=shown,
        form=form,
        entries=exhibiting.list_exhibited(shown.id),
        image=image_of(shown.picture, "20rem"),
        today=clock.today(),
        **choices_for(None),
    )
    return page, 422 if form.errors else 200


def _save(form: ExhibitionForm, slug: str | None) -> str:
    """The address it has, empty when the form was refused."""
    try:
        picture = form.checked_picture()
        with transaction():
            kept = None if slug is None else exhibiting.get_exhibition(slug)
            saved = exhibiting.save_exhibition(form.draft(), kept, picture, current_account_id())
            return saved.slug
    except Invalid as error:
        show_errors(form, error)
        return ""


@office.post("/exhibitions/<slug>/products")
@access(Permission.EDITORIAL_MANAGE)
def exhibition_product(slug: str) -> ResponseReturnValue:
    """Put a product at the end."""
    try:
        with transaction():
            product = published_product(request.form.get("product_id", type=int))
            exhibiting.exhibit(exhibiting.get_exhibition(slug), product)
        flash(_("상품을 담았습니다."), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "bad")
    return redirect(url_for("office.exhibition", slug=slug, _anchor="products"))


@office.post("/exhibitions/<slug>/products/<int:entry_id>/place")
@access(Permission.EDITORIAL_MANAGE)
def exhibition_place(slug: str, entry_id: int) -> ResponseReturnValue:
    """Put a product at another place."""
    with transaction():
        shown = exhibiting.get_exhibition(slug)
        exhibiting.move_entry(shown, entry_id, request.form.get("to", 0, int))
    return redirect(url_for("office.exhibition", slug=slug, _anchor="products"))


@office.post("/exhibitions/<slug>/products/<int:entry_id>/removal")
@access(Permission.EDITORIAL_MANAGE)
def exhibition_removal(slug: str, entry_id: int) -> ResponseReturnValue:
    """Take a product out."""
    with transaction():
        exhibiting.take_out(exhibiting.get_exhibition(slug), entry_id)
    flash(_("상품을 뺐습니다."), "good")
    return redirect(url_for("office.exhibition", slug=slug, _anchor="products"))
