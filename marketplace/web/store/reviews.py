"""A product's reviews for everybody, and saying that one of them is wrong."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.catalog.models import Product
from marketplace.catalog.queries import get_product_on_sale
from marketplace.core.database import transaction
from marketplace.core.permissions import Permission
from marketplace.feedback.models import ReportReason
from marketplace.feedback.moderating import MOST_REASON, report_review
from marketplace.feedback.queries import ReviewSort, get_visible_review
from marketplace.web.access import access
from marketplace.web.extensions import limiter
from marketplace.web.forms import choices_of
from marketplace.web.report_reasons import REPORT_REASONS
from marketplace.web.store.blueprint import store
from marketplace.web.store.person import who_asks
from marketplace.web.store.products import crumbs_of
from marketplace.web.store.review_cards import review_cards, reviews_of
from marketplace.web.store.shared import Head, Page, show

REPORT_LIMIT = "5 per minute; 20 per hour"


class ReportForm(FlaskForm):
    """Why; the office reads it."""

    reason = RadioField(
        _l("신고하는 까닭"), validators=[InputRequired(_l("신고하는 까닭을 골라 주세요."))]
    )
    detail = TextAreaField(
        _l("덧붙일 말"),
        validators=[Length(max=MOST_REASON, message=_l("300자 안으로 적어 주세요."))],
    )

    def __init__(self) -> None:
        super().__init__()
        self.reason.choices = choices_of(REPORT_REASONS)


@store.get("/products/<int:product_id>/reviews")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def product_reviews(product_id: int) -> ResponseReturnValue:
    """Every review of a product, a page at a time."""
    return show(lambda: _page(get_product_on_sale(product_id)))


def _page(shown: Product) -> Page:
    asked = request.args.get("sort", "")
    sort = ReviewSort(asked) if asked in set(ReviewSort) else ReviewSort.NEWEST
    title = str(_("%(name)s 후기", name=shown.name))
    *above, (name, _none) = crumbs_of(shown)
    head = Head(
        title=title,
        description=title,
        canonical=f"/products/{shown.id}",
        crumbs=(*above, (name, f"/products/{shown.id}"), (str(_("후기")), None)),
        is_indexed=False,
    )
    reviews = reviews_of(shown, sort, request.args.get("cursor") or None)
    return Page(head, "store/reviews/index.html", {"product": shown, "reviews": reviews})


@store.route("/reviews/<public_id>/report", methods=["GET", "POST"])
@access(Permission.SHOP_BROWSE)
@limiter.limit(REPORT_LIMIT, methods=["POST"])
def review_report(public_id: str) -> ResponseReturnValue:
    """Say that a review is wrong, once a person."""
    review, form = get_visible_review(public_id), ReportForm()
    address = url_for("store.product", product_id=review.product_id, _anchor="reviews")
    if form.validate_on_submit():
        reason, reporter = ReportReason(form.reason.data), who_asks()
        with transaction():
            is_new = report_review(public_id, reporter, reason, form.detail.data or "")
        if is_new:
            flash(_("알려 주셔서 고마워요. 운영자가 살펴볼게요."), "good")
        else:
            flash(_("이미 신고하신 후기예요. 운영자가 살펴보고 있어요."), "info")
        return redirect(address, 303)
    (card,) = review_cards([review])
    page = render_template(
        "store/reviews/report.html", form=form, review=card, product=review.product, back=address
    )
    return page, 422 if form.errors else 200
