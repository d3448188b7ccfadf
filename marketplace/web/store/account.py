"""The member's own pages: what was ordered, and the account itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.accounts.joining import ask_to_confirm
from marketplace.accounts.models import Account
from marketplace.catalog.queries import read_cards
from marketplace.core.database import db, transaction
from marketplace.core.permissions import Permission
from marketplace.orders.models import Order, OrderStatus, ParcelStatus
from marketplace.orders.queries import list_orders_of_account
from marketplace.web.access import access
from marketplace.web.cards import product_cards
from marketplace.web.extensions import limiter
from marketplace.web.filters import date_ko, won
from marketplace.web.images import Image
from marketplace.web.store.blueprint import store
from marketplace.web.store.points_switch import points_rule
from marketplace.web.store.seen_cards import seen_cards
from marketplace.web.viewer import current_viewer

RECENT = 3
PICTURES = 3
LETTER_LIMIT = "3 per hour"


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order in a list."""

    url: str
    number: str
    day: str
    title: str
    total_text: str
    state: str
    tone: str
    images: list[Image]


@store.get("/account")
@access(Permission.ACCOUNT_MANAGE)
def account() -> ResponseReturnValue:
    """Where a member starts."""
    page = list_orders_of_account(current_user.id, limit=RECENT)
    return render_template(
        "store/accounts/account.html",
        orders=order_cards(page.items),
        portal_doors=_portal_doors(),
        seen=seen_cards()[:6],
        account_tabs=account_tabs("/account"),
    )


@store.get("/account/orders")
@access(Permission.ACCOUNT_MANAGE)
def account_orders() -> ResponseReturnValue:
    """Every order, newest first."""
    cursor = request.args.get("cursor")
    page = list_orders_of_account(current_user.id, cursor)
    return render_template(
        "store/accounts/orders.html",
        orders=order_cards(page.items),
        next_href=page.next_cursor and url_for("store.account_orders", cursor=page.next_cursor),
        first_href=url_for("store.account_orders") if cursor else "",
        account_tabs=account_tabs("/account/orders"),
    )


@store.post("/account/confirmation-letters")
@access(Permission.ACCOUNT_MANAGE)
@limiter.limit(LETTER_LIMIT)
def confirmation_letter() -> ResponseReturnValue:
    """Send the letter that confirms the mail address once more."""
    with transaction():
        ask_to_confirm(db.session.get_one(Account, current_user.id))
    flash(_("확인 메일을 다시 보냈어요."), "good")
    return redirect(url_for("store.account"), 303)


def account_tabs(here: str) -> list[dict[str, Any]]:
    """The member's pages."""
    pages = [
        ("/account", _("한눈에")),
        ("/account/orders", _("내 주문")),
        ("/account/wishes", _("찜한 상품")),
        ("/account/reviews", _("내 후기")),
        ("/account/questions", _("내 문의")),
        ("/account/quotes", _("내 견적 요청")),
        *([("/account/points", _("포인트"))] if points_rule() else []),
        ("/account/value", _("구매의 가치")),
        ("/account/addresses", _("주소록")),
        ("/account/data", _("내 정보")),
        ("/account/second-factor", _("2단계 인증")),
    ]
    return [{"href": href, "label": label, "current": href == here} for href, label in pages]


def _portal_doors() -> list[dict[str, str]]:
    viewer = current_viewer()
    doors = [
        (bool(viewer.enterprise_ids), _("판매기업센터"), "/seller"),
        (bool(viewer.department_roles), _("공공구매"), "/buyer"),
        (viewer.is_office, _("지원센터 업무"), "/office"),
    ]
    return [{"label": label, "href": href} for is_open, label, href in doors if is_open]


def order_cards(orders: Iterable[Order]) -> list[OrderCard]:
    """Orders in a list, with the pictures of what was bought, in one more statement."""
    shown = list(orders)
    bought = {order.id: _product_ids(order) for order in shown}
    ids = sorted({each for ids in bought.values() for each in ids})
    images = {card.id: card.image for card in product_cards(read_cards(ids))}
    return [_card(order, [images.get(each) for each in bought[order.id]]) for order in shown]


def _product_ids(order: Order) -> list[int]:
    lines = (line for parcel in order.parcels for line in parcel.lines)
    return list(dict.fromkeys(line.product_id for line in lines))


def _card(order: Order, images: Iterable[Image | None]) -> OrderCard:
    state, tone = _state(order)
    return OrderCard(
        url=url_for("store.order", access_token=order.access_token),
        number=order.number,
        day=date_ko(order.created_at),
        title=_title(order),
        total_text=won(order.total_won),
        state=state,
        tone=tone,
        images=[image for image in images if image is not None][:PICTURES],
    )


def _title(order: Order) -> str:
    lines = [line for parcel in order.parcels for line in parcel.lines]
    if len(lines) == 1:
        return lines[0].product_name
    return str(_("%(name)s 외 %(n)d가지", name=lines[0].product_name, n=len(lines) - 1))


def _state(order: Order) -> tuple[str, str]:
    lines = [line for parcel in order.parcels for line in parcel.lines]
    if any(line.claimed_quantity for line in lines):
        return str(_("반품·교환 중")), "warn"
    kept = [line for line in lines if line.sent_quantity]
    if any(line.returned_quantity for line in kept):
        whole = all(line.returned_quantity == line.sent_quantity for line in kept)
        return str(_("반품함") if whole else _("일부 반품함")), "neutral"
    if order.status is OrderStatus.CONFIRMED:
        sent = any(parcel.status is ParcelStatus.SHIPPED for parcel in order.parcels)
        return (str(_("오는 중")), "accent") if sent else (str(_("준비 중")), "info")
    words = {
        OrderStatus.AWAITING_PAYMENT: (_("결제 기다림"), "warn"),
        OrderStatus.AWAITING_APPROVAL: (_("결재 기다림"), "warn"),
        OrderStatus.COMPLETED: (_("받음"), "good"),
        OrderStatus.CANCELLED: (_("취소됨"), "neutral"),
        OrderStatus.EXPIRED: (_("닫힘"), "neutral"),
    }
    label, tone = words[order.status]
    return str(label), tone
