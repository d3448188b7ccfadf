"""A member's points: what can be spent, what runs out next, everything that came and went."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace.core.errors import NotFound
from marketplace.core.permissions import Permission
from marketplace.core.text import T
from marketplace.promotions.points.models import PointKind, PointMove
from marketplace.promotions.points.queries import list_moves, next_to_expire, spendable_won
from marketplace.web.access import access
from marketplace.web.filters import date_ko, won
from marketplace.web.store.account import account_tabs
from marketplace.web.store.blueprint import store
from marketplace.web.store.points_switch import points_rule

HERE = "/account/points"
KIND = {
    PointKind.EARNED: _l("주문을 받아 쌓임"),
    PointKind.SPENT: _l("주문에 씀"),
    PointKind.RETURNED: _l("취소·반품으로 돌아옴"),
    PointKind.EXPIRED: _l("기간이 지나 사라짐"),
    PointKind.TAKEN_BACK: _l("반품으로 거둠"),
}


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One row of the ledger as it is read."""

    day: str
    what: str
    won_text: str
    came: bool
    until: str
    order_number: str
    order_href: str


@store.get(HERE)
@access(Permission.ACCOUNT_MANAGE)
def account_points() -> ResponseReturnValue:
    """The balance and the ledger; while points are off there is no such page."""
    rule = points_rule()
    if rule is None:
        raise NotFound(T("찾으시는 페이지가 없어요."))
    cursor = request.args.get("cursor")
    page = list_moves(current_user.id, cursor)
    return render_template(
        "store/accounts/points.html",
        rule=rule,
        balance_won=spendable_won(current_user.id),
        next=next_to_expire(current_user.id),
        rows=[_row(move) for move in page.items],
        next_href=page.next_cursor and url_for("store.account_points", cursor=page.next_cursor),
        first_href=url_for("store.account_points") if cursor else "",
        account_tabs=account_tabs(HERE),
    )


def _row(move: PointMove) -> MoveRow:
    order, came = move.order, move.won > 0
    return MoveRow(
        day=date_ko(move.at),
        what=str(KIND[move.kind]),
        won_text=f"{'+' if came else '−'}{won(abs(move.won))}",
        came=came,
        until=date_ko(move.expires_on) if came else "",
        order_number=order.number if order else "",
        order_href=url_for("store.order", access_token=order.access_token) if order else "",
    )
