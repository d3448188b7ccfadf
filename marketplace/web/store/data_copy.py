"""Everything we hold of a member, for the member."""

from __future__ import annotations

from typing import Any

from marketplace.accounts import consents
from marketplace.accounts.addresses import list_addresses
from marketplace.accounts.models import Account
from marketplace.accounts.second_factor import find_factor
from marketplace.bookings.copying import bookings_of
from marketplace.catalog.wishing import wished_ids
from marketplace.feedback.copying import feedback_of
from marketplace.orders.models import Order
from marketplace.orders.queries import list_orders_of_account
from marketplace.promotions.points.models import PointMove
from marketplace.promotions.points.queries import list_moves
from marketplace.promotions.points.rules import current_rule
from marketplace.promotions.queries import coupons_given_to, uses_by
from marketplace.quoting.copying import quotes_of
from marketplace.returns.copying import returns_of


def everything_of(person: Account) -> dict[str, Any]:
    """All of it, as plain values."""
    return {
        "account": {
            "email": person.email,
            "name": person.name,
            "phone": person.phone,
            "created_at": person.created_at.isoformat(),
        },
        "consents": [
            {
                "kind": c.kind.value,
                "agreed": c.agreed,
                "version": c.text_version,
                "at": c.at.isoformat(),
            }
            for c in consents.list_consents(person.id)
        ],
        "addresses": [
            {
                "label": a.label,
                "recipient": a.recipient_name,
                "phone": a.recipient_phone,
                "postcode": a.postcode,
                "address": f"{a.address} {a.address_detail}".strip(),
            }
            for a in list_addresses(person.id)
        ],
        "second_factor": _factor(person.id),
        "coupons": _coupons(person),
        **_points(person.id),
        "wished_product_ids": wished_ids(person.id),
        **feedback_of(person.id),
        "orders": [_order(order) for order in _orders(person.id)],
        "bookings": bookings_of(person.id),
        "returns": returns_of(person.id),
        "quote_requests": quotes_of(person.id),
    }


def _factor(account_id: int) -> dict[str, Any]:
    """Since when it is on; the secret and the codes are nobody's to carry about."""
    factor = find_factor(account_id)
    since = factor.confirmed_at if factor else None
    return {"on_since": since and since.isoformat()}


def _coupons(person: Account) -> dict[str, Any]:
    return {
        "given": [
            {"code": c.code, "name": c.name, "until": c.ends_on.isoformat()}
            for c in coupons_given_to(person.id)
        ],
        "used": [
            {
                "code": use.coupon.code,
                "name": use.coupon.name,
                "order": number,
                "amount_won": use.amount_won,
                "status": use.status.value,
                "at": use.at.isoformat(),
            }
            for use, number in uses_by(person.email)
        ],
    }


def _points(account_id: int) -> dict[str, Any]:
    """The whole ledger; nothing of points while they are off and none ever came."""
    moves: list[PointMove] = []
    cursor: str | None = None
    while True:
        page = list_moves(account_id, cursor, 100)
        moves += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    if not moves and current_rule() is None:
        return {}
    return {
        "points": [
            {
                "kind": move.kind.value,
                "won": move.won,
                "order": move.order.number if move.order else None,
                "until": move.expires_on.isoformat() if move.expires_on else None,
                "at": move.at.isoformat(),
            }
            for move in moves
        ]
    }


def _orders(account_id: int) -> list[Order]:
    found: list[Order] = []
    cursor: str | None = None
    while True:
        page = list_orders_of_account(account_id, cursor, 100)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def _order(order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "status": order.status.value,
        "placed_at": order.created_at.isoformat(),
        "discount_won": order.discount_won,
        **({"points_won": order.points_won} if order.points_won else {}),
        "total_won": order.total_won,
        "recipient": order.recipient_name,
        "address": order.address_line,
        "lines": [
            {
                "product": line.product_name,
                "option": line.option_name,
                "quantity": line.quantity,
                "gross_won": line.gross_won,
                "seller": parcel.seller["name"],
            }
            for parcel in order.parcels
            for line in parcel.lines
        ],
    }
