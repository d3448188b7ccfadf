"""The request list: what a purchaser gathers before asking."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.procurement import drafting
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import here, my_list
from marketplace.web.buyer.summing import judged_list
from marketplace.web.language import local_path
from marketplace.web.numbers import stored_number
from marketplace.web.translation import translate


@buyer.get("/request-list")
@access(Permission.PURCHASE_REQUEST)
def request_list() -> ResponseReturnValue:
    """Lines by enterprise, with what would count of them today."""
    gathered = judged_list(here(), drafting.read_list(my_list()))
    return render_template("buyer/request_list.html", gathered=gathered, words=words)


@buyer.post("/request-list/lines")
@access(Permission.PURCHASE_REQUEST)
def request_line_new() -> ResponseReturnValue:
    """Put an option on the list."""
    option_id = request.form.get("option_id", 0, type=stored_number)
    quantity = request.form.get("quantity", 0, type=int)
    owner = my_list()
    if _done(lambda: drafting.put_on_list(owner, option_id, quantity)):
        flash(_("구매요청 목록에 담았습니다."), "good")
        return redirect(url_for("buyer.request_list"))
    return redirect(local_path(request.form.get("back"), url_for("buyer.request_list")))


@buyer.post("/request-list/lines/<int:line_id>/quantity")
@access(Permission.PURCHASE_REQUEST)
def request_line_quantity(line_id: int) -> ResponseReturnValue:
    """Change how many."""
    quantity = request.form.get("quantity", 0, type=int)
    owner = my_list()
    if _done(lambda: drafting.change_quantity(owner, line_id, quantity)):
        flash(_("수량을 바꾸었습니다."), "good")
    return redirect(url_for("buyer.request_list"))


@buyer.post("/request-list/lines/<int:line_id>/removal")
@access(Permission.PURCHASE_REQUEST)
def request_line_removal(line_id: int) -> ResponseReturnValue:
    """Take a line off the list."""
    owner = my_list()
    with transaction():
        drafting.remove_line(owner, line_id)
    flash(_("목록에서 뺐습니다."), "good")
    return redirect(url_for("buyer.request_list"))


def _done(deed: Callable[[], object]) -> bool:
    """Whether it could be done; when not, the page the person comes back to says why."""
    try:
        with transaction():
            deed()
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "bad")
        return False
    return True
