"""The author's pages of a review: opened by whoever holds the order's address."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.catalog.queries import read_cards
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.feedback.errors import NotReviewable, ReviewNotFound, ReviewTakenDown
from marketplace.feedback.models import Review, ReviewStatus
from marketplace.feedback.own import list_reviewable_lines, list_reviews_of_account
from marketplace.feedback.writing import delete_review, find_review, is_reviewable, save_review
from marketplace.orders.models import Order, OrderLine
from marketplace.orders.queries import get_order_by_token
from marketplace.web.access import access
from marketplace.web.cards import product_cards
from marketplace.web.extensions import csrf, limiter
from marketplace.web.forms import show_errors
from marketplace.web.images import image_of
from marketplace.web.store.account import account_tabs
from marketplace.web.store.blueprint import store
from marketplace.web.store.review_cards import review_cards
from marketplace.web.store.review_form import ReviewForm, allow_photos

WRITE_LIMIT = "20 per minute; 120 per hour"
LINE = "/orders/<access_token>/lines/<int:line_id>/review"


@store.route(LINE, methods=["GET", "POST"])
@access(Permission.ORDER_PLACE)
@csrf.exempt  # type: ignore[untyped-decorator]
@limiter.limit(WRITE_LIMIT, methods=["POST"])
def review(access_token: str, line_id: int) -> ResponseReturnValue:
    """Write the review of a line, or change it."""
    allow_photos()
    order, line = _bought(access_token, line_id)
    written = find_review(line.id)
    if not is_reviewable(order, line):
        raise NotReviewable
    if written is not None and written.status is ReviewStatus.ERASED:
        raise ReviewTakenDown
    form = ReviewForm()
    if form.validate_on_submit():
        if _save(order.id, line.id, form):
            flash(_("후기를 남겼어요. 고마워요."), "good")
            return redirect(url_for("store.order", access_token=access_token), 303)
    elif written is not None and not form.is_submitted():
        form.fill_from(written)
    order, line = _bought(access_token, line_id)
    return _page(form, order, line, find_review(line.id))


def _bought(access_token: str, line_id: int) -> tuple[Order, OrderLine]:
    """The line with its order; raises OrderNotFound or ReviewNotFound."""
    order = get_order_by_token(access_token)
    for line in (line for parcel in order.parcels for line in parcel.lines):
        if line.id == line_id:
            return order, line
    raise ReviewNotFound


def _save(order_id: int, line_id: int, form: ReviewForm) -> bool:
    draft = form.draft()
    if draft is None:
        return False
    try:
        with transaction():
            save_review(order_id, line_id, draft)
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        return False
    return True


def _page(
    form: ReviewForm, order: Order, line: OrderLine, written: Review | None
) -> ResponseReturnValue:
    cards = product_cards(read_cards([line.product_id]))
    page = render_template(
        "store/reviews/write.html",
        form=form,
        order=order,
        line=line,
        written=written,
        image=cards[0].image if cards else None,
        hung=[
            (each.picture_id, image_of(each.picture))
            for each in (written.pictures if written else [])
        ],
        is_hidden=written is not None and written.status is ReviewStatus.HIDDEN,
    )
    return page, 422 if form.errors else 200


@store.get(f"{LINE}/deletion")
@access(Permission.ORDER_PLACE)
def review_deletion(access_token: str, line_id: int) -> ResponseReturnValue:
    """Take a review back, after asking once."""
    order, line = _bought(access_token, line_id)
    written = find_review(line.id)
    if written is None or written.status is ReviewStatus.ERASED:
        raise ReviewNotFound
    (card,) = review_cards([written])
    return render_template(
        "store/reviews/delete.html", order=order, line=line, review=card, written=written
    )


@store.post(f"{LINE}/removal")
@access(Permission.ORDER_PLACE)
def review_removal(access_token: str, line_id: int) -> ResponseReturnValue:
    """Take a review back with its photos."""
    order, line = _bought(access_token, line_id)
    order_id, wanted = order.id, line.id
    with transaction():
        delete_review(order_id, wanted)
    flash(_("후기를 지웠어요."), "good")
    return redirect(url_for("store.order", access_token=access_token), 303)


@store.get("/account/reviews")
@access(Permission.ACCOUNT_MANAGE)
def account_reviews() -> ResponseReturnValue:
    """What a member may still review, and what they wrote."""
    cursor = request.args.get("cursor") or None
    page = list_reviews_of_account(current_user.id, cursor)
    waiting = [] if cursor else list_reviewable_lines(current_user.id)
    images = {
        card.id: card.image for card in product_cards(read_cards([w.product_id for w in waiting]))
    }
    return render_template(
        "store/accounts/reviews.html",
        waiting=waiting,
        images=images,
        written=list(zip(page.items, review_cards(page.items), strict=True)),
        next_href=page.next_cursor and url_for("store.account_reviews", cursor=page.next_cursor),
        first_href=url_for("store.account_reviews") if cursor else "",
        account_tabs=account_tabs("/account/reviews"),
    )
