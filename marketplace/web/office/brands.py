"""Shared brands: which products stand under them and why."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.channels import branding, queries
from marketplace.channels.models import BrandProductAct, BrandProductKind
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.forms import choices_of, show_errors
from marketplace.web.office import words
from marketplace.web.office.blueprint import office
from marketplace.web.office.product_choice import choices_for, published_product


class BrandProductForm(FlaskForm):
    """A product, its kind under the brand, and what the meeting decided."""

    product_id = IntegerField(_l("상품"), [InputRequired(_l("상품을 골라 주세요."))])
    kind = SelectField(_l("구분"), choices=choices_of(words.BRAND_KIND))
    reason = TextAreaField(
        _l("결정 사유"),
        [InputRequired(_l("결정 사유를 적어 주세요.")), Length(max=300)],
        description=_l("회의 이름과 날짜, 결정한 까닭을 적어 주세요. 기업에 그대로 전달됩니다."),
    )


class DecisionForm(FlaskForm):
    """The reason of a decision."""

    reason = StringField(_l("사유"), [InputRequired(_l("사유를 적어 주세요.")), Length(max=300)])


@office.get("/brands")
@access(Permission.BRAND_MANAGE)
def brands() -> ResponseReturnValue:
    """Every shared brand."""
    rows = queries.list_brands()
    return render_template("office/brands.html", brands=rows, words=words)


@office.get("/brands/<slug>")
@access(Permission.BRAND_MANAGE)
def brand(slug: str) -> ResponseReturnValue:
    """One brand: who owns it, who takes part, what stands under it."""
    shown = queries.get_brand(slug)
    return render_template(
        "office/brand.html",
        brand=shown,
        entries=queries.list_brand_entries(shown.id),
        words=words,
        decision=DecisionForm(),
    )


@office.route("/brands/<slug>/products", methods=["GET", "POST"])
@access(Permission.BRAND_MANAGE)
def brand_product_new(slug: str) -> ResponseReturnValue:
    """Put a product under a brand."""
    shown = queries.get_brand(slug)
    form = BrandProductForm()
    if form.validate_on_submit() and _put(slug, form):
        flash(_("공동브랜드에 등록했습니다."), "good")
        return redirect(url_for("office.brand", slug=slug))
    status = 422 if form.errors else 200
    return render_template(
        "office/brand_product_new.html", brand=shown, form=form, **choices_for(form.product_id.data)
    ), status


def _put(slug: str, form: BrandProductForm) -> bool:
    try:
        with transaction():
            branding.put_into_brand(
                queries.get_brand(slug),
                published_product(form.product_id.data),
                BrandProductKind(form.kind.data),
                form.reason.data or "",
            )
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True


@office.post("/brands/<slug>/products/<int:entry_id>/<any(approve, reject, withdraw):act>")
@access(Permission.BRAND_MANAGE)
def brand_product_decide(slug: str, entry_id: int, act: str) -> ResponseReturnValue:
    """Approve, reject or withdraw, with a reason."""
    form = DecisionForm()
    if not form.validate_on_submit():
        flash(_("사유를 적어야 결정할 수 있습니다."), "bad")
        return redirect(url_for("office.brand", slug=slug))
    with transaction():
        entry = branding.get_entry(queries.get_brand(slug).id, entry_id)
        branding.decide(entry, BrandProductAct(act), form.reason.data or "")
    flash(_("결정을 기록했습니다."), "good")
    return redirect(url_for("office.brand", slug=slug))
