"""Recently seen products: noted after the page is there, shown beside pages that know nobody.

Public pages are the same for everybody and kept, so they neither note nor show what one
visitor saw. Members' twelve lie in the database, guests' in one signed cookie.
"""

from __future__ import annotations

from typing import Any

from flask import (
    Response,
    after_this_request,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import user_logged_in

from marketplace.accounts.models import Account
from marketplace.catalog.queries import ProductNotFound
from marketplace.core.database import transaction
from marketplace.core.permissions import Permission
from marketplace.feedback.seeing import MOST_SEEN, forget_seen, is_shown, note_seen
from marketplace.web.access import access
from marketplace.web.extensions import csrf, limiter
from marketplace.web.store.blueprint import store
from marketplace.web.store.same_origin import refuse_other_sites
from marketplace.web.store.seen_cards import LASTS, SEEN_COOKIE, guest_ids, seen_cards, signer
from marketplace.web.viewer import current_account_id

SEE_LIMIT = "120 per minute"


@store.post("/products/<int:product_id>/sighting")
@access(Permission.SHOP_BROWSE)
@csrf.exempt  # type: ignore[untyped-decorator]
@limiter.limit(SEE_LIMIT)
def sighting(product_id: int) -> ResponseReturnValue:
    """Note that a product was looked at; a script tells it, or a button where none runs."""
    refuse_other_sites()
    if not is_shown(product_id):
        raise ProductNotFound
    account_id = current_account_id()
    if account_id is not None:
        with transaction():
            note_seen(account_id, [product_id])
    else:
        others = [each for each in guest_ids() if each != product_id]
        _keep([product_id, *others][:MOST_SEEN])
    if request.form.get("by") == "button":
        flash(_("최근 본 상품에 담았어요."), "good")
        return redirect(url_for("store.seen"), 303)
    return "", 204


def _keep(ids: list[int]) -> None:
    note = signer().dumps(ids)

    @after_this_request
    def keep(response: Response) -> Response:
        # The page's script looks whether it is there before asking for the shelf.
        response.set_cookie(
            SEEN_COOKIE,
            note,
            max_age=LASTS,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )
        return response


@store.get("/seen")
@access(Permission.SHOP_BROWSE)
def seen() -> ResponseReturnValue:
    """Everything noted, and a button that forgets it."""
    return render_template("store/seen/index.html", cards=seen_cards())


@store.get("/seen/shelf")
@access(Permission.SHOP_BROWSE)
def seen_shelf() -> ResponseReturnValue:
    """The shelf that a script puts into a public page; nothing where nothing was seen."""
    cards = seen_cards(request.args.get("but", type=int))[:6]
    return render_template("store/seen/shelf.html", cards=cards) if cards else ("", 204)


@store.post("/seen/removal")
@access(Permission.SHOP_BROWSE)
def seen_removal() -> ResponseReturnValue:
    """Forget all of it."""
    account_id = current_account_id()
    if account_id is not None:
        with transaction():
            forget_seen(account_id)
    _forget_cookie()
    flash(_("최근 본 상품을 지웠어요."), "good")
    return redirect(url_for("store.seen"), 303)


def _forget_cookie() -> None:
    @after_this_request
    def forget(response: Response) -> Response:
        response.delete_cookie(SEEN_COOKIE)
        return response


@user_logged_in.connect  # type: ignore[untyped-decorator]
def bring_seen_along(_app: Any, user: Account, **_more: Any) -> None:
    """What a guest looked at is the member's from the moment of signing in."""
    ids = guest_ids()
    if not ids:
        return
    with transaction():
        note_seen(user.id, [each for each in ids if is_shown(each)])
    _forget_cookie()
